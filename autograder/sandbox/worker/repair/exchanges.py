"""Edits that exchange one name for another: a variable, an entry of a dict, a function, a string.

Worker side, NumPy and the standard library only.
"""

import ast
from collections.abc import Iterator
from itertools import product

import numpy as np
from repair.calls import called
from repair.edits import Edit, changed, edit
from repair.syntax import (
    REDUCTIONS,
    Place,
    alike,
    attribute,
    binary,
    call,
    constant,
    is_entry,
    is_everything,
    is_field,
    load,
    put,
)

GROUPS = (
    REDUCTIONS,
    ("exp", "log", "log2", "log10", "log1p", "expm1", "sqrt", "square", "abs", "tanh", "sign"),
    ("maximum", "minimum", "fmax", "multiply"),
    ("zeros", "ones", "empty"),
    ("zeros_like", "ones_like", "empty_like"),
    ("mean", "median", "average"),
    ("argmax", "argmin", "max", "min"),
    ("dot", "outer", "matmul", "multiply", "inner"),
    ("sin", "cos", "tan"),
    ("sinh", "cosh", "tanh"),
    ("cumsum", "cumprod", "sum"),
    ("floor", "ceil", "round"),
    ("vstack", "hstack", "concatenate", "stack"),
    ("random", "normal", "uniform", "standard_normal"),
    ("permutation", "permuted", "choice", "integers"),
)
BUILT_IN = ("len", "sum", "max", "min", "abs")
WRAPPERS = ("sum", "mean", "exp", "log", "sqrt", "square", "abs", "tanh", "diag")
MOST_GIVEN = 3  # arguments of a call that may lack one
INPUTS = {"dot": 2, "outer": 2, "clip": 3}  # of functions that take an `out` behind them
VALUES = (ast.Name, ast.Subscript, ast.BinOp, ast.Call)
TOO_LARGE = (ast.FunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.With, ast.Try)


def exchanges(
    place: Place, functions: list[str], imported: list[str], words: list[str]
) -> Iterator[Edit]:
    """One name for another; `functions` are those of the submission itself and `imported` those of
    others, and `words` name the entries of dicts and what objects keep.
    """
    node = place.node
    if place.is_callee:
        yield from (edit("function", place, load(node, name)) for name in imported)
    if isinstance(node, ast.Name) and (place.is_callee or node.id in functions):
        known = (*functions, *BUILT_IN) if node.id in BUILT_IN else functions
        others = [name for name in known if name != node.id]
        others += related(node.id) if place.is_callee else []
        yield from (edit("function", place, load(node, name)) for name in others)
    elif place.is_value and isinstance(node, ast.Name):
        yield from of_value(place)
        yield from with_another(place)
    elif place.is_value and (isinstance(node, VALUES) or is_field(node)):
        yield from of_value(place)
    if isinstance(node, ast.Attribute):
        yield from of_attribute(place, functions, words)
    if is_entry(node) and isinstance(node.ctx, ast.Load):
        for other in place.names:
            if is_entry(other) and other.value.id != node.value.id:
                entry = put(ast.Subscript(node.value, other.slice, ast.Load()), node)
                yield edit("name", place, entry)
    if isinstance(node, ast.Constant):
        yield from of_constant(place, words)
    yield from with_one_more(place)


def shapes(place: Place) -> Iterator[Edit]:
    """The whole shape of an array for a tuple that is given to a function."""
    if place.is_value and isinstance(place.node, ast.Tuple):
        yield from (edit("arguments", place, attribute(one, "shape")) for one in place.names)


def of_attribute(place: Place, functions: list[str], words: list[str]) -> Iterator[Edit]:
    """A function of a module's, which is called, or given to reduce; what an object keeps."""
    node = place.node
    for name in related(node.attr):
        yield edit("function", place, attribute(node.value, name))
    if place.is_callee:
        yield from (edit("function", place, load(node, name)) for name in functions)
    for name in words if node.attr in words and isinstance(node.ctx, ast.Load) else ():
        if name != node.attr:
            yield edit("name", place, attribute(node.value, name))


def with_one_more(place: Place) -> Iterator[Edit]:
    """A name as the last argument of a call, but for an array that the result is written into."""
    node = place.node
    if not isinstance(node, ast.Call) or not place.is_value:
        return
    function = getattr(np, called(node), None)
    if len(node.args) <= min(MOST_GIVEN, INPUTS.get(called(node), getattr(function, "nin", 9)) - 1):
        for name in place.names:
            yield changed("arguments", place, (node, "args", [*node.args, name]))


