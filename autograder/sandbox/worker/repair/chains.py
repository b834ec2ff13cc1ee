"""Chains of operators as they stand in the text, and what else their brackets could have been.

Worker side, standard library only. Who writes `a - b + c` for `a - (b + c)` or `1 - a + b` for
`1 - a * b` changes a character or two, but the whole of the syntax tree.
"""

import ast
from collections.abc import Iterator

from repair.syntax import binary, put

LEVELS = {ast.Add: 1, ast.Sub: 1, ast.Pow: 3}
PRODUCT = 2
MOST_OPERANDS = 8
OTHERS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
Chain = tuple[list[ast.expr], list[ast.operator]]


def chain_of(node: ast.BinOp) -> Chain:
    """Operands and operators in the order of the text; what is in brackets is one operand."""
    left, right = ([node.left], []), ([node.right], [])
    if isinstance(node.left, ast.BinOp) and level(node.left.op) >= level(node.op):
        left = chain_of(node.left)
    if isinstance(node.right, ast.BinOp) and level(node.right.op) > level(node.op):
        right = chain_of(node.right)
    return left[0] + right[0], [*left[1], node.op, *right[1]]


def level(op: ast.operator) -> int:
    """How tightly it binds."""
    return LEVELS.get(type(op), PRODUCT)


def tree_of(operands: list[ast.expr], ops: list[ast.operator]) -> ast.expr:
    """The tree of a chain without brackets."""
    if not ops:
        return operands[0]
    weakest = min(map(level, ops))
    at = max(i for i, op in enumerate(ops) if level(op) == weakest)
    left = tree_of(operands[: at + 1], ops[:at])
    return binary(left, ops[at], tree_of(operands[at + 1 :], ops[at + 1 :]))


def otherwise(node: ast.BinOp) -> Iterator[tuple[str, ast.expr]]:
    """Other trees of a chain, each with the kind of edit: brackets around a part of it, another
    operator that binds another way, two operators exchanged.
    """
    operands, ops = chain_of(node)
    if not 2 < len(operands) <= MOST_OPERANDS:
        return
    for first in range(len(operands)):
        for last in range(first + 1, len(operands)):
            if last - first + 1 < len(operands):
                inner = tree_of(operands[first : last + 1], ops[first:last])
                fewer = [*operands[:first], inner, *operands[last + 1 :]]
                yield "parentheses", tree_of(fewer, [*ops[:first], *ops[last:]])
    for at, op in enumerate(ops):
        for other in OTHERS:
            if level(other()) != level(op):
                yield "operator", tree_of(operands, [*ops[:at], other(), *ops[at + 1 :]])
    yield from (("parentheses", tree) for tree in pulled_in(operands, ops))
    yield from (("parentheses", tree) for tree in into_calls(operands, ops))
    for at in range(len(ops) - 1):
        turned = [*ops[:at], ops[at + 1], ops[at], *ops[at + 2 :]]
        if type(ops[at]) is not type(ops[at + 1]):
            yield "operator", tree_of(operands, turned)


def pulled_in(operands: list[ast.expr], ops: list[ast.operator]) -> Iterator[ast.expr]:
    """A factor behind a bracket, as one of the last term in it: (a - b) * c as a - b * c."""
    for at, op in enumerate(ops):
        inner = operands[at]
        if level(op) == PRODUCT and isinstance(inner, ast.BinOp) and level(inner.op) == 1:
            last = binary(inner.right, op, operands[at + 1])
            fewer = [*operands[:at], binary(inner.left, inner.op, last), *operands[at + 2 :]]
            yield tree_of(fewer, [*ops[:at], *ops[at + 1 :]])


def into_calls(operands: list[ast.expr], ops: list[ast.operator]) -> Iterator[ast.expr]:
    """What stands behind a call, in its brackets: log(a) * b as log(a * b)."""
    for at, op in enumerate(ops):
        inner = operands[at]
        if isinstance(inner, ast.Call) and len(inner.args) == 1:
            whole = binary(inner.args[0], op, operands[at + 1])
            longer = put(ast.Call(inner.func, [whole], inner.keywords), inner)
            yield tree_of(
                [*operands[:at], longer, *operands[at + 2 :]], [*ops[:at], *ops[at + 1 :]]
            )


def opened(node: ast.BinOp) -> Iterator[ast.expr]:
    """The chain without the brackets around one of its operands."""
    operands, ops = chain_of(node)
    for at, operand in enumerate(operands):
        if isinstance(operand, ast.BinOp):
            inner, between = chain_of(operand)
            more = [*operands[:at], *inner, *operands[at + 1 :]]
            yield tree_of(more, [*ops[:at], *between, *ops[at:]])
