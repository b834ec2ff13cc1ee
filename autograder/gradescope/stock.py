"""Lets stock Otter grade with the same autograder.zip, and come to the same score.

Otter would run a submission and its tests in one kernel. Here its plugin leaves nothing to run,
and each of its tests asks the isolated grader, once for all tests, for the outcome.
"""

from functools import cache
from pathlib import Path

import nbformat
from otter.plugins import AbstractOtterPlugin

from autograder.assignment import find
from autograder.collect import of_student
from autograder.grade import Grade, Grader, Outcome
from autograder.sandbox.limits import Limits
from autograder.sandbox.tier import find_tier


class NotGraded(BaseException):
    """Ends Otter's run: no exception that it would take for the student's mistake."""


class Isolated(AbstractOtterPlugin):
    """Keeps the submission out of Otter's kernel."""

    def before_execution(self, submission: nbformat.NotebookNode) -> nbformat.NotebookNode:
        """A notebook with nothing in it; the tests read the file."""
        submission.cells = []
        return submission


def ask(assignment: str, test: str) -> None:
    """Fail, as an Otter test does, if `test` failed for the submission in this folder."""
    outcomes = {outcome.test.name: outcome for outcome in graded(assignment).outcomes}
    outcome: Outcome | None = outcomes.get(test)
    if outcome is None:
        raise AssertionError(graded(assignment).note)
    assert outcome.passed, outcome.output  # noqa: S101 - what a test of Otter's is made of


@cache
def graded(assignment: str) -> Grade:
    """The grade of the one submission in the current folder. Raises NotGraded."""
    try:
        (submission,) = of_student(Path.cwd(), assignment, "submission")
        grader = Grader(find(assignment), Limits.from_environment(), find_tier())
        grade = grader.grade(submission)
        grader.close()
    except Exception as error:
        raise NotGraded(f"the grader failed: {error}") from error
    return grade
