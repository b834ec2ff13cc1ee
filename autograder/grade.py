"""Grades one submission: load it behind the wall, run every test, explain what failed.

The tests run here, in the trusted process; the functions they are given run in the worker.
"""

import time
import traceback
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.assignment import Assignment, Test
from autograder.diagnose import diagnose
from autograder.evidence import of_hidden, of_public
from autograder.memory import Memory
from autograder.mismatch import Mismatch
from autograder.residue import remark
from autograder.sandbox.limits import Limits, Tier
from autograder.sandbox.pool import Zygote
from autograder.sandbox.remote import RemoteFunction
from autograder.sandbox.session import CallFailed, LoadProblem, Session
from autograder.submission import Submission, Unreadable, read
from solutions.misconception import Misconception

# How public tests begin what they tell a student.
TOLD = {
    "wrong type:": "wrong_type",
    "shape mismatch:": "wrong_shape",
    "not finite:": "not_finite",
}


class GraderError(Exception):
    """Our own fault: a test or a reference failed. The student loses nothing by it."""


@dataclass(frozen=True)
class Outcome:
    """What one test found. `output` is for the student, `evidence` for results.json."""

    test: Test
    reason: str | None = None
    output: str = "passed"
    misconception: str | None = None
    carried: tuple[str, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return self.reason is None

    @property
    def score(self) -> float:
        return self.test.points if self.passed else 0.0


@dataclass
class Grade:
    """All that is known about one submission after grading."""

    submission: Submission
    status: str
    note: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[LoadProblem] = field(default_factory=list)
    seconds: float = 0.0


class Grader:
    """Grades submissions of one assignment, one after the other, with one warm zygote."""

    def __init__(self, assignment: Assignment, limits: Limits, tier: Tier) -> None:
        self.assignment, self._limits = assignment, limits
        self._memory = Memory()
        self._used: set[str] = set()  # helpers whose stand-ins a unit of tests has called
        self._zygote = Zygote(tier)
        self._tests = assignment.tests  # imports torch while the zygote starts
        self._zygote.wait_ready()

    def close(self) -> None:
        self._zygote.close()

    def grade(self, submission: Submission) -> Grade:
        """Grade one submission. Raises GraderError or SandboxError, never for its contents."""
        start = time.perf_counter()
        try:
            with np.errstate(all="ignore"):  # of what a student returns
                grade = self._grade(submission)
        except Unreadable as reason:
            grade = Grade(submission, "unreadable", str(reason))
        grade.seconds = time.perf_counter() - start
        return grade

    def _grade(self, submission: Submission) -> Grade:
        source = read(submission)
        functions = self.assignment.functions
        session = Session(self._zygote, source.kind, source.cells, functions, self._limits)
        try:
            if not session.defined:
                reasons = "; ".join(map(str, session.problems)) or "it is of another assignment"
                raise Unreadable(f"none of the functions is defined: {reasons}")
            outcomes = self._run(session, self._tests)
            outcomes = self._carry_forward(session, outcomes)
        finally:
            session.close()
        return Grade(submission, "graded", "", outcomes, session.problems)

    def examine(self, submission: Submission, test: Test) -> Exception | None:
        """Run one test of a submission again, as it stands; what it raised, for the staff."""
        source = read(submission)
        functions = self.assignment.functions
        session = Session(self._zygote, source.kind, source.cells, functions, self._limits)
        session.deadline = time.monotonic() + self._limits.test_seconds
        try:
            test.run({f: RemoteFunction(session, f) for f in functions})
        except Exception as failure:  # noqa: BLE001 - shown as it is
            return failure
        finally:
            session.close()
        return None

    def _run(self, session: Session, tests: list[Test]) -> list[Outcome]:
        """Outcomes in the order of `tests`.

        Public tests are run first: what they show the student is what the submission chose, and
        must not be what a hidden test has asked it before.
        """
        outcomes = [
            outcome
            for unit in units(sorted(tests, key=lambda test: test.hidden))
            for outcome in self._run_unit(session, unit)
        ]
        by_name = {outcome.test.name: outcome for outcome in outcomes}
        return [by_name[test.name] for test in tests]

    def _run_unit(self, session: Session, unit: list[Test]) -> list[Outcome]:
        """Run tests of the same functions; what they find follows from their answers alone."""
        asked = unit[0].functions
        names, defined = (test.name for test in unit), (f in session.defined for f in asked)

        def work() -> list[Outcome]:
            self._used = set()
            functions = {f: RemoteFunction(session, f) for f in asked}
            return [self._run_one(session, test, functions) for test in unit]

        key = (*names, *defined, *session.replaced)
        return self._memory.conclude(key, session, work)

    def _run_one(
        self, session: Session, test: Test, functions: dict[str, RemoteFunction]
    ) -> Outcome:
        session.words_wanted = not test.hidden
        session.begin_test()
        try:
            test.run(functions)
        except Exception as failure:  # noqa: BLE001 - of ours, it is raised again
            outcome = self._failed(test, failure)
            # What frames hold, the exception among it, would wait for the garbage collector.
            traceback.clear_frames(failure.__traceback__)
            return outcome
        return self._passed(test)

    def _failed(self, test: Test, failure: Exception) -> Outcome:
        if isinstance(failure, (AssertionError, CallFailed)):
            return explain(test, failure, self.assignment.misconceptions)
        if test.hidden:
            raise GraderError(f"{test.name} failed by itself") from failure
        # A public test meets the student's value without a guard: None["f"], say.
        return explain(test, failure, [])

    def _passed(self, test: Test) -> Outcome:
        """The outcome of a test that passed, with the help of the stand-ins used, if any."""
        if not self._used:
            return Outcome(test)
        helpers = tuple(sorted(self._used, key=self.assignment.functions.index))
        verb = "is" if len(helpers) == 1 else "are"
        told = f"right, once your {' and your '.join(helpers)} {verb}"
        return Outcome(test, output=told, carried=helpers)

    def _carry_forward(self, session: Session, outcomes: list[Outcome]) -> list[Outcome]:
        """Run failed tests again, with the helpers that failed replaced by the reference.

        A function may lean only on functions before it in the handout: two wrong ones that call
        each other would otherwise be right in turn.
        """
        order = self.assignment.functions
        failed = [outcome.test for outcome in outcomes if not outcome.passed]
        wrong = {test.functions[0] for test in failed if len(test.functions) == 1}
        final = {outcome.test.name: outcome for outcome in outcomes}
        for unit in sorted(units(failed), key=lambda unit: first_of(unit, order)):
            for helper in order[: first_of(unit, order)]:
                if helper in wrong and helper not in session.replaced:
                    self._replace(session, helper)
            again = self._run_unit(session, unit) if session.replaced else []
            # What passes without a stand-in is right now for another reason.
            final |= {o.test.name: o for o in again if o.passed and o.carried}
        return list(final.values())

    def _replace(self, session: Session, helper: str) -> None:
        reference = self.assignment.reference(helper)

        def stand_in(*args: object, **kwargs: object) -> object:
            self._used.add(helper)
            return reference(*args, **kwargs)

        session.replace(helper, stand_in)


def units(tests: list[Test]) -> list[list[Test]]:
    """Tests that share their answers: of one question, hidden or not, and of the same functions."""
    found: dict[tuple, list[Test]] = {}
    for test in tests:
        found.setdefault((test.question, test.hidden, *test.functions), []).append(test)
    return list(found.values())


def first_of(unit: list[Test], order: list[str]) -> int:
    """Where in the handout the first of the functions stands that a unit asks for."""
    return min(map(order.index, unit[0].functions))


def explain(test: Test, failure: Exception, misconceptions: list[Misconception]) -> Outcome:
    """A failed test in the student's words.

    Of a hidden test no text that the submission could have chosen is passed on: hidden inputs
    would travel in it.
    """
    reason = reason_of(failure)
    if isinstance(failure, Mismatch):
        diagnosis = diagnose(failure, misconceptions)
        if diagnosis is None:
            told = f"{failure}\n{remark(failure)}".rstrip()
            return Outcome(test, reason, told, evidence=of_hidden(failure))
        return Outcome(test, reason, f"{failure}\n{diagnosis.hint}", diagnosis.id)
    if isinstance(failure, CallFailed):
        detail = "" if test.hidden or not failure.detail else f"\n{failure.detail}"
        return Outcome(test, reason, failure.message + detail)
    said = str(failure).strip() if isinstance(failure, AssertionError) else ""
    told = said or "the result is not of the form asked for"
    return Outcome(test, reason, told, evidence={} if test.hidden else of_public(failure))


def reason_of(failure: BaseException) -> str:
    """The contract's word for a failure; a public test may have wrapped what a call raised."""
    error: BaseException | None = failure
    while error is not None:
        if isinstance(error, (CallFailed, Mismatch)):
            return error.reason
        error = error.__cause__ or error.__context__
    if not isinstance(failure, AssertionError):
        return "wrong_type"
    text = str(failure)
    return next((reason for words, reason in TOLD.items() if words in text), "wrong_value")
