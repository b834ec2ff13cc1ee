"""Edits that put something around a value, or take off what is there: a call, a factor, a term.

Worker side, standard library only.
"""

import ast
from collections.abc import Iterator
from itertools import combinations_with_replacement

from repair.calls import called
from repair.edits import Edit, edit
from repair.exchanges import WRAPPERS
from repair.syntax import (
    Place,
    alike,
    attribute,
    binary,
    call,
    constant,
    is_everything,
    load,
    negative,
    put,
)

NO_NUMBERS = (ast.Tuple, ast.Dict, ast.List, ast.Compare)


def wrappers(place: Place, numpy: str | None, arguments: list[str]) -> Iterator[Edit]:
    """What is done to the whole of a value. `numpy` is its name here, and `arguments` are those of
    the function, whose lengths may be a factor.
    """
    yield from unwrapped(place, numpy)
    if is_operand(place):
        yield from by_lengths(place, arguments)
    if is_everything(place.node):
        yield from one_by_one(place, numpy, arguments)
    if not is_number(place):
        return
    node = place.node
    if not isinstance(node, ast.UnaryOp):
        yield edit("sign", place, negative(node))
    yield edit("wrapper", place, binary(constant(node, 1), ast.Sub(), node))
    if numpy is not None:
        yield from by_numpy(place, load(node, numpy))
        yield from shaped(place, load(node, numpy), arguments)
    if not isinstance(node, ast.BinOp):
        yield edit("wrapper", place, call(attribute(node, "copy")))
        yield edit("wrapper", place, binary(node, ast.Pow(), constant(node, 2)))
        yield edit("index", place, indexed(node, constant(node, ...), constant(node, None)))
        yield edit("index", place, indexed(node, constant(node, None)))
        if isinstance(node, ast.Call):
            yield edit("index", place, indexed(node, constant(node, 0)))
        yield edit("index", place, indexed(node, backwards(node)))
    for op, number in ((ast.Add(), 1), (ast.Sub(), 1), (ast.Mult(), 2), (ast.Div(), 2)):
        yield edit("constant", place, binary(node, op, constant(node, number)))
    yield from by_lengths(place, arguments)
    yield edit("factor", place, binary(node, ast.Div(), attribute(node, "size")))


def one_by_one(place: Place, numpy: str | None, arguments: list[str]) -> Iterator[Edit]:
    """In place of a whole axis, the number of one row, or of each beside another index."""
    node = place.node
    yield from (edit("index", place, one) for one in place.names if isinstance(one, ast.Name))
    if numpy is not None:
        lengths = (call(load(node, "len"), load(node, name)) for name in arguments)
        each = attribute(load(node, numpy), "arange")
        yield from (edit("index", place, call(each, length)) for length in lengths)


def by_lengths(place: Place, arguments: list[str]) -> Iterator[Edit]:
    """The length of an argument as a factor, or 1 / len(x) for what is there."""
    node = place.node
    for name in arguments:
        length = call(load(node, "len"), load(node, name))
        for op in (ast.Div(), ast.Mult()):
            yield edit("factor", place, binary(node, op, length))
        yield edit("piece", place, binary(constant(node, 1), ast.Div(), length))


def is_result(node: ast.AST) -> bool:
    """Whether it is one of the results of a call, as f(x)[0] is."""
    return isinstance(node, ast.Subscript) and bool(getattr(node.value, "args", None))


def unwrapped(place: Place, numpy: str | None) -> Iterator[Edit]:
    """What a call is given, or the value that it is a method of, in place of the call, or of one of
    its results.
    """
    node = place.node
    if is_result(node) and place.is_value:
        yield edit("wrapper", place, node.value.args[0])
    if not isinstance(node, ast.Call):
        return
    if 0 < len(node.args) < 3 and place.is_value:
        yield edit("wrapper", place, node.args[0])
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        if not (isinstance(owner, ast.Name) and owner.id == numpy):
            yield edit("wrapper", place, owner)


