"""Whether a submission is right with one small edit: for points, the search's word is not enough.

The search ran where the submission runs, and let it answer again and again. So the edited text is
loaded in a child that was never asked, and is asked what nobody was asked before.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from autograder.course.assignment import Assignment, Test
from autograder.grading.repair.own_text import blocks_in
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Budget, Edit

MOST_NEW = 8  # words that an edit brings in
MOST_LETTERS = 100  # of all that it brings in: one word may hold a program
MOST_BRACKETS = 40  # more than twice those that there were, by which a text may be written, too
MOST_PROVEN = 6  # edits that are tried
MOST_SECONDS = 20.0  # of one submission, its own, for loads and all tests
WORD = re.compile(r"\w+")
PIECE = re.compile(r"\w+|[^\w\s]")
BRACKETS = re.compile(r"[()'\"]")  # which come and go where a text is written anew


class Proof:
    """Proves edits of an assignment's submissions, one after the other."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self.begin()

    def begin(self) -> None:
        """Be ready for another submission."""
        self._left = MOST_SECONDS

    @cached_property
    def _unseen(self) -> Assignment:
        """The same homework with inputs that are asked here alone."""
        return replace(self._assignment, seed=f"{self._assignment.seed} unseen")

    def kind_of_one(
        self, session: Session, edits: list[Edit], held: list[Test], helpers: dict[str, Callable]
    ) -> str:
        """The kind of an edit with which, in the text, the tests `held` pass, also with other
        inputs; "" if none is. `helpers` are right ones in place of the student's own.
        """
        names = {test.name for test in held if test.hidden}
        tests = held + [test for test in self._unseen.tests if test.name in names]
        tried = (e.kind for e in edits[:MOST_PROVEN] if self._passes(session, e, tests, helpers))
        return next(tried, "")

    def _passes(
        self, session: Session, edit: Edit, tests: list[Test], helpers: dict[str, Callable]
    ) -> bool:
        """Whether the text of a submission passes tests with an edit in it."""
        cells = None if edit.second else edited(session.cells, edit)
        if cells is None or self._left <= 0:
            return False
        session.close()  # a zygote has one child at a time
        own = Session(
            session.zygote, session.kind, cells, session.functions, session.limits, session.own
        )
        functions = {name: RemoteFunction(own, name) for name in own.functions}
        budget = Budget(own, self._left)
        try:
            own.lend(helpers)
            for test in tests:
                with budget:
                    test.run(functions)
        except Exception:  # noqa: BLE001 - whatever it raises, it does not pass
            return False
        finally:
            self._left = budget.left - own.load_seconds_used
            own.close()
        return True


def edited(cells: list[tuple[str, str, bool]], edit: Edit) -> list[tuple[str, str, bool]] | None:
    """The cells with an edit in them; None where it is no small one, whatever the worker says."""
    for block in blocks_in(cells):
        last = block.first + block.text.count("\n")
        if block.cell == edit.cell and block.first <= edit.first <= edit.last <= last:
            if not is_small(block.text, edit.after):
                return None
            name, source, is_experiment = cells[block.cell]
            lines = source.split("\n")
            lines[block.first - 1 : last] = edit.after.split("\n")
            changed = (name, "\n".join(lines), is_experiment)
            return [*cells[: block.cell], changed, *cells[block.cell + 1 :]]
    return None


def is_small(before: str, after: str) -> bool:
    """Whether a text brings in little that was not there; of the worker's word nothing is taken."""
    new = Counter(PIECE.findall(BRACKETS.sub(" ", after)))
    new -= Counter(PIECE.findall(BRACKETS.sub(" ", before)))
    words = sum(count for piece, count in new.items() if WORD.match(piece))
    letters = sum(len(piece) * count for piece, count in new.items())
    there, now = len(BRACKETS.findall(before)), len(BRACKETS.findall(after))
    return words <= MOST_NEW and letters <= MOST_LETTERS and now <= 2 * there + MOST_BRACKETS
