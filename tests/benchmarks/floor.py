"""The floor of a grade: a confined fork that loads the file and answers the same calls."""

import statistics
import time

from measure import HW1

from autograder.grading.answer_cache import AnswerCache
from autograder.grading.grader import Grader
from autograder.sandbox.session import Session
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission, read

ROUNDS = 5


def floor(folder):
    """Median milliseconds of warm grades, and of the same without a test or a comparison.

    The grader remembers no earlier answers: the floor does not either.
    """
    grader = Grader(HW1, Limits(), find_tier())
    graded, bare = [], []
    for path in sorted(folder.glob("*.ipynb"))[1:4] * ROUNDS:
        submission = Submission(path.stem, path.name, path.read_bytes())
        calls = recorded(grader, submission)
        grader._answer_cache = AnswerCache()
        for work, seconds in ((grader.grade, graded), (answers(grader, calls), bare)):
            start = time.perf_counter()
            work(submission)
            seconds.append(time.perf_counter() - start)
    grader.close()
    return 1e3 * statistics.median(graded), 1e3 * statistics.median(bare)


def recorded(grader, submission):
    """The calls that grading this submission makes, where nothing is remembered."""
    calls, original = [], Session.call_many
    grader._answer_cache = AnswerCache()

    def record(self, name, arguments):
        calls.append((name, arguments))
        return original(self, name, arguments)

    Session.call_many = record
    try:
        grader.grade(submission)
    finally:
        Session.call_many = original
    return calls


def answers(grader, calls):
    """Load a submission and have these calls answered, nothing else."""

    def load_and_answer(submission):
        source = read(submission)
        session = Session(grader._zygote, source.kind, source.cells, HW1.functions, Limits())
        for name, arguments in calls:
            session.allow(5)
            session.call_many(name, arguments)
        session.close()

    return load_and_answer
