"""Edits that bring in no other name: what one slip of a pen changes, and so one edit puts right.

Worker side, standard library only. The likeliest edits of all.
"""

import ast
import string
from collections.abc import Iterator
from itertools import pairwise

from repair.calls import AXES, called, of_call, together, with_first
from repair.chains import chain_of, opened, otherwise
from repair.edits import Edit, changed, edit
from repair.statements import (
    of_block,
    of_counters,
    of_lost_value,
    of_overwritten,
    of_statement,
)
from repair.syntax import Place, attribute, binary, call, constant, is_field, load, negative, put

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)
ONE_WAY = (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)  # operands cannot be exchanged
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
OPTIONS = ("axis", "keepdims", "ddof")
ARROW = "->"  # in the rule of an einsum
OPPOSITES = {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}


def simple_edits(place: Place) -> Iterator[Edit]:
    """Edits that bring in no other name."""
    for family in FAMILIES.get(type(place.node), ()):
        yield from family(place)
    if isinstance(place.node, ast.stmt):
        yield from of_statement(place)
    elif place.is_whole and place.is_value and not isinstance(place.node, ast.UnaryOp):
        yield edit("sign", place, negative(place.node))


def of_operation(place: Place) -> Iterator[Edit]:
    node = place.node
    for op in OPERATORS:
        if not isinstance(node.op, op):
            one = changed("operator", place, (node, "op", op()))
            one.first, one.last = node.left.end_lineno or node.lineno, node.right.lineno
            yield one
    if isinstance(node.op, ONE_WAY):
        yield changed("order", place, (node, "left", node.right), (node, "right", node.left))
    yield edit("dropped", place, node.left)
    yield edit("dropped", place, node.right)
    if isinstance(node.op, ast.Sub):
        yield edit("dropped", place, negative(node.right))
    if isinstance(node.op, ast.Div):
        yield edit("dropped", place, binary(constant(node, 1), ast.Div(), node.right))
        yield from of_average(place)
    if not is_in_chain(place):
        yield from (edit(kind, place, tree) for kind, tree in otherwise(node))
    yield from (edit("parentheses", place, tree) for tree in opened(node))
    yield from of_two(place)
    inner = node.left
    if isinstance(inner, ast.Call) and inner.args:
        whole = binary(inner.args[0], node.op, node.right)
        yield edit("parentheses", place, with_first(inner, whole))
    yield from (edit("parentheses", place, tree) for tree in together(node))


def of_average(place: Place) -> Iterator[Edit]:
    """A sum of all entries by their number, as the mean along one axis."""
    total, count = place.node.left, place.node.right
    is_sum = isinstance(total, ast.Call) and called(total) == "sum" and not total.keywords
    size = called(count) if isinstance(count, ast.Call) else getattr(count, "attr", "")
    if is_sum and isinstance(total.func, ast.Attribute) and size == "size":
        mean = attribute(total.func.value, "mean")
        yield from (edit("axis", place, call(mean, *total.args, axis=axis)) for axis in AXES)


def of_two(place: Place) -> Iterator[Edit]:
    """The larger or the smaller of two numbers, in place of their sum or their mean."""
    total = place.node
    if isinstance(total.op, ast.Div) and isinstance(total.left, ast.BinOp):
        total = total.left
    if isinstance(total.op, ast.Add):
        for name in ("max", "min"):
            yield edit("function", place, call(load(total, name), total.left, total.right))


def is_in_chain(place: Place) -> bool:
    """Whether an operation is a part of one around it, without brackets."""
    return isinstance(place.owner, ast.BinOp) and place.node not in chain_of(place.owner)[0]


def of_sign(place: Place) -> Iterator[Edit]:
    if isinstance(place.node.op, (ast.USub, ast.Not, ast.Invert)):
        yield edit("sign", place, place.node.operand)


def of_constant(place: Place) -> Iterator[Edit]:
    value = place.node.value
    option = place.owner.arg if isinstance(place.owner, ast.keyword) else ""
    kind = option if option in OPTIONS else "constant"
    if isinstance(value, str) and ARROW in value:
        yield from (edit("axis", place, constant(place.node, one)) for one in rules(value))
    elif isinstance(value, bool):
        yield edit(kind, place, constant(place.node, not value))
    elif isinstance(value, (int, float)):
        near = (0, 1, value + 1, value - 1, 2 * value, value / 2, -value, 1 - value, value * value)
        near += (value / 10, value * 10, -1, 2, 0.5, None)
        kept = {str(value)}
        for other in near:
            if str(other) not in kept:
                kept.add(str(other))
                yield edit(kind, place, constant(place.node, other))


def rules(rule: str) -> Iterator[str]:
    """Other rules of an einsum: a letter more or less, or another one, or two of them exchanged."""
    letters = sorted({*rule} & {*string.ascii_letters})
    yield from (rule[:at] + one + rule[at:] for at in range(len(rule) + 1) for one in letters)
    for at, letter in enumerate(rule):
        if letter in letters:
            yield from (rule[:at] + other + rule[at + 1 :] for other in letters if other != letter)
            yield rule[:at] + rule[at + 1 :]
            if rule[at + 1 : at + 2] in letters:
                yield rule[:at] + rule[at + 1] + letter + rule[at + 2 :]


