"""Lets stock Otter grade with the same autograder.zip.

Otter would run a submission and its tests in one kernel. Here its plugin leaves nothing to run,
and each of its tests asks the isolated grader, once for all tests, for the outcome. A test of
Otter's can only pass or fail: where our grade keeps a part of the points, Otter gives none, and its
output says what ours gives.
"""

from functools import cache
from pathlib import Path

import nbformat
from otter.plugins import AbstractOtterPlugin
from otter.run import AutograderConfig

from autograder.grading.grade import Grade, Outcome
from autograder.grading.grader import Grader
from autograder.release.gradescope_run import bundled_homework
from autograder.reports.page import exact, plural
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.collect import of_student

KEPT, TESTS = "submission_to_grade", "tests"  # all there is in the folder, besides an empty file
SOURCE = Path("..", "source")  # the unpacked autograder.zip, seen from that folder


class NotGraded(BaseException):
    """Ends Otter's run: no exception that it would take for the student's mistake."""


class Isolated(AbstractOtterPlugin):
    """Takes the submission away before Otter reads it, which it may not be able to, or runs it."""

    def before_grading(self, _config: AutograderConfig) -> None:
        """Leave an empty file in its place; the tests read what is kept.

        All else goes with it: Otter's kernel would import a `numpy.py` that lies in its folder.
        """
        path = Path(self.submission_path)
        others = [entry for entry in path.parent.iterdir() if entry.name != TESTS]
        kept = path.parent / KEPT
        kept.mkdir()
        for entry in others:
            entry.rename(kept / entry.name)
        is_notebook = path.suffix == ".ipynb"
        path.write_text(nbformat.writes(nbformat.v4.new_notebook()) if is_notebook else "")


def ask(test: str) -> None:
    """Fail, as an Otter test does, if `test` failed for the submission in this folder."""
    outcomes = {outcome.test.name: outcome for outcome in graded().outcomes}
    outcome: Outcome | None = outcomes.get(test)
    if outcome is None:
        raise AssertionError(graded().note)
    assert has_all_points(outcome), told(outcome)  # noqa: S101 - what Otter's tests are made of


def has_all_points(outcome: Outcome) -> bool:
    """Whether it lost nothing: a test may fail by a mistake that is charged already."""
    return outcome.score >= outcome.test.points


def told(outcome: Outcome) -> str:
    """What is wrong, and what our grade gives for the test if that is more than nothing."""
    if not outcome.kept:
        return outcome.output
    kept, worth = exact(outcome.kept), plural(outcome.test.points, "point")
    ours = f"Otter gives nothing for this test; our grade gives {kept} of {worth}."
    return f"{outcome.output}\n{ours}"


@cache
def graded() -> Grade:
    """The grade of the submission that is kept in the current folder. Raises NotGraded."""
    try:
        grading, assignment = bundled_homework(SOURCE)
        (submission,) = of_student(Path(KEPT), assignment, "submission")
        grader = Grader(assignment, Limits(), find_tier(), grading["hints"])
        grade = grader.grade(submission)
        grader.close()
    except Exception as error:
        raise NotGraded(f"the grader failed: {error}") from error
    return grade
