"""Whether a helper is the same where it is tested and where the model answer asks it.

One that can tell the two apart by what it was asked before could be right in its own tests, and
answer to the model answer whatever makes a caller right that does nothing. A child that nobody has
asked anything cannot tell: it is asked the questions of both, mixed.
"""

import copy
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.course.assignment import Assignment
from autograder.diagnosis.evidence import matches
from autograder.grading.recorded import (
    Asked,
    Call,
    RecordedFunction,
    ReplayedFunction,
    Transform,
    value_of,
)
from autograder.grading.run_test import GraderError, run_test
from autograder.grading.unit import Unit
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.testing import generator
from autograder.testing.comparison import identical

AT_ONCE = 3  # questions of the model answer in one request of a test


@dataclass(frozen=True)
class _Asked:
    """A call of a test, or one of the model answer, to which the value `was` this."""

    call: Call
    is_of_model: bool = False
    was: Any = None


class Mixed(RecordedFunction):
    """A helper that is asked, between the questions of a test, what the model answer asked it."""

    def __init__(self, remote: RemoteFunction, asked: Asked, draws: np.random.Generator) -> None:
        super().__init__(remote)
        self._left = [asked[n] for n in draws.permutation(len(asked))]
        self._draws = draws
        self.is_same = True

    def many(self, calls: list[Call]) -> list[Any]:
        """As of a RecordedFunction. All is one request: of a call that came alone, or asks to see
        what becomes of its arguments, a submission could tell whose it is.
        """
        asked = [_Asked(call) for call in calls]
        new = [self._left.pop() for _ in range(AT_ONCE) if self._left and calls]
        for args, was in new:
            _, observed = calls[int(self._draws.integers(len(calls)))]
            place = int(self._draws.integers(len(asked) + 1))
            asked.insert(place, _Asked((copy.deepcopy(args), observed), is_of_model=True, was=was))
        outcomes = super().many([one.call for one in asked])
        came = list(zip(asked, outcomes, strict=False))
        again = [is_alike(one.was, value_of(now)) for one, now in came if one.is_of_model]
        self.is_same = self.is_same and len(came) == len(asked) and all(again)
        return [outcome for one, outcome in came if not one.is_of_model]


def is_alike(one: Any, other: Any) -> bool:
    """Whether two results are the same numbers; the last digit may depend on where they lie."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_alike(one[k], other[k]) for k in one)
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(map(is_alike, one, other))
    return matches(one, other) or identical([one], [other])


def unsteady_of(
    asked: Mapping[str, Asked],
    units: list[Unit],
    session: Session,
    assignment: Assignment,
    read: Transform,
) -> set[str]:
    """The helpers that are not the same in their own tests and to the model answer, if one is
    asked anew. Of those that remember their calls, and are charged for that, less can be said.
    """
    found = set()
    for helper, questions in asked.items():
        own = [unit for unit in units if unit.functions == [helper]]
        again = [] if any(unit.remembers for unit in own) else questions
        draws = generator(assignment.name, f"mixed {helper}")
        mixed = Mixed(RemoteFunction(session, helper), again, draws)
        session.close()
        if not (_passes(own, mixed, session, assignment, read) and mixed.is_same):
            found.add(helper)
    return found


def _passes(
    own: list[Unit], mixed: Mixed, session: Session, assignment: Assignment, read: Transform
) -> bool:
    """Whether a helper passes again what it passed of its own hidden tests."""
    functions = {mixed.__name__: ReplayedFunction(mixed, [], read)}
    for unit in [unit for unit in own if unit.tests[0].hidden]:
        for test in unit.tests:
            was = unit.outcomes[test.name]
            with suppress(GraderError):
                is_passed = run_test(session, test, functions, assignment).passed
                if was.passed and not was.carried and not is_passed:
                    return False
    return True
