"""A Dask cluster grades as this machine does, and a worker that dies changes nothing."""

import pytest

from autograder.results.results_json import from_json
from autograder.results.tables.grades_csv import grades_csv
from autograder.runs import batch, executors
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


@pytest.fixture(scope="module")
def submissions(solution):
    texts = [solution.replace("lambd / 2 *", f"(lambd + {n}) / 2 *") for n in range(30)]
    return [Submission(f"s{n:02d}", "a.py", text.encode()) for n, text in enumerate(texts)]


def grades(job, submissions, hw1, each=lambda _: None):
    results = []
    for graded in batch.grade_all(job, submissions):
        results.append(from_json(graded.result))
        each(len(results))
    return grades_csv(results, hw1.questions)


def test_a_cluster_gives_the_same_grades(cluster, submissions, hw1, tier):
    here = grades(batch.Job(hw1, tier, Limits(), 2), submissions, hw1)
    with executors.cluster(cluster.scheduler_address, hw1, None, unsandboxed=False) as hired:
        executor, there, count = hired
        assert (there, count) == (tier, 2)
        assert grades(batch.Job(hw1, there, Limits(), count, executor), submissions, hw1) == here


def test_a_worker_that_dies_costs_no_grade(cluster, submissions, hw1, tier):
    def kill_one(done):
        if done == 5:
            next(iter(cluster.workers.values())).process.process.kill()

    here = grades(batch.Job(hw1, tier, Limits(), 2), submissions, hw1)
    with executors.cluster(cluster.scheduler_address, hw1, None, unsandboxed=False) as hired:
        executor, there, count = hired
        job = batch.Job(hw1, there, Limits(), count, executor)
        assert grades(job, submissions, hw1, kill_one) == here


def test_another_version_is_refused(cluster, hw1, monkeypatch):
    real = executors.identity

    def other(*args):
        return real(*args) | {"torch": "1.0"}

    monkeypatch.setattr(executors, "identity", other)
    monkeypatch.setattr("distributed.Client.run", lambda self, f, *args: {"worker": real(*args)})
    with pytest.raises(
        executors.ClusterError, match=r"worker has torch 2\.13.*this machine has 1\.0"
    ):
        with executors.cluster(cluster.scheduler_address, hw1, None, unsandboxed=False):
            pass


def test_other_pages_are_refused(cluster, hw1, monkeypatch):
    """Workers make the pages, so they make those of this machine."""
    monkeypatch.setattr(executors, "page_sha256", lambda _: "others")
    with pytest.raises(executors.ClusterError, match=r"pages .*, this machine has others"):
        with executors.cluster(cluster.scheduler_address, hw1, None, unsandboxed=False):
            pass


def test_no_scheduler_is_said(hw1, monkeypatch):
    monkeypatch.setattr(executors, "ANSWER_SECONDS", 0.2)
    with pytest.raises(executors.ClusterError, match="no Dask scheduler answers"):
        with executors.cluster("tcp://127.0.0.1:9", hw1, None, unsandboxed=False):
            pass