def omissions(place: Place) -> Iterator[Edit]:
    """What was left out of an index, as the rows of x[:, y] or of x[y], or all of it."""
    node = place.node
    if isinstance(node, ast.Name) and (place.is_value or isinstance(node.ctx, ast.Store)):
        for name in place.indices if not isinstance(place.owner, ast.For) else ():
            if name != node.id:
                at = put(ast.Subscript(load(node, node.id), load(node, name), node.ctx), node)
                yield edit("index", place, at)
    if is_everything(node):
        yield from of_everything(place)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        yield from of_neighbours(place)
    if isinstance(node, ast.Slice) and node.lower is not None and node.upper is None:
        yield from of_end(place)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
        rows = call(load(node, "range"), call(load(node, "len"), node.value))
        both = put(ast.Tuple([rows, node.slice], ast.Load()), node.slice)
        yield changed("index", place, (node, "slice", both))
        for name in place.names:
            both = put(ast.Tuple([node.slice, name], ast.Load()), node.slice)
            yield changed("index", place, (node, "slice", both))


def of_end(place: Place) -> Iterator[Edit]:
    """Where a slice ends."""
    node = place.node
    for name in place.names:
        for end in (binary(node.lower, ast.Add(), name), name):
            yield changed("index", place, (node, "upper", end))


def of_neighbours(place: Place) -> Iterator[Edit]:
    """The difference of two entries as that of neighbours, here or one place before."""
    left, right = place.node.left, place.node.right
    is_pair = isinstance(left, ast.Subscript) and isinstance(right, ast.Subscript)
    if is_pair and ast.dump(left.value) == ast.dump(right.value):
        for name in place.indices:
            here = load(left, name)
            for op, first in ((ast.Add(), True), (ast.Sub(), False)):
                beside = binary(here, op, constant(left, 1))
                pair = (beside, here) if first else (here, beside)
                at = [put(ast.Subscript(left.value, one, ast.Load()), left) for one in pair]
                yield edit("index", place, binary(at[0], ast.Sub(), at[1]))


def of_everything(place: Place) -> Iterator[Edit]:
    """What has a value, and the numbers of rows, in place of a bare colon."""
    for name in place.names:
        length = call(load(name, "len"), name)
        for index in (name, *(call(load(name, "range"), n) for n in (name, length))):
            yield edit("index", place, index)


def of_constant(place: Place, words: list[str]) -> Iterator[Edit]:
    """A string for another one, a name for a number or a string."""
    node = place.node
    if isinstance(node.value, str):
        others = [text for text in words if text != node.value]
        yield from (edit("name", place, constant(node, text)) for text in others)
    is_default = isinstance(place.statement, ast.FunctionDef)
    if isinstance(node.value, (int, float, str)) and not is_default:
        others = [name for name in place.names if isinstance(name, ast.Name)]
        yield from (edit("name", place, name) for name in others)


def of_value(place: Place) -> Iterator[Edit]:
    """What has a value at this place, in place of what is there."""
    for other in place.names:
        if not alike(place.node, other):
            yield edit("name", place, other)
            if isinstance(place.node, (ast.Name, ast.Subscript, ast.Attribute)):
                yield edit("name", place, attribute(other, "T"))
    if isinstance(place.node, (ast.Name, ast.Subscript)):
        yield from (edit("name", place, other) for other in place.elements)


def of_rest(place: Place) -> Iterator[Edit]:
    """1 less a name, in place of what is there."""
    is_number = isinstance(place.node, ast.Constant) and isinstance(place.node.value, (int, float))
    is_default = isinstance(place.statement, ast.FunctionDef)
    if (place.is_value and isinstance(place.node, VALUES)) or (is_number and not is_default):
        for name in place.names:
            yield edit("name", place, binary(constant(name, 1), ast.Sub(), name))


def with_another(place: Place) -> Iterator[Edit]:
    """A name exchanged with one that comes later in the same statement."""
    if isinstance(place.statement, TOO_LARGE):
        return
    node, known = place.node, {one.id for one in place.names if isinstance(one, ast.Name)}
    names = [n for n in ast.walk(place.statement) if isinstance(n, ast.Name) and n.id in known]
    for other in names:
        is_later = (other.lineno, other.col_offset) > (node.lineno, node.col_offset)
        if is_later and other.id != node.id and isinstance(other.ctx, ast.Load):
            changes = (node, "id", other.id), (other, "id", node.id)
            yield Edit("name", node.lineno, other.lineno, changes, place.statement)


def with_the_next(place: Place) -> Iterator[Edit]:
    """A name exchanged with one of the next statement, as who mixes up two formulas does."""
    node, block = place.node, place.owner
    pair = block[place.key : place.key + 2] if isinstance(block, list) else []
    if len(pair) < 2 or not all(isinstance(one, ast.Assign) for one in pair):
        return
    known = {one.id for one in place.names if isinstance(one, ast.Name)}
    names = [[n for n in ast.walk(s.value) if getattr(n, "id", "") in known] for s in pair]
    for one, other in product(*names):
        if one.id != other.id:
            changes = (one, "id", other.id), (other, "id", one.id)
            yield Edit("name", node.lineno, pair[1].lineno, changes, node)


def related(name: str) -> list[str]:
    """Functions of NumPy's that are taken for each other."""
    found = dict.fromkeys(other for group in GROUPS if name in group for other in group)
    return [other for other in found if other != name]
