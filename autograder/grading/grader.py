"""Grades one submission: load it behind the wall, run every test, explain what failed.

The tests run here, in the trusted process; the functions they are given run in the worker.
"""

import time
import traceback

import numpy as np

from autograder.course.assignment import Assignment, Test
from autograder.course.seed import drawing_from
from autograder.grading.answer_cache import AnswerCache
from autograder.grading.failures import explain
from autograder.grading.grade import Grade, Outcome
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.limits import Limits, Tier
from autograder.sandbox.pool import Zygote
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.submissions.submission import Submission, Unreadable, read


class GraderError(Exception):
    """Our own fault: a test or a reference failed. The student loses nothing by it."""


class Grader:
    """Grades submissions of one assignment, one after the other, with one warm zygote."""

    def __init__(self, assignment: Assignment, limits: Limits, tier: Tier) -> None:
        self.assignment, self._limits = assignment, limits
        self._answer_cache = AnswerCache()
        self._used: set[str] = set()  # helpers whose stand-ins a unit of tests has called
        self._zygote = Zygote(tier, allowed=assignment.facts.allowed)
        self._tests = assignment.tests  # imports torch while the zygote starts
        warm_up_gradients()
        self._zygote.wait_ready()

    def close(self) -> None:
        self._zygote.close()

    def grade(self, submission: Submission) -> Grade:
        """Grade one submission. Raises GraderError or SandboxError, never for its contents."""
        start = time.perf_counter()
        try:
            # errstate: of what a student returns
            with np.errstate(all="ignore"), drawing_from(self.assignment.seed):
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
        return self._answer_cache.conclude(key, session, work)

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
        is_of_test = isinstance(failure, (AssertionError, CallFailed))
        # A public test meets the student's value without a guard: None["f"], say.
        if test.hidden and not is_of_test:
            raise GraderError(f"{test.name} failed by itself") from failure
        return explain(test, failure, self.assignment)

    def _passed(self, test: Test) -> Outcome:
        """The outcome of a test that passed, with the help of the stand-ins used, if any."""
        if not self._used:
            return Outcome(test)
        helpers = tuple(sorted(self._used, key=self.assignment.functions.index))
        verb = "is" if len(helpers) == 1 else "are"
        told = f"right, once your {' and your '.join(helpers)} {verb}"
        return Outcome(test, message=told, carried=helpers)

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


def warm_up_gradients() -> None:
    """Have torch import now what its first gradient needs: a test would pay for it with its time.

    That is half a thousand modules, and takes seconds where the machine is busy.
    """
    import torch  # noqa: PLC0415 - slow to import

    one = torch.ones(1, requires_grad=True)
    torch.autograd.grad(one.clone(), one, torch.ones(1))


def units(tests: list[Test]) -> list[list[Test]]:
    """Tests that share their answers: of one question, hidden or not, and of the same functions."""
    found: dict[tuple, list[Test]] = {}
    for test in tests:
        found.setdefault((test.question, test.hidden, *test.functions), []).append(test)
    return list(found.values())


def first_of(unit: list[Test], order: list[str]) -> int:
    """Where in the handout the first of the functions stands that a unit asks for."""
    return min(map(order.index, unit[0].functions))
