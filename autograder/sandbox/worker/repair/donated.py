"""Edits that put a piece of a right function in the place of a piece of a student's own.

Worker side, standard library only. Most of the function stays, and stays in use: else any line
could be made right, by leaving all others without a use.
"""

import ast
import builtins
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from repair.donors import Donor, Piece, arguments_in, uses_in, written_in
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
        reads = uses_in(function)
        given = [Given(one) for one in ast.walk(function) if isinstance(one, ASSIGNMENTS)]
        self._own = {name for one in given for name in one.names}
        calls = [Given(one) for one in ast.walk(function) if isinstance(one, ast.Expr)]
        given += [one for one in calls if self._own.issuperset(one.names)]
        self._given = [one for one in given if one.names and reads[one.names[0]]]
        self._holders = {id(part): one for one in self._given for part in ast.walk(one.statement)}
        self._roots = reads - added(uses_in(one.statement) for one in self._given)
        unused = sum(one.size for one in given if one.names and one not in self._given)
        self._size, self._is_one = sum(map(size_of, body)) - unused, len(body) == 1
        self._own.update(arguments_in(function))
        self._all = {name: size for name, size in helpers.items() if reads[name]}
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
                    if not self._is_instead(statement, place.owner[: place.key]):
                        both = branch([statement.tree, place.node])
                        yield SMALL, edit("missing", place, ast.copy_location(both, place.node))

    def _is_instead(self, statement: Piece, before: list[ast.stmt]) -> bool:
        """Whether it takes the place of the statement before, whatever that gives."""
        given = {name.id for name in written_in(statement.tree)} - statement.names
        own = {name.id for one in before[-1:] for name in written_in(one)}
        return bool(own) and own <= given

    def _share(self, old: ast.AST, new: Piece, scope: set[str]) -> float:
        """How much of the function is of no use, once `new` stands in the place of `old`; more than
        all where a name in it has no value, or where it is so large that it computes all anew.
        """
        if new.size > size_of(old) + MOST_LARGER:
            return 2.0
        for name in new.names - scope:
            if name in self._own or not (name in self._namespace or hasattr(builtins, name)):
                return 2.0
        unused, needed = self._unused(old, new)
        lost = size_of(old) + sum(one.size for one in unused)
        lost += sum(size for name, size in self._all.items() if name not in needed)
        return lost / self._size

    def _unused(self, old: ast.AST, new: Piece) -> tuple[list["Given"], set[str]]:
        """The statements that give what nobody needs, but for those in `old`; and the names that
        are needed. What is read only to be given anew is not.
        """
        inside = {id(part) for part in ast.walk(old)}
        given = [one for one in self._given if id(one.statement) not in inside]
        gone = added(uses_in(one.statement) for one in self._given if one not in given)
        holder, roots = self._holders.get(id(old)), self._roots
        if holder not in given:
            roots = roots - (uses_in(old) - gone) + new.reads
        over = [one for one in given if holder and one.is_lost_by(holder, old, new)]
        needed, unused = {*roots}, [one for one in given if one not in over]
        while more := [one for one in unused if needed.intersection(one.names)]:
            unused = [one for one in unused if one not in more]
            for one in more:
                reads = one.reads - uses_in(old) + new.reads if one is holder else one.reads
                needed |= reads.keys()
        return unused + over, needed


class Given:
    """A statement that gives variables a value, or does no more than change one by a method of it,
    as found.append(x) does.
    """

    def __init__(self, statement: ast.stmt) -> None:
        self.statement, self.size, self.reads = statement, size_of(statement), uses_in(statement)
        self.names = [one.id for one in written_in(statement)]
        owner = getattr(getattr(getattr(statement, "value", None), "func", None), "value", None)
        if isinstance(statement, ast.Expr) and isinstance(owner, ast.Name):
            self.names = [owner.id]
            self.reads -= Counter([owner.id])

    def is_lost_by(self, later: "Given", old: ast.AST, new: Piece) -> bool:
        """Whether `later` goes on from what is given here, and no more with `new` for `old`."""
        if self.statement.lineno >= later.statement.lineno or self.names != later.names:
            return False
        before, after = uses_in(old), later.reads - uses_in(old) + new.reads
        return any(before[name] and not after[name] for name in self.names)


def added(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


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
