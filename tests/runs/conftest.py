"""Runs without processes: what they keep is tested in a moment."""

from concurrent.futures import Executor, Future

import pytest

from autograder.runs import batch, task
from autograder.sandbox.walls.limits import Limits


class Here(Executor):
    """Does at once, in this process, what it is asked to do."""

    def submit(self, function, /, *args):
        future = Future()
        future.set_result(function(*args))
        return future


@pytest.fixture
def here():
    return Here()


@pytest.fixture
def run_here(hw1, here, grader_of, tmp_path, monkeypatch):
    """Grades submissions into `tmp_path`, with the grader that is warm already; gives results."""
    grader = grader_of(hw1.name)

    def run(submissions, **how):
        job, done = batch.Job(hw1, "medium", Limits(), 1, here), []
        results = batch.run(job, submissions, tmp_path, resume=True, done=done.append, **how)
        assert len(done) == len(results) == len(submissions)
        return results

    monkeypatch.setattr(
        batch, "grade_one", lambda work, submission: task.written(grader.grade(submission), work)
    )
    return run
