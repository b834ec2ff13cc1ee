"""An edit of a function: what to put where in its syntax tree.

Worker side, standard library only. Nothing is changed before an edit is applied.
"""

import ast
from dataclasses import dataclass
from typing import Any

from repair.syntax import Place

Change = tuple[Any, Any, Any]  # what holds a node, where, and what to put there


@dataclass(slots=True)
class Edit:
    """Changes of one kind, in lines `first` to `last` of the text; where one piece of a line is
    meant, `columns` are where it begins and ends, in bytes.
    """

    kind: str
    first: int
    last: int
    changes: tuple[Change, ...]
    statement: ast.stmt
    columns: tuple[int, int] | None = None

    def apply(self) -> list[Change]:
        """Make the changes; what makes them undone."""
        return [swapped(*change) for change in self.changes]


def swapped(owner: Any, key: Any, new: Any) -> Change:
    """Put `new` in its place; what puts back what was there."""
    if isinstance(key, str):
        old = getattr(owner, key)
        setattr(owner, key, new)
    else:
        old = owner[key]
        owner[key] = new
    return owner, key, old


def edit(kind: str, place: Place, new: Any) -> Edit:
    """The edit that puts `new` in the place of a node."""
    node = place.node
    return Edit(
        kind, node.lineno, last_line(node), ((place.owner, place.key, new),), place.statement
    )


def changed(kind: str, place: Place, *changes: Change) -> Edit:
    """An edit of what belongs to a node."""
    return Edit(kind, place.node.lineno, last_line(place.node), changes, place.statement)


def last_line(node: ast.AST) -> int:
    """Where a node ends; of what holds a block, its first line alone is meant."""
    return node.lineno if hasattr(node, "body") else node.end_lineno or node.lineno
