"""Repairs that no small change makes: a piece of a right function in place of a student's own.

Where one is found, the student is told the line, and earns nothing by it. The pieces run in a
session of their own, beside plain code alone; see `plain.py`.
"""

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property

from autograder.course.assignment import Assignment
from autograder.grading.grade import Outcome
from autograder.grading.outcomes import about
from autograder.grading.repair.mending import Mending
from autograder.grading.repair.own_text import WORD, Block
from autograder.grading.repair.plain import plain_blocks
from autograder.grading.stand_ins import StandIns
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Edit
from autograder.sandbox.worker.names import bound_by

MOST_SECONDS = 30.0  # of one submission, its own


class RightPieces:
    """The right ways of a homework to each of its functions, and what their pieces mend."""

    def __init__(self, assignment: Assignment, stand_ins: StandIns) -> None:
        self._assignment, self._stand_ins = assignment, stand_ins
        self._text_of = cache(self._text)
        self.begin()

    def begin(self) -> None:
        """Have all the time again, for another submission."""
        self._left, self._heard = MOST_SECONDS, 0

    def edits(
        self,
        session: Session,
        mending: Callable[[Session, float], Mending],
        blocks: list[Block],
        function: str,
        outcomes: list[Outcome],
    ) -> list[Edit]:
        """Edits that mend a function of the submission with these blocks; none where its code is
        not plain. The session goes on with a new child.
        """
        donors = self._text_of(function)
        own = [outcome for outcome in outcomes if about(outcome) == function]
        asked = {name for outcome in own for name in outcome.test.functions}
        used = {*WORD.findall(donors)} & {*self._assignment.functions} - {function}
        wrong = {about(o) for o in outcomes if not o.passed and o.test.hidden} & used
        plain = plain_blocks(blocks, asked | used - wrong)
        if not plain or self._left <= 0:
            return []
        session.close()  # a zygote has one child at a time
        apart = session_of(session, plain, max(self._heard, session.heard_so_far))
        search = mending(apart, self._left)
        try:
            helpers = {name: self._stand_ins.function(name) for name in sorted(wrong)}
            found = search.edits(function, own, helpers, 1, donors)
        finally:
            apart.close()
            self._left, self._heard = search.seconds_left, apart.heard_so_far
        return [in_the_submission(edit, plain) for edit in found]

    @cached_property
    def _statements(self) -> list[ast.stmt]:
        paths = self._assignment.right_ways
        return [node for path in paths for node in ast.parse(path.read_text()).body]

    def _text(self, function: str) -> str:
        """All ways to a function, with the helpers that are not asked for themselves."""
        asked = set(self._assignment.functions)
        kept = [n for n in self._statements if is_way_to(n, function)]
        more = kept
        while more:
            words = set().union(*map(words_in, kept)) - asked
            more = [n for n in self._statements if n not in kept and bound_by(n) & words]
            kept += more
        return "\n".join(ast.unparse(node) for node in self._statements if node in kept)


def is_way_to(node: ast.stmt, function: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.partition("__")[0] == function


def words_in(node: ast.stmt) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def session_of(session: Session, blocks: list[Block], heard: int) -> Session:
    """A session of statements of a submission alone, each as a cell."""
    cells = [(f"statement {number}", block.text, False) for number, block in enumerate(blocks)]
    how = session.functions, session.limits, session.own, heard
    return Session(session.zygote, "ipynb", cells, *how)


def in_the_submission(edit: Edit, blocks: list[Block]) -> Edit:
    """An edit of one of these statements, at its place in the submission."""
    block = blocks[edit.cell]
    above = block.first - 1
    return replace(edit, cell=block.cell, first=edit.first + above, last=edit.last + above)