def by_numpy(place: Place, numpy: ast.Name) -> Iterator[Edit]:
    """A function of NumPy's around a value."""
    node = place.node
    for name in (*WRAPPERS, "ones_like", "zeros_like"):
        if not (isinstance(node, ast.Call) and called(node) == name):
            yield edit("wrapper", place, call(attribute(numpy, name), node))
        if is_power(node):
            yield edit("function", place, call(attribute(numpy, name), node.left))
    total = attribute(numpy, "sum")
    for axis in (0, -1):
        for kept in ({}, {"keepdims": True}):
            yield edit("wrapper", place, call(total, node, axis=axis, **kept))
    for kept in ({}, {"axis": -1, "keepdims": True}):
        yield edit("factor", place, binary(node, ast.Div(), call(total, node, **kept)))
    largest = call(attribute(numpy, "max"), node, axis=-1, keepdims=True)
    yield edit("wrapper", place, binary(node, ast.Sub(), largest))


def shaped(place: Place, numpy: ast.Name, arguments: list[str]) -> Iterator[Edit]:
    """A whole value in the shape of an argument."""
    node = place.node
    shapes = (call(attribute(numpy, "shape"), load(node, name)) for name in arguments)
    if place.is_whole:
        reshape = attribute(numpy, "reshape")
        yield from (edit("wrapper", place, call(reshape, node, shape)) for shape in shapes)


def backwards(at: ast.expr) -> ast.Slice:
    """An axis from its end to its start."""
    return put(ast.Slice(step=negative(constant(at, 1))), at)


def is_power(node: ast.expr) -> bool:
    """Whether it is a power as x ** 2 is, which is a function of x as well as np.square(x)."""
    is_pow = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)
    return is_pow and isinstance(node.right, ast.Constant)


def indexed(node: ast.expr, *indices: ast.expr) -> ast.Subscript:
    index = put(ast.Tuple(list(indices), ast.Load()), node) if len(indices) > 1 else indices[0]
    return put(ast.Subscript(node, index, ast.Load()), node)


def terms(place: Place) -> Iterator[Edit]:
    """A factor or a term of one name in scope."""
    if not is_number(place) and not is_operand(place):
        return
    elements = place.elements if isinstance(place.node, (ast.Name, ast.Subscript)) else []
    for name in (*place.names, *elements):
        if alike(place.node, name):  # x - x is a way to write 0
            continue
        for op in (ast.Mult(), ast.Div()):
            yield edit("factor", place, binary(place.node, op, name))
        if place.is_whole and is_number(place):
            yield edit("wrapper", place, binary(place.node, ast.Pow(), name))
        for op in (ast.Add(), ast.Sub()) if is_number(place) else ():
            yield edit("term", place, binary(place.node, op, name))


def products(place: Place) -> Iterator[Edit]:
    """A term or a factor that is made of two names, or of one and 1."""
    if not is_number(place) or not (place.is_whole or isinstance(place.node, ast.BinOp)):
        return
    node = place.node
    for name in place.names:
        rest = binary(constant(node, 1), ast.Sub(), name)
        yield edit("factor", place, binary(node, ast.Mult(), rest))
        yield edit("factor", place, binary(node, ast.Div(), rest))
        above = put(ast.Compare(name, [ast.Gt()], [constant(node, 0)]), node)
        yield edit("factor", place, binary(node, ast.Mult(), above))
    for one, other in combinations_with_replacement(place.names, 2):
        product = binary(one, ast.Mult(), other)
        rest = binary(constant(node, 1), ast.Sub(), product)
        yield edit("factor", place, binary(node, ast.Mult(), rest))
        if place.is_whole:
            for op in (ast.Add(), ast.Sub()):
                yield edit("term", place, binary(node, op, product))


def by_own(place: Place, functions: list[str], arguments: list[str]) -> Iterator[Edit]:
    """A factor or a term that one of the submission's own functions makes of an argument."""
    if not is_number(place) or not place.is_whole:
        return
    node = place.node
    for function in functions:
        for name in arguments:
            value = call(load(node, function), load(node, name))
            rest = binary(constant(node, 1), ast.Sub(), value)
            yield edit("factor", place, binary(node, ast.Mult(), value))
            yield edit("factor", place, binary(node, ast.Mult(), rest))
            yield edit("term", place, binary(node, ast.Add(), value))
            yield edit("term", place, binary(node, ast.Sub(), value))


def is_number(place: Place) -> bool:
    """Whether it is an expression that may be a number or an array."""
    return place.is_value and not isinstance(place.node, NO_NUMBERS)


def is_operand(place: Place) -> bool:
    """Whether it is a number as it is written, in a sum or a product."""
    is_number = isinstance(place.node, ast.Constant) and isinstance(place.node.value, (int, float))
    return is_number and isinstance(place.owner, ast.BinOp)
