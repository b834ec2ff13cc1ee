"""Edits of one function of a submission, made and tried in its worker. Trusted side.

The worker says which edits there are and what each of them gives; it may lie in both. All that is
taken from it is a place in the submission, one of a few kinds, and a text for the staff.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from autograder.sandbox.pool import ChildDied, DeadlineExceeded
from autograder.sandbox.session import Session
from autograder.sandbox.worker.cells import LINE_END
from autograder.sandbox.worker.wire import WireError

MOST_TEXT = 20_000  # characters of a function, for the staff


class Ended(Exception):
    """The worker did not survive a trial, or said what it cannot say."""


@dataclass(frozen=True)
class Edit:
    """An edit of lines `first` to `last` of a cell; the function `before` and `after` it."""

    kind: str
    cell: int
    first: int
    last: int
    before: str
    after: str


class Call(NamedTuple):
    """Arguments, which quantity of the result is asked for (None: all of it), and whether to see
    what becomes of the arguments.
    """

    args: tuple
    key: str | int | None = None
    observed: bool = False


@dataclass(frozen=True)
class Batch:
    """What came of trials: how many were made, and outcomes by number of the edit."""

    tried: int
    outcomes: dict[int, dict[str, Any]]


class Trials:
    """All edits of `function`, in stages; the same submission has the same ones everywhere."""

    def __init__(self, session: Session, function: str, args: tuple) -> None:
        session.transcribe()
        self._session, self._known = session, {}
        request = {"op": "edit", "function": function, "functions": session.functions}
        stages = self._ask(request | {"args": args})
        if type(stages) is not int or not 0 <= stages < 100:
            raise Ended("no number of stages")
        self.stages = stages

    def more(self, stage: int, most: int, call: Call) -> Batch:
        """Try up to `most` more edits of a stage. Raises Ended."""
        told = self._ask({"op": "try", "stage": stage, "most": most, "call": tuple(call)})
        tried = told.get("tried") if isinstance(told, dict) else None
        if type(tried) is not int or not 0 <= tried <= most:
            raise Ended("no number of trials")
        return Batch(tried, self._outcomes(told))

    def again(self, numbers: list[int], call: Call) -> dict[int, dict[str, Any]]:
        """Try edits once more, with another call. Raises Ended."""
        request = {"op": "try_again", "numbers": numbers, "call": tuple(call)}
        return self._outcomes(self._ask(request))

    def put(self, number: int | None) -> Edit | None:
        """Have an edit in force in all calls from now on, or none. Raises Ended."""
        told = self._ask({"op": "put", "number": number})
        if number is None:
            return None
        try:
            edit = Edit(**told)
        except TypeError:
            raise Ended("no edit") from None
        if self._session.kind == "py":  # of which the worker makes several
            edit = replace(edit, cell=0)
        texts = (edit.kind, edit.before, edit.after)
        if not all(isinstance(text, str) and len(text) <= MOST_TEXT for text in texts):
            raise Ended("no text of an edit")
        if not self._is_place(edit):
            raise Ended("no place of an edit")
        return edit

    def _is_place(self, edit: Edit) -> bool:
        if any(type(number) is not int for number in (edit.cell, edit.first, edit.last)):
            return False
        lines = lines_of(self._session, edit.cell)
        return 0 < edit.first <= edit.last <= len(lines)

    def _outcomes(self, told: Any) -> dict[int, dict[str, Any]]:
        came, new = (told.get(key) if isinstance(told, dict) else None for key in ("came", "new"))
        if not isinstance(came, list) or not isinstance(new, list) or told.get("late") is True:
            raise Ended("no outcomes of trials")
        for outcome in new:
            self._known[len(self._known)] = outcome if isinstance(outcome, dict) else {}
        found = {}
        for pair in came:
            if not isinstance(pair, tuple) or [type(part) for part in pair] != [int, int]:
                raise Ended("no pair of an edit and its outcome")
            found[pair[0]] = self._known.get(pair[1], {})
        return found

    def _ask(self, request: dict[str, Any]) -> Any:
        self._session.allow(self._session.limits.test_seconds)
        try:
            return self._session.ask(request)
        except (ChildDied, DeadlineExceeded, WireError) as error:
            raise Ended(str(error)) from None


def lines_of(session: Session, cell: int) -> list[str]:
    """The lines of a cell of a submission, as Python counts them; a `.py` is one cell."""
    return LINE_END.split(session.cells[cell][1]) if 0 <= cell < len(session.cells) else []
