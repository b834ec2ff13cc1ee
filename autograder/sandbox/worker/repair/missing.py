"""Edits that put in the statement by which a loop goes on, where it was left out.

Worker side, standard library only. A variable that a loop reads and never changes is computed of
what the loop has at hand: `dh = dz @ weights[layer]`, `start = start + size`.
"""

import ast
import copy
from collections.abc import Iterator

from repair.edits import Edit, last_line
from repair.syntax import Place, binary, load, put

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult)
MOST_GOING_ON = 3  # variables of a loop that it may have to change
MOST_AT_HAND = 8


def going_on(place: Place, arguments: list[str]) -> Iterator[Edit]:
    """A variable that a loop leaves as it was, changed at the end of the loop or at its start."""
    node = place.node
    if not isinstance(node, (ast.For, ast.While)):
        return
    values = at_hand(node, arguments)
    for name in unchanged(node, place)[:MOST_GOING_ON]:
        for value in changed_values(load(node.body[-1], name), values):
            target = put(ast.Name(name, ast.Store()), node.body[-1])
            new = put(ast.Assign([target], value), node.body[-1])
            for first, body in ((node.body[-1], [*node.body, new]), (node, [new, *node.body])):
                last = last_line(node.body[-1]) if first is not node else node.body[0].lineno
                changes = ((node, "body", body),)
                yield Edit("missing", first.lineno, last, changes, place.statement)


def unchanged(loop: ast.For | ast.While, place: Place) -> list[str]:
    """The variables that have a value before a loop, and that it reads and does not change."""
    inside = [node for node in ast.walk(loop) if isinstance(node, ast.Name)]
    stored = {node.id for node in inside if isinstance(node.ctx, ast.Store)}
    return [
        name for name in dict.fromkeys(n.id for n in inside) if name in place.made.keys() - stored
    ]


def at_hand(loop: ast.For | ast.While, arguments: list[str]) -> list[ast.expr]:
    """The variables that a loop sets, and the entries that it reads, or could read."""
    found: dict[str, ast.expr] = {}
    for node in ast.walk(loop):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, load(node, node.id))
    target = getattr(loop, "target", None)
    for name in arguments if isinstance(target, ast.Name) else ():
        entry = put(ast.Subscript(load(loop, name), load(loop, target.id), ast.Load()), loop)
        found[ast.unparse(entry)] = entry
    for node in ast.walk(loop):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            found.setdefault(ast.unparse(node), node)
    return list(found.values())[:MOST_AT_HAND]


def changed_values(own: ast.expr, values: list[ast.expr]) -> Iterator[ast.expr]:
    """What a variable may be changed to: a value at hand, or two of them, or itself, together."""
    yield from map(copy.deepcopy, values)
    for left in [own, *values]:
        for right in values:
            if left is not right:
                pair = copy.deepcopy((left, right))
                yield from (binary(pair[0], op(), pair[1]) for op in OPERATORS)
