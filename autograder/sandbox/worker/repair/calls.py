"""Edits of calls: their arguments, and the axis of a sum.

Worker side, standard library only.
"""

import ast
from collections.abc import Iterator

from repair.edits import Edit, changed, edit
from repair.syntax import REDUCTIONS, Place, attribute, binary, call, constant, load, negative, put

PRODUCTS = ("dot", "matmul", "outer", "multiply")
COUNTING = ("range", "arange", "eye", "ones", "zeros", "linspace")
RANDOM = ("normal", "uniform")
AXES = (0, 1, -1)


def of_call(place: Place) -> Iterator[Edit]:
    node = place.node
    for at in range(len(node.args) - 1):
        first, second = node.args[at], node.args[at + 1]
        yield changed("arguments", place, (node.args, at, second), (node.args, at + 1, first))
    if len(node.args) > 1:
        for at in range(len(node.args)):
            fewer = node.args[:at] + node.args[at + 1 :]
            yield changed("arguments", place, (node, "args", fewer))
    if node.args and isinstance(first := node.args[0], ast.BinOp):
        outside = binary(with_first(node, first.left), first.op, first.right)
        yield edit("parentheses", place, outside)
        each = binary(with_first(node, first.left), first.op, with_first(node, first.right))
        yield edit("parentheses", place, each)
    name = called(node)
    if name in REDUCTIONS:
        yield from of_reduction(place, name)
    if name in COUNTING:
        yield from of_count(place)
    if name in RANDOM and node.args:
        yield from of_random(place, name)
    if name in PRODUCTS and len(node.args) == 2:
        for op in (ast.MatMult(), ast.Mult()):
            yield edit("operator", place, binary(node.args[0], op, node.args[1]))


def with_first(node: ast.Call, argument: ast.expr) -> ast.Call:
    """The same call with another first argument."""
    return put(ast.Call(node.func, [argument, *node.args[1:]], node.keywords), node)


def together(node: ast.BinOp) -> Iterator[ast.expr]:
    """One call for two, where both operands are calls of the same function or method."""
    one, other = node.left, node.right
    if not (isinstance(one, ast.Call) and isinstance(other, ast.Call)):
        return
    if called(one) != called(other):
        return
    for kept in (one, other):  # an axis may be given in one of them alone
        if one.args and other.args:
            yield with_first(kept, binary(one.args[0], node.op, other.args[0]))
        if isinstance(one.func, ast.Attribute) and isinstance(other.func, ast.Attribute):
            owner = binary(one.func.value, node.op, other.func.value)
            method = attribute(owner, called(kept))
            yield put(ast.Call(method, kept.args, kept.keywords), node)


def of_count(place: Place) -> Iterator[Edit]:
    """One more or less, or from 1 on; a matrix of ones as the one of ones in its diagonal."""
    node = place.node
    for at, argument in enumerate(node.args):
        for step in (ast.Add(), ast.Sub()):
            more = binary(argument, step, constant(argument, 1))
            yield changed("constant", place, (node.args, at, more))
    if called(node) in ("ones", "zeros") and isinstance(node.func, ast.Attribute):
        shape = [put(ast.Starred(one, ast.Load()), node) for one in node.args[:1]]
        yield edit("function", place, call(attribute(node.func.value, "eye"), *shape))
    if called(node) == "linspace":
        shut = put(ast.keyword("endpoint", constant(node, False)), node)
        yield changed("arguments", place, (node, "keywords", [*node.keywords, shut]))
    if called(node) == "range" and len(node.args) == 1:
        later = [constant(node, 1), node.args[0]]
        yield changed("arguments", place, (node, "args", later))


def of_random(place: Place, name: str) -> Iterator[Edit]:
    """The mean, or the lower bound, of random numbers."""
    node = place.node
    first, *rest = node.args
    if name == "normal":
        yield changed("arguments", place, (node, "args", [constant(node, 0), first, *rest]))
        return
    yield changed("arguments", place, (node, "args", [negative(first), first, *rest]))
    if rest:
        yield changed("arguments", place, (node, "args", [negative(rest[0]), *rest]))


def of_reduction(place: Place, name: str) -> Iterator[Edit]:
    """Its axis, whether it keeps it, and by how much less than n a variance is divided."""
    node = place.node
    given = {keyword.arg: keyword for keyword in node.keywords}
    choices: dict[str, tuple] = {"axis": AXES, "keepdims": (True,)}
    choices |= {"ddof": (1,)} if name in ("std", "var") else {}
    for option, values in choices.items():
        others = [keyword for keyword in node.keywords if keyword.arg != option]
        now = ast.unparse(given[option].value) if option in given else None
        if now is not None:
            yield changed(option, place, (node, "keywords", others))
        for value in values:
            if now != repr(value):
                more = put(ast.keyword(option, constant(node, value)), node)
                yield changed(option, place, (node, "keywords", [*others, more]))
    yield from without_reduction(place)
    owner = getattr(node.func, "value", None)
    if isinstance(owner, ast.Subscript):  # of one row, for all rows
        for axis in (0, -1):
            whole = call(attribute(owner.value, name), axis=axis, keepdims=True)
            yield edit("axis", place, whole)
    others = [keyword for keyword in node.keywords if keyword.arg not in ("axis", "keepdims")]
    if "keepdims" in given:
        for axis in AXES:
            along = put(ast.keyword("axis", constant(node, axis)), node)
            yield changed("axis", place, (node, "keywords", [*others, along]))
    else:
        kept = put(ast.keyword("keepdims", constant(node, True)), node)
        for axis in AXES:
            along = put(ast.keyword("axis", constant(node, axis)), node)
            yield changed("axis", place, (node, "keywords", [*others, along, kept]))


def without_reduction(place: Place) -> Iterator[Edit]:
    """The first entry in the place of what is made of all, or each divided by their number."""
    node = place.node
    for value in [getattr(node.func, "value", None), *node.args[:1]]:
        if isinstance(value, (ast.Name, ast.Call, ast.Attribute)):
            first = put(ast.Subscript(value, constant(node, 0), ast.Load()), node)
            yield edit("function", place, first)
            length = call(load(node, "len"), value)
            yield edit("function", place, binary(value, ast.Div(), length))


def called(node: ast.Call) -> str:
    """The last part of the name of what is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
