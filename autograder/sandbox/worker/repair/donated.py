"""Edits that put a piece of a right function in the place of a piece of a student's own.

Worker side, standard library only. Most of the function stays, and stays in use: else any line
could be made right, by leaving all others without a use.
"""

import ast
import builtins
from collections import Counter
from collections.abc import Iterator
from typing import Any

from repair.donors import Donor, Piece, arguments_in, reads_in, written_in
from repair.edits import Edit, edit
from repair.syntax import Place, is_docstring
from repair.values import size_of

ASSIGNMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign)
HALF = 0.5  # of a function; of one statement, more, but not all
SMALL = 0.1
MOST_LARGER = 8  # expressions that a piece has more than what it takes the place of


class Donated:
    """Makes the edits of one function of a student's."""

    def __init__(
        self,
        function: ast.FunctionDef,
        donor: Donor,
        namespace: dict[str, Any],
        helpers: dict[str, int],
        *,
        is_helper: bool,
    ) -> None:
        """A helper goes on to read all that it is given: else it could be made to answer alone.

        `helpers` are the sizes of the student's own, which are lost where nothing calls them.
        """
        self._donor, self._namespace = donor, namespace
        body = [s for s in function.body if not is_docstring(s)]
        self._reads = reads_in(function)
        given = [Given(one) for one in ast.walk(function) if isinstance(one, ASSIGNMENTS)]
        self._given = [one for one in given if one.names and self._reads[one.names[0]]]
        unused = sum(one.size for one in given if one.names and one not in self._given)
        self._size, self._is_one = sum(map(size_of, body)) - unused, len(body) == 1
        self._own = {name for one in given for name in one.names} | set(arguments_in(function))
        self._all = {name: size for name, size in helpers.items() if self._reads[name]}
        if is_helper:
            self._all |= dict.fromkeys(arguments_in(function), self._size)

    def edits(self, place: Place) -> Iterator[tuple[float, Edit]]:
        """The pieces that can stand at this place, with the share of the function that goes out of
        use for each.
        """
        is_all = self._is_one and isinstance(place.owner, ast.stmt)
        most = 1.0 if self._is_one and not is_all else HALF
        if size_of(place.node) > most * self._size:
            return
        scope = {name.id for name in place.names if isinstance(name, ast.Name)}
        is_value = place.is_value or isinstance(place.node, ast.Constant)
        for piece in self._donor.pieces if is_value and not is_all else ():
            share = self._share(place.node, piece, scope)
            if share <= most:
                yield share, exchanged(place, piece)
        if isinstance(place.node, ast.stmt) and isinstance(place.owner, list):
            for statement in self._donor.statements:
                share = self._share(place.node, statement, scope)
                if share <= most:
                    yield share, edit("statement", place, statement.tree)
                    both = branch([statement.tree, place.node])
                    yield SMALL, edit("missing", place, ast.copy_location(both, place.node))

    def _share(self, old: ast.AST, new: Piece, scope: set[str]) -> float:
        """How much of the function is of no use, once `new` stands in the place of `old`; more than
        all where a name in it has no value, or where it is so large that it computes all anew.
        """
        if new.size > size_of(old) + MOST_LARGER:
            return 2.0
        for name in new.names - scope:
            if name in self._own or not (name in self._namespace or hasattr(builtins, name)):
                return 2.0
        reads, lost = self._reads - reads_in(old) + new.reads, size_of(old)
        given = [one for one in self._given if one.statement is not old]
        while unread := [one for one in given if not read_elsewhere(one, given, reads)]:
            given = [one for one in given if one not in unread]
            for one in unread:
                lost += one.size
                reads -= one.reads
        lost += sum(size for name, size in self._all.items() if not reads[name])
        return lost / self._size


def read_elsewhere(one: "Given", given: list["Given"], reads: Counter[str]) -> bool:
    """Whether a variable is read by more than what gives it a value, as a running sum is."""
    own = [other for other in given if set(other.names) <= set(one.names)]
    return any(reads[name] > sum(other.reads[name] for other in own) for name in one.names)


class Given:
    """A statement that gives variables a value."""

    def __init__(self, statement: ast.stmt) -> None:
        self.statement, self.size, self.reads = statement, size_of(statement), reads_in(statement)
        self.names = [one.id for one in written_in(statement)]


def exchanged(place: Place, piece: Piece) -> Edit:
    """The edit that puts `piece` there, with the columns of what it takes the place of."""
    node = place.node
    if ast.dump(node) in piece.parts:
        return edit("wrapper", place, piece.tree)
    made = edit("piece", place, piece.tree)
    if node.lineno == node.end_lineno:
        made.columns = node.col_offset, node.end_col_offset
    return made


def branch(block: list[ast.stmt]) -> ast.If:
    """Several statements as one."""
    return ast.If(ast.copy_location(ast.Constant(value=True), block[0]), block, [])
