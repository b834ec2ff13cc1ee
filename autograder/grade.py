"""Grades one submission: load it behind the wall, run every test, explain what failed.

The tests run here, in the trusted process; the functions they are given run in the worker.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.assignment import Assignment, Test
from autograder.diagnose import diagnose
from autograder.evidence import of_hidden, of_public
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
        self._under_test: list[str] = []
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
        functions = {f: RemoteFunction(session, f) for f in self.assignment.functions}
        in_turn = sorted(tests, key=lambda test: test.hidden)
        outcomes = {test.name: self._run_one(session, test, functions) for test in in_turn}
        return [outcomes[test.name] for test in tests]

    def _run_one(
        self, session: Session, test: Test, functions: dict[str, RemoteFunction]
    ) -> Outcome:
        session.deadline = time.monotonic() + self._limits.test_seconds
        try:
            test.run(functions)
        except (AssertionError, CallFailed) as failure:
            return explain(test, failure, self.assignment.misconceptions)
        except Exception as error:
            if test.hidden:
                raise GraderError(f"{test.name} failed by itself") from error
            # A public test meets the student's value without a guard: None["f"], say.
            return explain(test, error, [])
        return Outcome(test)

    def _carry_forward(self, session: Session, outcomes: list[Outcome]) -> list[Outcome]:
        """Run failed tests again, with the helpers that failed replaced by the reference.

        A function may lean only on functions before it in the handout: two wrong ones that call
        each other would otherwise be right in turn.
        """
        order = self.assignment.functions
        wrong = {
            o.test.functions[0] for o in outcomes if not o.passed and len(o.test.functions) == 1
        }
        functions = {f: RemoteFunction(session, f) for f in order}
        used: dict[str, set[str]] = {function: set() for function in order}
        final = {outcome.test.name: outcome for outcome in outcomes}
        failed = [outcome.test for outcome in outcomes if not outcome.passed]
        for test in sorted(failed, key=lambda test: min(map(order.index, test.functions))):
            for helper in order[: min(map(order.index, test.functions))]:
                if helper in wrong and helper not in session.replaced:
                    self._replace(session, helper, used)
            if not session.replaced:
                continue
            self._under_test = test.functions
            outcome = self._run_one(session, test, functions)
            helpers = set().union(*(used[function] for function in test.functions))
            if outcome.passed and helpers:  # or it is right now for another reason
                helpers = tuple(sorted(helpers, key=order.index))
                verb = "is" if len(helpers) == 1 else "are"
                told = f"right, once your {' and your '.join(helpers)} {verb}"
                final[test.name] = Outcome(test, output=told, carried=helpers)
        return list(final.values())

    def _replace(self, session: Session, helper: str, used: dict[str, set[str]]) -> None:
        reference = self.assignment.reference(helper)

        def stand_in(*args: object, **kwargs: object) -> object:
            for function in self._under_test:
                used[function].add(helper)
            return reference(*args, **kwargs)

        session.replace(helper, stand_in)


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
