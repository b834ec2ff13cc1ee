"""Grades one submission: load it behind the wall, run every test, explain what failed.

The tests run here, in the trusted process; the functions they are given run in the worker.
"""

import time
import warnings
from dataclasses import replace

import numpy as np

from autograder.course.assignment import Assignment, Test
from autograder.course.facts import Hints
from autograder.grading.answer_cache import AnswerCache
from autograder.grading.credit import credited, lost_too_much
from autograder.grading.grade import Grade, Outcome
from autograder.grading.outcomes import first_looks
from autograder.grading.repair.own_line import (
    Line,
    OwnLines,
    failed_functions,
    is_mendable,
    told,
    unexplained,
)
from autograder.grading.repair.shared import SharedMistakes
from autograder.grading.right_answers import RightAnswers
from autograder.grading.run_test import GraderError, run_test
from autograder.grading.second_look import SecondLook
from autograder.grading.stand_ins import StandIns
from autograder.grading.unit import Unit, constants, idle, units_of
from autograder.sandbox.loads import PLOTS
from autograder.sandbox.processes.pool import Zygote
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Edit
from autograder.sandbox.walls.limits import Limits, Tier
from autograder.submissions.remarks import remarks
from autograder.submissions.submission import Source, Submission, Unreadable, read
from autograder.testing.known_answers import KnownAnswers

__all__ = ["Grader", "GraderError"]

MOST_TOLD = 3  # reasons why nothing could be loaded


