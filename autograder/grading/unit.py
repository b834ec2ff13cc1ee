"""Tests that ask the same functions the same questions, and what was found by running them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from autograder.course.assignment import Test
from autograder.diagnosis.manners import is_of_memory, is_of_no_return
from autograder.grading.grade import Outcome
from autograder.grading.numbers import is_one_number
from autograder.grading.outcomes import NO_VALUE
from autograder.grading.recorded import (
    Answered,
    RecordedFunction,
    ReplayedFunction,
    Transform,
    value_of,
)
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.testing.comparison import Difference


@dataclass
class Unit:
    """Tests of one question, hidden or not, and of the same functions.

    `outcomes` are by name of test; `records` by function what it answered, where a test failed;
    `slips` are functions whose results had to be read, with what is wrong with their form.
    """

    tests: list[Test]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    records: dict[str, list[Answered]] = field(default_factory=dict)
    slips: dict[str, Difference] = field(default_factory=dict)

    @property
    def functions(self) -> list[str]:
        """What its tests ask for; they are about the last one."""
        return self.tests[0].functions

    @property
    def failed(self) -> list[Test]:
        return [test for test in self.tests if not self.outcomes[test.name].passed]

    @property
    def remembers(self) -> bool:
        """Whether a failure is by something that is kept between calls."""
        return any(map(is_of_memory, self._explanations()))

    @property
    def returns_nothing(self) -> bool:
        """Whether a failure is by a result that is None."""
        return any(map(is_of_no_return, self._explanations()))

    def _explanations(self) -> Iterator[str]:
        found = chain.from_iterable(outcome.explanations for outcome in self.outcomes.values())
        return (one.id for one in found)

    def copy(self) -> "Unit":
        """Another one, whose outcomes may change."""
        return Unit(self.tests, dict(self.outcomes), dict(self.records), dict(self.slips))

    def remote(self, session: Session) -> dict[str, RecordedFunction]:
        """The submission's functions, by name."""
        return {f: RecordedFunction(RemoteFunction(session, f)) for f in self.functions}

    def replayed(self, session: Session, transform: Transform) -> dict[str, ReplayedFunction]:
        """The same functions with the same answers, each value by way of `transform`."""
        remote = self.remote(session)
        return {
            name: ReplayedFunction(own, self.records.get(name, []), transform)
            for name, own in remote.items()
        }


def units_of(tests: Iterable[Test]) -> list[Unit]:
    """The tests of a homework, together as they share their answers."""
    found: dict[tuple, list[Test]] = {}
    for test in tests:
        found.setdefault((test.question, test.hidden, *test.functions), []).append(test)
    return [Unit(own) for own in found.values()]


def constants(units: Iterable[Unit]) -> set[str]:
    """The functions that gave one number to all that hidden tests asked of them."""
    return {
        function
        for function, answers in answers_of(units).items()
        if is_one_number(value_of(answered.outcome) for answered in answers)
    }


def idle(units: Iterable[Unit]) -> set[str]:
    """The functions that gave zeros and their arguments to all that hidden tests asked of them.

    One that raises may have been meant to do more where it does; so may one that returns None
    because of a helper.
    """
    units = list(units)
    outcomes = [outcome for unit in units for outcome in unit.outcomes.values()]
    raising = {outcome.function for outcome in outcomes if outcome.reason in NO_VALUE}
    carried = {outcome.test.functions[-1] for outcome in outcomes if outcome.carried}
    return {
        function
        for function, answers in answers_of(units).items()
        if answers and all(answered.is_idle for answered in answers) and function not in raising
        if function not in carried or any(value_of(a.outcome) is not None for a in answers)
    }


def answers_of(units: Iterable[Unit]) -> dict[str, list[Answered]]:
    """By function the values that hidden tests were given, where each way of asking found fault."""
    about: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.tests[0].hidden:
            about.setdefault(unit.functions[-1], []).append(unit)
    return {
        function: [
            answered
            for unit in own
            for answered in unit.records.get(function, [])
            if not isinstance(answered.outcome, Exception)
        ]
        for function, own in about.items()
        if all(unit.records for unit in own)  # they are kept where a test failed
    }


def wrong_alone(units: Iterable[Unit]) -> set[str]:
    """The functions that failed a test of their own, or whose results had to be read there."""
    alone = (unit for unit in units if len(unit.functions) == 1)
    return {unit.functions[0] for unit in alone if unit.failed or unit.slips}


def remembering(units: Iterable[Unit]) -> set[str]:
    """The functions that were seen to remember their calls."""
    return {unit.functions[-1] for unit in units if unit.remembers}
