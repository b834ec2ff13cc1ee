"""Looks for edits of one submission's functions that mend them: with an edit, all tests pass."""

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any

from autograder.course.assignment import Assignment, Test
from autograder.diagnosis.repair import Wanted, as_the_reference, elsewhere, repairs, wanted
from autograder.grading.follow_through import Model
from autograder.grading.grade import Outcome
from autograder.grading.outcomes import FORMS
from autograder.grading.recorded import is_random
from autograder.grading.repair.one_draw import law_in, wanted_draw
from autograder.grading.right_answers import NOT_KNOWN, RightAnswers, size_of
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Budget, Call, Edit, Ended, Trials
from autograder.sandbox.worker.wire import Handle
from autograder.testing.comparison import identical
from autograder.testing.form import has_form
from autograder.testing.mismatch import Key, WrongValue
from autograder.testing.reference_cases import pick
from autograder.testing.statistical_test import Experiment

MOST_CALLS = 4  # that fail, and are tried before all tests are
# Of one submission, its own. An honest one takes a tenth: here ends only what is made to last.
MOST_SECONDS = 60.0
ENDS = ("timeout", "crash", "memory")


class Heard(RemoteFunction):
    """A remote function whose calls are noted: arguments and outcomes."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name)
        self.calls: list[tuple[tuple, Any]] = []

    def many(self, calls: list[tuple[tuple, bool]]) -> list[Any]:
        outcomes = super().many(calls)
        arguments = [args for args, _ in calls]
        self.calls += zip(arguments, outcomes, strict=False)
        return outcomes

    def has_drawn(self, failure: WrongValue) -> bool:
        """Whether a value of another form came of a call that draws random numbers."""
        return failure.reason in FORMS and bool(self.calls) and is_random(self.calls[-1][0])


def with_handles(wanted: Wanted, calls: list[tuple[tuple, Any]]) -> Wanted:
    """The same call as it was made: what is the submission's own stays with it."""
    args = wanted.call.args
    for asked, _ in calls:
        pairs = list(zip(args, asked, strict=False))
        others = [pair for pair in pairs if not isinstance(pair[1], Handle)]
        is_it = len(args) == len(asked) and all(identical([a], [b]) for a, b in others)
        if is_it and len(others) < len(pairs):
            return replace(wanted, call=wanted.call._replace(args=asked))
    return wanted


