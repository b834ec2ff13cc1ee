"""Whether a helper is the same where it is tested and where the model answer asks it.

One that can tell the two apart by what it was asked before could be right in its own tests, and
answer to the model answer whatever makes a caller right that does nothing. A child that nobody has
asked anything cannot tell: it is asked the questions of both, mixed.
"""

import copy
from collections.abc import Mapping
from contextlib import suppress
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

AT_ONCE = 3  # questions of the model answer between two of a test


class Mixed(RecordedFunction):
    """A helper that is asked, between the questions of a test, what the model answer asked it."""

    def __init__(self, remote: RemoteFunction, asked: Asked, draws: np.random.Generator) -> None:
        super().__init__(remote)
        self._left = [asked[n] for n in draws.permutation(len(asked))]
        self._draws = draws
        self.is_same = True

    def many(self, calls: list[Call]) -> list[Any]:
        """As of a RecordedFunction."""
        cut = int(self._draws.integers(len(calls) + 1))
        before = super().many(calls[:cut]) if cut else []
        for _ in range(min(AT_ONCE, len(self._left))):
            args, was = self._left.pop()
            (outcome,) = self._remote.many([(copy.deepcopy(args), True)])
            self.is_same = self.is_same and is_alike(was, value_of(outcome))
        return before + (super().many(calls[cut:]) if cut < len(calls) else [])


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
