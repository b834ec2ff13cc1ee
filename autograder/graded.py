"""One of many submissions, graded in a process of its own: what comes back is ready to be kept."""

import gc
import traceback
from functools import lru_cache
from typing import NamedTuple

from autograder.assignment import Assignment
from autograder.feedback import feedback
from autograder.grade import Grade, Grader
from autograder.results import in_lines, to_dict
from autograder.sandbox.limits import Limits, Tier
from autograder.submission import Submission


class Graded(NamedTuple):
    """What comes back of one submission: two files, and what went wrong here, if anything did."""

    result: str
    page: str
    report: str | None = None


def grade_one(name: str, sha256: str, tier: Tier, limits: Limits, submission: Submission) -> Graded:
    """One submission in one of many processes: whatever can be done here, the parent need not do.

    What goes wrong is an `error`, ours, with no score.
    """
    try:
        grader = _grader(name, limits, tier)
        return written(grader.grade(submission), grader.assignment, sha256, tier)
    except Exception:  # noqa: BLE001 - one submission may not end the run
        _grader.cache_clear()
        return accident(Assignment(name), sha256, tier, submission, traceback.format_exc())


def accident(
    assignment: Assignment, sha256: str, tier: Tier, submission: Submission, report: str
) -> Graded:
    """A submission on which the grader itself failed: no score, and a report."""
    grade = Grade(submission, "error", "The grader failed on this submission.")
    return written(grade, assignment, sha256, tier)._replace(report=report)


def written(grade: Grade, assignment: Assignment, sha256: str, tier: Tier) -> Graded:
    """A grade as the files that tell of it."""
    result = to_dict(grade, assignment, tier, sha256)
    return Graded(in_lines(result), feedback(result))


@lru_cache(maxsize=1)
def _grader(name: str, limits: Limits, tier: Tier) -> Grader:
    """The one grader of this process; its zygote starts with the first submission."""
    grader = Grader(Assignment(name), limits, tier)
    gc.collect()
    gc.freeze()  # half a million objects of torch that the collector need not look at again
    gc.set_threshold(50_000, 10, 10)  # and what a grade leaves hardly ever goes in circles
    return grader