class Mending:
    """Mends functions of one submission. `afresh` is the homework with other hidden inputs."""

    def __init__(
        self,
        session: Session,
        right_answers: RightAnswers,
        afresh: Assignment,
        seconds: float = MOST_SECONDS,
    ) -> None:
        self._session, self._right_answers, self._afresh = session, right_answers, afresh
        self._budget = Budget(session, seconds)

    @property
    def seconds_left(self) -> float:
        return self._budget.left

    def edits(
        self,
        function: str,
        own: list[Outcome],
        helpers: dict[str, Callable],
        most: int = 2,
        donors: str = "",
        within: Iterable[str] = (),
    ) -> list[Edit]:
        """The edits that mend a function, whose tests have the outcomes `own`; none if none do.

        `helpers` are right ones in place of the student's own, whose mistakes are told elsewhere.
        At most so many edits are taken together. With `donors` they are pieces of right functions;
        `within` are the only definitions that are edited, if any are named. With neither, they are
        followed by edits of other lines that mend it, too.
        """
        self._begin(helpers)
        tested = Tested(self, function, own)

        def searched(calls: list[Wanted]) -> list[Edit]:
            args = calls[0].call.args
            trials = Trials(self._session, self._budget, function, args, donors, within)
            found = repairs(trials, tested, calls, most)
            if found and not (donors or within or found[0].second):
                found += elsewhere(trials, tested, calls, found)
            trials.put(None)
            return found

        try:
            calls = tested.failing()
            found = searched(calls) if calls else []
            if not found and any(call.instead for call in calls):
                found = searched([call.instead or call for call in calls])
        except Ended:
            self._session.close()  # an edit may be in force
            return []
        return found

    def is_right(self, function: str, own: list[Outcome], helpers: dict[str, Callable]) -> bool:
        """Whether all tests of a function pass with these helpers in place of its own."""
        self._begin(helpers)
        try:
            return Tested(self, function, own).is_mended()
        except Ended:
            self._session.close()
            return False

    def remembers(self, function: str, own: list[Outcome], helpers: dict[str, Callable]) -> bool:
        """Whether a call that is wrong or raises is right where nothing was called before."""
        raising = [outcome.test for outcome in own if outcome.reason == "exception"]
        if not raising:
            return False
        self._begin(helpers)
        try:
            wrong = next(self.failing(function, raising), None)
            if wrong is None or wrong.call.observed:
                return False
            self._session.close()
            with self._budget:
                value = RemoteFunction(self._session, function)(*wrong.call.args)
            return wrong.judge({"value": pick(value, wrong.call.key)})
        except (Ended, CallFailed, LookupError, TypeError):
            return False

    def _begin(self, helpers: dict[str, Callable]) -> None:
        """Have a child with the student's own code, but for these helpers."""
        self._session.take_back()
        self._session.lend(helpers)
        self._session.load()

    def failing(self, function: str, tests: list[Test]) -> Iterator[Wanted]:
        """A call of the function that fails, and what it should come to, of each failed test."""
        functions = {name: Heard(self._session, name) for name in self._session.functions}
        asked: set[tuple[Experiment, frozenset]] = set()
        for test in sorted(tests, key=lambda test: not test.hidden):
            failure = self._failure(test, functions)
            law = failure and law_in(failure)
            if law:
                experiment, name = law
                of_calls = experiment, frozenset(experiment.part(name))
                call = None if of_calls in asked else self._draw(test, *law)
                asked.add(of_calls)
            elif isinstance(failure, WrongValue) and functions[function].has_drawn(failure):
                call = self._formless(function, functions[function].calls[-1][0], failure.key)
            elif (call := failure and wanted(failure)) is None and isinstance(failure, CallFailed):
                call = self._raising(functions[function])
            if call is not None:
                yield with_handles(call, functions[function].calls)

    def _draw(self, test: Test, experiment: Experiment, name: str) -> Wanted | None:
        """The call that breaks a law. Raises Ended."""
        heard = Heard(self._session, experiment.function)
        with test.drawing():
            with self._budget, suppress(Exception):  # it may fail in any of its calls
                experiment.obeys(heard, name)
            (right, *_) = self._model.ways(experiment.function)
            return wanted_draw(experiment, name, right, [outcome for _, outcome in heard.calls])

    def _formless(self, function: str, args: tuple, key: Key) -> Wanted:
        """A call that draws, and should give a value of a right one's form: no edit gives what the
        reference draws.
        """
        (right, *_) = self._model.ways(function)
        expected = pick(right(*copy.deepcopy(args)), key)
        expected = list(expected) if isinstance(expected, tuple) else expected
        return Wanted(Call(args, key), lambda came: has_form(expected, came["value"]))

    @cached_property
    def _model(self) -> Model:
        return Model(self._afresh.right_ways, {}, self._right_answers)

    def _raising(self, heard: Heard) -> Wanted | None:
        """The first call that gave no value, where the reference gives one."""
        failed = [args for args, outcome in heard.calls if isinstance(outcome, CallFailed)]
        if not failed:
            return None
        args = next((args for args in failed if not is_random(args)), failed[0])
        if any(isinstance(arg, Handle) for arg in args):  # what is right is for the tests to say
            return Wanted(Call(args), lambda came: "value" in came)
        if is_random(args):
            return self._formless(heard.__name__, args, None)
        right = self._right_answers.of(heard.__name__, args)
        is_known = right is not NOT_KNOWN and not isinstance(right, ValueError)
        own = self._session.own.get(heard.__name__)
        return as_the_reference(args, right, own) if is_known else None

    def functions(self) -> dict[str, RemoteFunction]:
        """The submission's functions as they are now; a random one draws once for all its tests."""
        return {name: RemoteFunction(self._session, name) for name in self._session.functions}

    def passes(self, test: Test, functions: dict[str, RemoteFunction]) -> bool:
        """Whether a test passes with the code that is in force. Raises Ended."""
        failure = self._failure(test, functions)
        if getattr(failure, "reason", "") in ENDS:
            raise Ended("a test ended the child")
        return failure is None

    def with_fresh_inputs(self, tests: list[Test]) -> list[Test]:
        """The same tests with other hidden inputs."""
        names = {test.name for test in tests if test.hidden}
        return [test for test in self._afresh.tests if test.name in names]

    def _failure(self, test: Test, functions: dict[str, RemoteFunction]) -> Exception | None:
        """What a test raises with the code that is in force. Raises Ended."""
        with self._budget:
            try:
                test.run(functions)
            except Exception as failure:  # noqa: BLE001 - whatever the submission leads to
                return failure
        return None


def held_of(own: list[Outcome]) -> list[Test]:
    """The tests that a mended function passes: all but those for which another has to be mended."""
    failed = [outcome.test for outcome in own if not outcome.passed]
    return failed + [o.test for o in own if o.passed and not o.carried]


class Tested:
    """A function with its tests: those that failed, and those that have to pass."""

    def __init__(self, mending: Mending, function: str, own: list[Outcome]) -> None:
        self._mending, self._function = mending, function
        self._failed = [outcome.test for outcome in own if not outcome.passed]
        self._held = held_of(own)

    def failing(self) -> list[Wanted]:
        """Calls that fail, first those with which the most edits can be tried, and small ones."""
        calls = islice(self._mending.failing(self._function, self._failed), MOST_CALLS)
        return sorted(calls, key=lambda wanted: (-wanted.in_all, size_of(wanted.call.args)))

    def passing(self) -> int:
        functions = self._mending.functions()
        return sum(self._mending.passes(test, functions) for test in self._held)

    def is_mended(self) -> bool:
        """Whether all tests pass, those of hidden inputs with fresh ones, too. Raises Ended."""
        tests, functions = self._held, self._mending.functions()
        if not all(self._mending.passes(test, functions) for test in tests):
            return False
        afresh = self._mending.with_fresh_inputs(tests)
        return all(self._mending.passes(test, functions) for test in afresh)
