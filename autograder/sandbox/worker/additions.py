"""Edits that bring in another name: one exchanged for another, a wrapper, a factor or a term.

Worker side, standard library only.
"""

import ast
from collections.abc import Iterator
from itertools import combinations_with_replacement

from edits import Edit, called, edit
from syntax import (
    REDUCTIONS,
    Place,
    alike,
    attribute,
    binary,
    call,
    constant,
    is_entry,
    load,
    negative,
    put,
)

GROUPS = (
    REDUCTIONS,
    ("exp", "log", "log2", "log10", "log1p", "expm1", "sqrt", "square", "abs", "tanh", "sign"),
    ("maximum", "minimum", "fmax", "multiply"),
    ("zeros", "ones", "empty"),
    ("zeros_like", "ones_like", "empty_like"),
    ("argmax", "argmin", "max", "min"),
    ("dot", "outer", "matmul", "multiply", "inner"),
    ("sin", "cos", "tan"),
    ("cumsum", "cumprod", "sum"),
    ("floor", "ceil", "round"),
    ("vstack", "hstack", "concatenate", "stack"),
    ("normal", "uniform", "standard_normal", "random"),
)
WRAPPERS = ("sum", "mean", "exp", "log", "sqrt", "square", "abs")
ARITHMETIC = (ast.Mult, ast.Div, ast.Add, ast.Sub)


def swaps(place: Place, functions: list[str]) -> Iterator[Edit]:
    """One name for another: a variable, a key, a function of NumPy's or of the submission's own."""
    node = place.node
    if isinstance(node, (ast.Name, ast.Subscript)) and place.is_value:
        if isinstance(node, ast.Name) and node.id in functions:
            yield from of_function(place, functions)
            return
        for other in place.names:
            if not alike(node, other):
                yield edit("name", place, other)
                yield edit("name", place, attribute(other, "T"))
    if isinstance(node, (ast.BinOp, ast.Call)) and place.is_value:
        yield from (edit("name", place, other) for other in place.names)
    if isinstance(node, ast.Name) and place.is_callee:
        yield from of_function(place, functions)
    if isinstance(node, ast.Attribute) and place.is_callee:
        for group in (group for group in GROUPS if node.attr in group):
            for name in group:
                if name != node.attr:
                    yield edit("function", place, attribute(node.value, name))
    if is_entry(node):
        yield from of_key(place)


def of_function(place: Place, functions: list[str]) -> Iterator[Edit]:
    for name in functions:
        if name != place.node.id:
            yield edit("function", place, load(place.node, name))


def of_key(place: Place) -> Iterator[Edit]:
    """Another key of the same dict, as the place knows them."""
    container = place.node.value.id
    if isinstance(place.node.ctx, ast.Store):
        return
    for other in place.names:
        if is_entry(other) and other.value.id != container:
            new = put(ast.Subscript(place.node.value, other.slice, ast.Load()), place.node)
            yield edit("name", place, new)


def texts(place: Place, others: list[str]) -> Iterator[Edit]:
    """One string for another, as the name of a mode is."""
    if isinstance(place.node, ast.Constant) and isinstance(place.node.value, str):
        for other in others:
            if other != place.node.value:
                yield edit("name", place, constant(place.node, other))


def wrappers(place: Place, numpy: str | None, arguments: list[str]) -> Iterator[Edit]:
    """Something around a value, or what is around it taken off. `numpy` is what NumPy is called
    here, and `arguments` are those of the function.
    """
    node = place.node
    if isinstance(node, ast.Call):
        if node.args and len(node.args) < 3 and place.is_value:
            yield edit("wrapper", place, node.args[0])
        is_method = isinstance(node.func, ast.Attribute)
        if is_method and not (isinstance(node.func.value, ast.Name) and node.func.value.id == numpy):
            yield edit("wrapper", place, node.func.value)
    if not place.is_value or isinstance(node, ast.Tuple | ast.Dict | ast.Compare):
        return
    if not isinstance(node, ast.UnaryOp):
        yield edit("sign", place, negative(node))
    yield edit("wrapper", place, binary(constant(node, 1), ast.Sub(), node))
    if numpy is not None:
        module = load(node, numpy)
        for name in WRAPPERS:
            if not (isinstance(node, ast.Call) and called(node) == name):
                yield edit("wrapper", place, call(attribute(module, name), node))
        for axis in (0, -1):
            for kept in ({}, {"keepdims": True}):
                yield edit("wrapper", place, call(attribute(module, "sum"), node, axis=axis, **kept))
        largest = call(attribute(module, "max"), node, axis=-1, keepdims=True)
        yield edit("wrapper", place, binary(node, ast.Sub(), largest))
    if not isinstance(node, ast.BinOp):
        yield edit("wrapper", place, call(attribute(node, "copy")))
        yield edit("wrapper", place, binary(node, ast.Pow(), constant(node, 2)))
        yield edit("index", place, indexed(node, constant(node, ...), constant(node, None)))
        yield edit("index", place, indexed(node, constant(node, None)))
    for step in (ast.Add(), ast.Sub(), ast.Mult(), ast.Div()):
        number = 2 if isinstance(step, (ast.Mult, ast.Div)) else 1
        yield edit("constant", place, binary(node, step, constant(node, number)))
    for name in arguments:
        length = call(load(node, "len"), load(node, name))
        for op in (ast.Div(), ast.Mult()):
            yield edit("factor", place, binary(node, op, length))
    yield edit("factor", place, binary(node, ast.Div(), attribute(node, "size")))


def indexed(node: ast.expr, *indices: ast.expr) -> ast.Subscript:
    index = put(ast.Tuple(list(indices), ast.Load()), node) if len(indices) > 1 else indices[0]
    return put(ast.Subscript(node, index, ast.Load()), node)


def terms(place: Place) -> Iterator[Edit]:
    """A factor or a term of one name in scope."""
    if not is_number_like(place):
        return
    for name in place.names:
        for op in ARITHMETIC:
            kind = "factor" if op in (ast.Mult, ast.Div) else "term"
            yield edit(kind, place, binary(place.node, op(), name))


def products(place: Place) -> Iterator[Edit]:
    """A term or a factor that is made of two names, or of one and 1."""
    if not is_number_like(place) or not (place.is_whole or isinstance(place.node, ast.BinOp)):
        return
    node = place.node
    for name in place.names:
        rest = binary(constant(node, 1), ast.Sub(), name)
        square = binary(name, ast.Mult(), name)
        yield edit("factor", place, binary(node, ast.Mult(), rest))
        yield edit("factor", place, binary(node, ast.Div(), rest))
        squared = binary(constant(node, 1), ast.Sub(), square)
        yield edit("factor", place, binary(node, ast.Mult(), squared))
        above = put(ast.Compare(name, [ast.Gt()], [constant(node, 0)]), node)
        yield edit("factor", place, binary(node, ast.Mult(), above))
    if place.is_whole:
        for one, other in combinations_with_replacement(place.names, 2):
            for op in (ast.Add, ast.Sub):
                product = binary(one, ast.Mult(), other)
                yield edit("term", place, binary(node, op(), product))


def is_number_like(place: Place) -> bool:
    return place.is_value and not isinstance(place.node, (ast.Tuple, ast.Dict, ast.List))
