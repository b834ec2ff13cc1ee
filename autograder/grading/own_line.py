"""The line of the student's own code where one small change makes all tests of a function pass.

Asked where nothing else explains a failed function, after all points are settled: no point comes
from it, and a fault in it costs the hint alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from autograder.course.assignment import Assignment, Test
from autograder.diagnosis.repair import (
    LOOK_AT,
    Stretch,
    Wanted,
    as_the_reference,
    repair_of,
    repairs,
    stretch,
    wanted,
)
from autograder.grading.credit import about
from autograder.grading.grade import Outcome
from autograder.grading.own_text import OwnText, blocks_in
from autograder.grading.right_answers import NOT_KNOWN, RightAnswers
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Edit, Ended, Trials, lines_of

MENDABLE = {"wrong_value", "wrong_shape", "wrong_type", "not_finite", "exception"}
MOST_FUNCTIONS = 8  # of one submission
MOST_CALLS = 4  # that fail, and are tried before all tests are
MOST_LINE = 160  # characters of a line that are shown
MOST_KEPT = 2_000  # lines, of all submissions so far
ENDS = ("timeout", "crash", "memory")


@dataclass(frozen=True)
class Line:
    """Where a function can be mended, and a keyed hash that is equal for equal repairs."""

    place: Stretch
    repair: str


class OwnLines:
    """Finds the lines, one submission after the other."""

    def __init__(self, assignment: Assignment, right_answers: RightAnswers) -> None:
        self._assignment, self._right_answers = assignment, right_answers
        self._known: dict[tuple, Line | None] = {}

    @cached_property
    def _afresh(self) -> Assignment:
        """The same homework with other inputs."""
        return replace(self._assignment, seed=f"{self._assignment.seed} afresh")

    def told(self, session: Session, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes, those of a function that has such a line with that line."""
        functions = unexplained(outcomes)[:MOST_FUNCTIONS]
        blocks = blocks_in(session.cells) if functions else []
        for function in functions:
            try:
                line = self._line(session, OwnText(blocks, function), function, outcomes)
            except Exception:  # noqa: BLE001 - a fault of ours costs the hint, never the grade
                line = None
            if line is not None:
                said = sentence(function, line.place, session)
                outcomes = [with_line(o, function, line, said) for o in outcomes]
        return outcomes

    def _line(
        self, session: Session, text: OwnText, function: str, outcomes: list[Outcome]
    ) -> Line | None:
        """The line of a function, kept by the text of it and of all that it depends on."""
        own = [outcome for outcome in outcomes if about(outcome) == function]
        ends = tuple((o.test.name, o.passed, o.carried) for o in own)
        key = function, text.digest, ends
        if key not in self._known:
            line = self._found(session, function, own)
            within = line and text.within(line.place)
            if line and not within:
                return line
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = line and replace(line, place=within)
        line = self._known[key]
        return line and replace(line, place=text.outside(line.place))

    def _found(self, session: Session, function: str, own: list[Outcome]) -> Line | None:
        edits = self.edits(session, function, own)
        place = stretch(edits) if edits else None
        return place and Line(place, repair_of(function, edits, self._assignment.seed))

    def edits(self, session: Session, function: str, own: list[Outcome]) -> list[Edit]:
        """The edits that mend a function with these outcomes, if some do."""
        try:
            return self._edits(session, function, own)
        except Ended:
            return []

    def _edits(self, session: Session, function: str, own: list[Outcome]) -> list[Edit]:
        session.take_back()
        session.load()
        failed = [outcome.test for outcome in own if not outcome.passed]
        held = failed + [o.test for o in own if o.passed and not o.carried]
        names = {test.name for test in held if test.hidden}
        calls = list(self._failing_calls(session, function, failed))[:MOST_CALLS]
        if not calls:
            return []
        trials = Trials(session, function, calls[0].call.args)

        def confirmed() -> bool:
            if not all(passes(session, test) for test in held):
                return False
            afresh = (test for test in self._afresh.tests if test.name in names and test.hidden)
            return all(passes(session, test) for test in afresh)

        found = repairs(trials, calls, confirmed)
        trials.put(None)
        return found

    def _failing_calls(
        self, session: Session, function: str, failed: list[Test]
    ) -> Iterator[Wanted]:
        for test in sorted(failed, key=lambda test: not test.hidden):
            calls: list[tuple[str, tuple, Any]] = []
            failure = failure_of(session, test, calls)
            if failure is None:
                continue
            call = wanted(failure)
            raised = [
                args for name, args, o in calls if name == function and isinstance(o, CallFailed)
            ]
            if call is None and isinstance(failure, CallFailed) and raised:
                right = self._right_answers.of(function, raised[0])
                if right is not NOT_KNOWN and not isinstance(right, ValueError):
                    call = as_the_reference(raised[0], right)
            if call is not None:
                yield call


class Heard(RemoteFunction):
    """A remote function whose calls are noted."""

    def __init__(self, session: Session, name: str, calls: list[tuple[str, tuple, Any]]) -> None:
        super().__init__(session, name)
        self._calls = calls

    def many(self, calls: list[tuple[tuple, bool]]) -> list[Any]:
        outcomes = super().many(calls)
        self._calls += [
            (self.__name__, args, came) for (args, _), came in zip(calls, outcomes, strict=False)
        ]
        return outcomes


def failure_of(
    session: Session, test: Test, calls: list[tuple[str, tuple, Any]]
) -> Exception | None:
    """What a test raises now; the calls that it makes are added to `calls`."""
    session.begin_test()
    try:
        test.run({name: Heard(session, name, calls) for name in test.functions})
    except Exception as failure:  # noqa: BLE001 - whatever the submission leads to
        return failure
    return None


def passes(session: Session, test: Test) -> bool:
    """Whether a test passes with what is in force now. Raises Ended where the child is gone."""
    failure = failure_of(session, test, [])
    if getattr(failure, "reason", "") in ENDS:
        raise Ended("a test ended the child")
    return failure is None


def unexplained(outcomes: list[Outcome]) -> list[str]:
    """Functions that failed without a hint, in order, as far as an edit can mend them."""
    failed: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if not outcome.passed and outcome.test.hidden:
            failed.setdefault(about(outcome), []).append(outcome)
    return [
        function
        for function, own in failed.items()
        if not any(o.hint for o in own) and all(o.reason in MENDABLE for o in own)
    ]


def sentence(function: str, place: Stretch, session: Session) -> str:
    """What the student reads: the place, and where to look; never the change."""
    own = lines_of(session, place.cell)[place.first - 1 : place.last]
    where = "" if session.kind == "py" else f" of {session.cells[place.cell][0]}"
    kinds = " or ".join(LOOK_AT[kind] for kind in place.kinds)
    look = f" Look at: {kinds}." if len(place.kinds) <= 2 else ""
    if place.first == place.last:
        text = own[0].strip()[:MOST_LINE]
        told = f"`{function}`, line {place.first}{where}: `{text}`."
        return f"{told} One change in this line makes every test of it pass.{look}"
    told = f"`{function}`, lines {place.first} to {place.last}{where}."
    return f"{told} One change in these lines makes every test of it pass.{look}"


def with_line(outcome: Outcome, function: str, line: Line, said: str) -> Outcome:
    if outcome.passed or about(outcome) != function or outcome.reason not in MENDABLE:
        return outcome
    look = "\n".join(filter(None, [outcome.look, said]))
    return replace(outcome, look=look, line=line.place.first, repair=line.repair)