def of_comparison(place: Place) -> Iterator[Edit]:
    node = place.node
    for at, op in enumerate(node.ops):
        others = (
            [o for o in COMPARISONS if not isinstance(op, o)] if type(op) in COMPARISONS else []
        )
        others += [OPPOSITES[type(op)]] if type(op) in OPPOSITES else []
        for other in others:
            yield changed("comparison", place, (node.ops, at, other()))
    if len(node.ops) == 1:
        right = node.comparators[0]
        if isinstance(right, ast.Constant) and right.value:
            zero = constant(right, 0)
            for op in COMPARISONS:
                changes = (node.ops, 0, op()), (node.comparators, 0, zero)
                yield changed("comparison", place, *changes)
        yield changed("order", place, (node, "left", right), (node.comparators, 0, node.left))
        for step in (ast.Add(), ast.Sub()):
            more = binary(right, step, constant(right, 1))
            yield changed("constant", place, (node.comparators, 0, more))


def of_choice(place: Place) -> Iterator[Edit]:
    """An `and` or `or`."""
    node = place.node
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield changed("condition", place, (node, "op", other))
    for value in node.values:
        yield edit("condition", place, value)


def of_branches(place: Place) -> Iterator[Edit]:
    """A condition, of a statement or of an expression."""
    node = place.node
    test = Place(node, "test", node.test, place.statement)
    yield edit("condition", test, put(ast.UnaryOp(ast.Not(), node.test), node.test))
    if isinstance(node, ast.IfExp):
        yield edit("condition", place, node.body)
        yield edit("condition", place, node.orelse)
    else:
        for always in (True, False):
            yield edit("condition", test, constant(node.test, always))
        for name in place.names:
            yield edit("condition", test, name)
            yield edit("condition", test, put(ast.UnaryOp(ast.Not(), name), node.test))


def of_attribute(place: Place) -> Iterator[Edit]:
    if place.node.attr == "T":
        yield edit("transpose", place, place.node.value)


def of_transposable(place: Place) -> Iterator[Edit]:
    """A name, a field, an entry, a call: its transpose."""
    is_transposed = isinstance(place.owner, ast.Attribute) and place.owner.attr == "T"
    is_one = is_field(place.node) or not isinstance(place.node, ast.Attribute)
    if place.is_value and is_one and not is_transposed:
        yield edit("transpose", place, attribute(place.node, "T"))


def of_slice(place: Place) -> Iterator[Edit]:
    node = place.node
    for bound in ("lower", "upper"):
        now = getattr(node, bound)
        others = [None] if now is not None else [-1, 1]
        for other in others:
            new = None if other is None else constant(node, other)
            yield changed("index", place, (node, bound, new))
    if node.lower is not None and node.upper is None:
        yield changed("index", place, (node, "upper", negative(node.lower)), (node, "lower", None))
    if node.lower is None and isinstance(node.upper, ast.UnaryOp):
        yield changed("index", place, (node, "lower", node.upper.operand), (node, "upper", None))


def of_index(place: Place) -> Iterator[Edit]:
    node = place.node
    index = node.slice
    if place.is_value:
        yield edit("index", place, node.value)
    if isinstance(index, (ast.Name, ast.BinOp)):
        for step in (ast.Add(), ast.Sub()):
            yield changed("index", place, (node, "slice", binary(index, step, constant(index, 1))))
    if isinstance(index, ast.Name):
        columns = put(ast.Tuple([put(ast.Slice(), index), index], ast.Load()), index)
        yield changed("index", place, (node, "slice", columns))
    if isinstance(index, ast.Tuple) and len(index.elts) == 2:
        turned = put(ast.Tuple(index.elts[::-1], ast.Load()), index)
        yield changed("index", place, (node, "slice", turned))


def of_sequence(place: Place) -> Iterator[Edit]:
    """Two neighbours in a list or a tuple exchanged."""
    values = place.node.elts
    for at, (first, second) in enumerate(pairwise(values)):
        yield changed("order", place, (values, at, second), (values, at + 1, first))


FAMILIES: dict[type, tuple] = {
    ast.List: (of_sequence,),
    ast.Tuple: (of_sequence,),
    ast.Expr: (of_lost_value,),
    ast.BinOp: (of_operation,),
    ast.UnaryOp: (of_sign,),
    ast.Constant: (of_constant,),
    ast.Compare: (of_comparison,),
    ast.BoolOp: (of_choice,),
    ast.If: (of_branches, of_counters, of_block),
    ast.For: (of_counters, of_block, of_overwritten),
    ast.While: (of_branches, of_counters, of_block),
    ast.IfExp: (of_branches,),
    ast.Attribute: (of_attribute, of_transposable),
    ast.Call: (of_call, of_transposable),
    ast.Name: (of_transposable,),
    ast.Subscript: (of_index, of_transposable),
    ast.Slice: (of_slice,),
}
