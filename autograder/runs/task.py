"""One of many submissions, graded in a process of its own: what comes back is ready to be kept."""

import gc
import traceback
from typing import NamedTuple

from autograder.course.assignment import Assignment
from autograder.course.handout import read_handout
from autograder.grading.grade import Grade
from autograder.grading.grader import Grader
from autograder.reports.student_page import feedback
from autograder.results.result import result_of
from autograder.results.results_json import to_json
from autograder.sandbox.walls.limits import Limits, Tier
from autograder.submissions.submission import Submission

NO_PAGE = "<!doctype html><title>No page</title><p>This page could not be made; the grade stands.\n"


_graders: dict[tuple[Assignment, Limits, Tier], Grader] = {}


class Task(NamedTuple):
    """How to grade one of many: the same for every submission of a run."""

    assignment: Assignment
    sha256: str  # of all that grades depend on beside submissions
    tier: Tier
    limits: Limits


class Graded(NamedTuple):
    """What comes back of one submission: two files, and what went wrong here, if anything did."""

    result: str
    page: str
    report: str | None = None


def grade_one(task: Task, submission: Submission) -> Graded:
    """One submission in one of many processes: whatever can be done here, the parent need not do.

    What goes wrong is an `error`, ours, with no score.
    """
    try:
        return written(_grader(task, submission).grade(submission), task)
    except Exception:  # noqa: BLE001 - one submission may not end the run
        _graders.clear()
        return accident(task, submission, traceback.format_exc())


def accident(task: Task, submission: Submission, report: str) -> Graded:
    """A submission on which the grader itself failed: no score, and a report."""
    grade = Grade(submission, "error", "The grader failed on this submission.")
    return written(grade, task)._replace(report=report)


def written(grade: Grade, task: Task) -> Graded:
    """A grade as the files that tell of it; a fault of ours costs the page, never the grade."""
    result = result_of(grade, task.assignment, task.tier, task.sha256)
    faults = grade.faults
    try:
        page = feedback(result, read_handout(task.assignment))
    except Exception:  # noqa: BLE001 - the grade stands
        page, faults = NO_PAGE, faults + traceback.format_exc()
    return Graded(to_json(result), page, faults or None)


def _grader(task: Task, first: Submission) -> Grader:
    """The one grader of this process; its zygote starts with the first submission."""
    how = task.assignment, task.limits, task.tier
    if how not in _graders:
        _graders.clear()
        _graders[how] = Grader(*how, first=first)
        gc.collect()
        gc.freeze()  # half a million objects of torch that the collector need not look at again
        gc.set_threshold(50_000, 10, 10)  # and what a grade leaves hardly ever goes in circles
    return _graders[how]
