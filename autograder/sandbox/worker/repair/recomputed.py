"""Edits that compute a value anew where one was used that was computed of something else.

Worker side, standard library only. Whoever writes `Phi_train @ w` for the points of a fold needs
what Phi_train was computed by, with another name in it.
"""

import ast
import copy
from collections.abc import Iterator

from repair.edits import Edit, edit
from repair.syntax import Place, call, load, put

KIND = "piece"
MOST_INDICES = 2


def recomputed(place: Place) -> Iterator[Edit]:
    """What a variable was computed by, with one name in it exchanged, in place of the variable."""
    node = place.node
    if not (place.is_value and isinstance(node, ast.Name)) or node.id not in place.made:
        return
    made = place.made[node.id]
    reads = [n.id for n in ast.walk(made) if isinstance(n, ast.Name)]
    others = [name.id for name in place.names if isinstance(name, ast.Name)]
    for old in dict.fromkeys(reads):
        for new in others if old in others else ():
            if new not in (old, node.id):
                yield edit(KIND, place, Renamed(old, new, node).visit(copy.deepcopy(made)))


class Renamed(ast.NodeTransformer):
    """Has another name in the place of one; all of it is where `at` is in the text."""

    def __init__(self, old: str, new: str, at: ast.expr) -> None:
        self._old, self._new, self._at = old, new, at

    def visit(self, node: ast.AST) -> ast.AST:
        super().visit(node)
        if isinstance(node, ast.Name) and node.id == self._old:
            node.id = self._new
        return ast.copy_location(node, self._at) if hasattr(node, "lineno") else node


def of_lists(place: Place) -> Iterator[Edit]:
    """An entry of what has a value, in place of a name: h[layer] for X."""
    node = place.node
    if not (place.is_value and isinstance(node, ast.Name)) or node.id in place.indices:
        return
    lists = [name for name in place.names if isinstance(name, ast.Name)]
    for one in lists:
        for index in place.indices[:MOST_INDICES] if one.id not in place.indices else ():
            entry = ast.Subscript(load(node, one.id), load(node, index), ast.Load())
            yield edit("name", place, put(entry, node))


def by_two(place: Place, functions: list[str], arguments: list[str]) -> Iterator[Edit]:
    """One of the submission's own functions around a whole value, with an argument beside it."""
    if not place.is_whole or not place.is_value:
        return
    node = place.node
    for function in functions:
        for name in arguments:
            yield edit("wrapper", place, call(load(node, function), node, load(node, name)))
