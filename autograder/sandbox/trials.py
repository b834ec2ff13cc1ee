"""Edits of one function of a submission, made and tried in its worker. Trusted side.

The worker says which edits there are and what each of them gives; it may lie in both. All that is
taken from it is a place in the submission, one of a few kinds, and a text for the staff.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from autograder.sandbox.processes.pool import ChildDied, DeadlineExceeded
from autograder.sandbox.session import Session
from autograder.sandbox.worker.cells import LINE_END
from autograder.sandbox.worker.wire import WireError

MOST_TEXT = 20_000  # characters of a function, for the staff


Lines = tuple[int, int]  # the first and the last


class Ended(Exception):
    """The worker did not survive a trial, or said what it cannot say."""


@dataclass(frozen=True)
class Edit:
    """An edit of lines `first` to `last` of a cell; the function `before` and `after` it.

    `columns` are those of the piece of a line that is meant, in bytes. `second` is the kind of the
    other one where it is two edits in one, `parts` the lines of each.
    """

    kind: str
    cell: int
    first: int
    last: int
    before: str
    after: str
    columns: tuple[int, int] | None = None
    second: str = ""
    parts: tuple[Lines, ...] = ()

    @property
    def lines(self) -> Lines:
        return self.first, self.last


class Call(NamedTuple):
    """Arguments, which quantity of the result is asked for (None: all of it), and whether to see
    what becomes of the arguments.
    """

    args: tuple
    key: str | int | None = None
    observed: bool = False


Judge = Callable[[dict[str, Any]], bool]  # of what a call came to: "value" and "args", or "raised"


class Budget:
    """Seconds that all trials of a submission may take: its own, within those of a test, and ours
    for what it says.
    """

    def __init__(self, session: Session, seconds: float) -> None:
        self._session, self.left = session, seconds

    def __enter__(self) -> None:
        if self.left <= 0:
            raise Ended("all time for trials is used")
        self._session.allow(min(self.left, self._session.limits.test_seconds))
        self._begun = time.thread_time()

    def __exit__(self, *_: object) -> None:
        self.left -= self._session.seconds_used + time.thread_time() - self._begun

    @contextmanager
    def ours(self) -> Iterator[None]:
        """Count what we do meanwhile."""
        begun = time.thread_time()
        yield
        self.left -= time.thread_time() - begun


class Trials:
    """All edits of `function`, in stages; the same submission has the same ones everywhere.

    With `donors`, right functions as text, their pieces are put in the place of its own ones.
    `within` are the only definitions of the submission that are edited, if any are named.
    """

    def __init__(
        self,
        session: Session,
        budget: Budget,
        function: str,
        args: tuple,
        donors: str = "",
        within: Iterable[str] = (),
    ) -> None:
        session.transcribe()
        self._session, self._budget = session, budget
        self._call: Call | None = None
        self._verdicts: list[bool] = []  # on the outcomes of one call
        request = {"op": "edit", "function": function, "functions": session.functions}
        stages = self._ask(request | {"args": args, "donors": donors, "within": sorted(within)})
        if type(stages) is not int or not 0 <= stages < 100:
            raise Ended("no number of stages")
        self.stages = stages

    def more(self, stage: int, most: int, call: Call, judge: Judge) -> tuple[int, list[int]]:
        """Try up to `most` more edits of a stage: how many there were, and the numbers of those
        that are judged to be right. Raises Ended.
        """
        told = self._tried({"op": "try", "stage": stage, "most": most}, call)
        tried = told.get("tried")
        if type(tried) is not int or not 0 <= tried <= most:
            raise Ended("no number of trials")
        return tried, self._right(told, judge, most)

    def again(self, numbers: list[int], call: Call, judge: Judge) -> list[int]:
        """Those of some edits that are right in another call, too. Raises Ended."""
        told = self._tried({"op": "try_again", "numbers": numbers}, call)
        return self._right(told, judge, len(numbers))

    def _tried(self, request: dict[str, Any], call: Call) -> dict[str, Any]:
        is_new = call is not self._call
        if is_new:
            self._call, self._verdicts = call, []
        told = self._ask(request | {"call": tuple(call), "is_new": is_new})
        if not isinstance(told, dict) or told.get("late") is True:
            raise Ended("no outcomes of trials")
        return told

    def _right(self, told: dict[str, Any], judge: Judge, most: int) -> list[int]:
        """The numbers of edits whose outcomes are right; no outcome is kept, it may be large."""
        came, new = told.get("came"), told.get("new")
        is_list = isinstance(came, list) and isinstance(new, list)
        if not is_list or len(came) > most or len(new) > most:
            raise Ended("no list of outcomes")
        with self._budget.ours():
            self._verdicts += [isinstance(one, dict) and judge(one) for one in new]
        right = []
        for pair in came:
            if not isinstance(pair, tuple) or [type(part) for part in pair] != [int, int]:
                raise Ended("no pair of an edit and its outcome")
            number, outcome = pair
            if not 0 <= outcome < len(self._verdicts):
                raise Ended("no outcome of this number")
            right += [number] if self._verdicts[outcome] else []
        return right

    def put(self, number: int | None) -> Edit | None:
        """Have an edit in force in all calls from now on, or none. Raises Ended."""
        told = self._ask({"op": "put", "number": number})
        return None if number is None else self._edit(told)

    def keep(self, number: int | None) -> Edit | None:
        """Have an edit in force for good, and all others are made beside it; or none again.

        Raises Ended.
        """
        told = self._ask({"op": "keep", "number": number})
        self._call = None
        return None if number is None else self._edit(told)

    def _edit(self, told: Any) -> Edit:
        """What the worker says of an edit. Raises Ended."""
        names = ("kind", "cell", "first", "last", "before", "after", "columns")
        if not isinstance(told, dict) or told.keys() != set(names):
            raise Ended("no edit")
        edit = Edit(**told)
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
        is_place = 0 < edit.first <= edit.last <= len(lines)
        return is_place and is_piece(edit.columns, lines[edit.first - 1])

    def _ask(self, request: dict[str, Any]) -> Any:
        try:
            with self._budget:
                return self._session.ask(request)
        except (ChildDied, DeadlineExceeded, WireError) as error:
            raise Ended(str(error)) from None


def is_piece(columns: Any, line: str) -> bool:
    """Whether these are columns of a piece of a line, or none."""
    if columns is None:
        return True
    is_pair = isinstance(columns, tuple) and [type(one) for one in columns] == [int, int]
    return is_pair and 0 <= columns[0] < columns[1] <= len(line.encode("utf-8", "replace"))


def lines_of(session: Session, cell: int) -> list[str]:
    """The lines of a cell of a submission, as Python counts them; a `.py` is one cell."""
    return LINE_END.split(session.cells[cell][1]) if 0 <= cell < len(session.cells) else []
