"""Grades many submissions on an Executor, keeps what is done, and never lets one spoil another."""

import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.executors import processes
from autograder.feedback import write_feedback
from autograder.folder import note_change
from autograder.grade import Grade, Grader
from autograder.results import keep_submission, read_result, to_dict, write_atomically, write_result
from autograder.sandbox.limits import Limits, Tier
from autograder.submission import Submission

AHEAD = 4  # submissions in flight for each process: enough to keep it busy, few enough to hold


@dataclass(frozen=True)
class Job:
    """How to grade: the same for every submission of a run. `executor` is a cluster's, if any."""

    assignment: Assignment
    tier: Tier
    limits: Limits
    jobs: int
    executor: Executor | None = None

    def start(self, jobs: int) -> AbstractContextManager[Executor]:
        """An executor for some of the work: fresh processes, or the cluster."""
        return _Borrowed(self.executor) if self.executor else processes(jobs)


class _Borrowed(AbstractContextManager):
    """An executor that somebody else will shut down."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def __enter__(self) -> Executor:
        return self._executor

    def __exit__(self, *_: object) -> None:
        return None


@lru_cache(maxsize=1)
def _grader(name: str, limits: Limits, tier: Tier) -> Grader:
    """The one grader of this process; torch and the zygote start with the first submission."""
    return Grader(Assignment(name), limits, tier)


def grade_one(name: str, tier: Tier, limits: Limits, submission: Submission) -> dict[str, Any]:
    """results.json of one submission; what goes wrong here is an `error`, ours, with no score."""
    try:
        grade = _grader(name, limits, tier).grade(submission)
    except Exception:  # noqa: BLE001 - one submission may not end the run
        _grader.cache_clear()
        return accident(Assignment(name), tier, submission, traceback.format_exc())
    return to_dict(grade, Assignment(name), tier)


def accident(
    assignment: Assignment, tier: Tier, submission: Submission, report: str
) -> dict[str, Any]:
    """The result of a submission on which the grader itself failed: no score, and a report."""
    grade = Grade(submission, "error", "The grader failed on this submission.")
    return to_dict(grade, assignment, tier) | {"traceback": report}


def run(
    job: Job,
    submissions: list[Submission],
    out: Path,
    *,
    resume: bool,
    done: Callable[[dict[str, Any]], None],
) -> list[dict[str, Any]]:
    """Results of all submissions; each is written, and told to `done`, as soon as it is there."""
    earlier = {s.student: read_result(out, s.student) for s in submissions}
    by_student = {submission.student: submission for submission in submissions}
    current = partial(is_current, assignment=job.assignment)
    kept = {s.student for s in submissions if resume and current(earlier[s.student], s)}
    results = [earlier[student] for student in sorted(kept)]
    for result in results:
        done(result)
    for result in grade_all(job, [s for s in submissions if s.student not in kept]):
        student = result["extra_data"]["student"]
        keep(out, result, by_student[student], earlier[student])
        results.append(result)
        done(result)
    return results


def keep(
    out: Path, result: dict[str, Any], submission: Submission, earlier: dict[str, Any] | None
) -> None:
    """Write one result; results.json last, for a run that is resumed believes it."""
    report = result.pop("traceback", None)
    if report:
        write_atomically(out / "errors" / f"{submission.student}.txt", report)
    if earlier:
        note_change(out, earlier, result)
    keep_submission(out, submission)
    write_feedback(out, result)
    write_result(out, result)


def is_current(
    result: dict[str, Any] | None, submission: Submission, assignment: Assignment
) -> bool:
    """Whether a result is of this very submission, file name included, and this very grader."""
    if result is None:
        return False
    about = result["extra_data"]
    same_file = about["submission_sha256"] == submission.sha256 and about["file"] == submission.file
    same_grader = about["autograder_sha256"] == assignment.sha256
    return same_grader and same_file and about["status"] != "error"


def grade_all(job: Job, submissions: list[Submission]) -> Iterator[dict[str, Any]]:
    """Results in the order in which they come. A submission that ends its process ends no other."""
    waiting = list(reversed(submissions))
    suspects: list[Submission] = []
    while waiting:
        with job.start(min(job.jobs, len(waiting))) as executor:
            yield from _stream(executor, job, waiting, suspects, job.jobs * AHEAD)
    for submission in suspects:  # one of these ended a process: each gets one to itself
        broken: list[Submission] = []
        with job.start(1) as executor:
            yield from _stream(executor, job, [submission], broken, 1)
        if broken:
            report = "The process that graded it died, twice."
            yield accident(job.assignment, job.tier, submission, report)


def _stream(
    executor: Executor,
    job: Job,
    waiting: list[Submission],
    suspects: list[Submission],
    in_flight: int,
) -> Iterator[dict[str, Any]]:
    """Feed the executor from `waiting`; move to `suspects` what was in it when a process died."""
    running: dict[Future, Submission] = {}
    broken = False
    while running or (waiting and not broken):
        while waiting and not broken and len(running) < in_flight:
            submission = waiting.pop()
            arguments = (job.assignment.name, job.tier, job.limits, submission)
            running[executor.submit(grade_one, *arguments)] = submission
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            submission = running.pop(future)
            try:
                yield future.result()
            except Exception as error:  # noqa: BLE001 - a process died, of the pool or the cluster
                broken = broken or isinstance(error, BrokenProcessPool)
                suspects.append(submission)