class Grader:
    """Grades submissions of one assignment, one after the other, with one warm zygote."""

    def __init__(
        self,
        assignment: Assignment,
        limits: Limits,
        tier: Tier,
        hints: Hints | None = None,
        *,
        first: Submission | None = None,
    ) -> None:
        """`hints` is how much students are told; by default, what the course says. For the `first`
        submission a worker gets ready while the tests are loaded.
        """
        self.assignment, self._limits = assignment, limits
        self._hints = hints or assignment.facts.hints
        self._answer_cache = AnswerCache()
        self._right_answers = RightAnswers(assignment)
        self._stand_ins = StandIns(assignment, limits, tier)
        self._own_lines = OwnLines(assignment, self._right_answers, self._stand_ins)
        self._shared = SharedMistakes(self._own_lines, assignment)
        self._known_answers = KnownAnswers(assignment.secrets, assignment.seed)
        self._graded = 0
        plots = first is not None and PLOTS.encode() in first.loaded().content
        self._zygote = Zygote(tier, assignment.facts.allowed, plots=plots)
        self._tests = assignment.tests  # while the zygote starts
        if self._known_answers.is_new:
            self._known_answers.learn(assignment.hidden_modules)
        self._zygote.wait_ready()

    def close(self) -> None:
        self._known_answers.keep()
        self._zygote.close()
        self._stand_ins.close()

    def grade(self, submission: Submission) -> Grade:
        """Grade one submission. Raises GraderError or SandboxError, never for its contents."""
        start = time.perf_counter()
        try:
            # Numbers that a student returns may give any warning.
            with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
                with self.assignment.drawing():
                    grade = self._grade(submission)
        except Unreadable as reason:
            grade = Grade(submission, "unreadable", str(reason))
        grade.seconds = time.perf_counter() - start
        self._graded += 1
        if self._graded.bit_count() == 1:  # 1, 2, 4, 8: who ends this process may not close it
            self._known_answers.keep()
        return grade

    def _grade(self, submission: Submission) -> Grade:
        source = read(submission)
        session = self._session(source)
        try:
            notes = remarks(source, self.assignment, session.defined, session.stubs)
            if not session.defined:
                why = [*notes, *map(str, session.problems)] or ["it is of another assignment"]
                why[MOST_TOLD:] = [f"{len(why) - MOST_TOLD} more"] * (len(why) > MOST_TOLD)
                raise Unreadable(f"none of the functions is defined: {'; '.join(why)}")
            problems = session.problems
            units, right_with = self._run(session)
            by_name = {name: outcome for unit in units for name, outcome in unit.outcomes.items()}
            slips = {name: slip for unit in units for name, slip in unit.slips.items()}
            outcomes = [by_name[test.name] for test in self._tests]
            manners = self.assignment.facts.manners
            shown = constants(units) - right_with, idle(units) - right_with
            settled = credited(outcomes, slips, manners, *shown)
            lines = self._lines(session, settled, lost_too_much(settled, *shown))
            if one := {function: line.proven for function, line in lines.items() if line.proven}:
                settled = credited(outcomes, slips, manners, *shown, one)
            together = self._shared.found(session, settled, {*shown[0], *shown[1]})
            if together.spared:
                one |= together.charged
                settled = credited(outcomes, slips, manners, *shown, one, together.spared)
            outcomes = self._hinted(session, first_looks(settled), lines)
        finally:
            session.close()
            self._own_lines.end()
            self._stand_ins.end()
        return Grade(submission, "graded", "; ".join(notes), outcomes, problems)

    def _lines(self, session: Session, outcomes: list[Outcome], dear: list[str]) -> dict[str, Line]:
        """Lines at which functions can be mended: the dear ones, and those that have no hint."""
        dear = [function for function in dear if is_mendable(outcomes, function)]
        failed = failed_functions(outcomes)
        silent = unexplained(outcomes) if self._hints == "line" else []
        hinted = failed if self._hints == "line" and len(failed) > 1 else []
        return self._own_lines.found(session, outcomes, dear, silent, hinted)

    def _hinted(
        self, session: Session, outcomes: list[Outcome], lines: dict[str, Line]
    ) -> list[Outcome]:
        """The outcomes with as much of a hint as students get."""
        if self._hints == "line":
            return told(session, outcomes, lines)
        if self._hints == "none":
            return [replace(outcome, hint="") for outcome in outcomes]
        return outcomes

    def _session(self, source: Source) -> Session:
        functions, own = self.assignment.functions, self.assignment.facts.own
        return Session(self._zygote, source.kind, source.cells, functions, self._limits, own)

    def examine(self, submission: Submission, test: Test) -> Exception | None:
        """Run one test of a submission again, as it stands; what it raised, for the staff."""
        session = self._session(read(submission))
        session.allow(self._limits.test_seconds)
        try:
            test.run({f: RemoteFunction(session, f) for f in self.assignment.functions})
        except Exception as failure:  # noqa: BLE001 - shown as it is
            return failure
        finally:
            session.close()
        return None

    def mending(self, submission: Submission, function: str, outcomes: list[Outcome]) -> list[Edit]:
        """The edits that mend a function of a submission with these outcomes, for the staff."""
        session = self._session(read(submission))
        try:
            return self._own_lines.edits(session, function, outcomes)
        finally:
            session.close()
            self._own_lines.end()
            self._stand_ins.end()

    def _run(self, session: Session) -> tuple[list[Unit], set[str]]:
        """All tests, and a second look at those that fail; and the functions that are seen to be
        right but for their helpers.

        Public tests are run first: what they show the student is what the submission chose, and
        must not be what a hidden test has asked it before. Where a function remembers something,
        all tests from there on begin anew, for it would spoil all that call it.
        """
        self._right_answers.begin()
        look = SecondLook(self.assignment, self._right_answers, self._stand_ins, session)
        in_order = sorted(self._tests, key=lambda test: test.hidden)
        units: list[Unit] = []
        remembers = False
        for unit in units_of(in_order):
            units.append(self._run_unit(session, unit, look))
            remembers = remembers or units[-1].remembers
            if remembers:
                session.close()
        look.at_helpers(units)
        look.at_gaps(units)
        look.at_lost(units)
        return units, look.right_with

    def _run_unit(self, session: Session, unit: Unit, look: SecondLook) -> Unit:
        """Run tests of the same functions; what they find follows from their answers alone."""

        def work() -> Unit:
            functions = unit.remote(session)
            for test in unit.tests:
                outcome = run_test(session, test, functions, self.assignment)
                unit.outcomes[test.name] = outcome
            if unit.failed:
                unit.records = {name: own.record() for name, own in functions.items()}
                look.at_form(unit)
            return unit

        names, defined = (
            (t.name for t in unit.tests),
            (f in session.defined for f in unit.functions),
        )
        return self._answer_cache.conclude((*names, *defined), session, work).copy()
