"""Grades many submissions on an Executor, keeps what is done, and never lets one spoil another."""

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.grade import Grade, Grader
from autograder.report import write_feedback
from autograder.results import read_result, to_dict, write_result
from autograder.sandbox.limits import Limits, Tier
from autograder.submission import Submission

AHEAD = 4  # submissions in flight for each process: enough to keep it busy, few enough to hold


@dataclass(frozen=True)
class Job:
    """How to grade: the same for every submission of a run."""

    assignment: Assignment
    tier: Tier
    limits: Limits
    jobs: int


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
        grade = Grade(submission, "error", "The grader failed on this submission.")
        return to_dict(grade, Assignment(name), tier) | {"traceback": traceback.format_exc()}
    return to_dict(grade, Assignment(name), tier)


def run(
    job: Job,
    submissions: list[Submission],
    out: Path,
    *,
    resume: bool,
    done: Callable[[dict[str, Any]], None],
) -> list[dict[str, Any]]:
    """Results of all submissions; each is written, and told to `done`, as soon as it is there."""
    results, to_do = [], []
    for submission in submissions:
        earlier = read_result(out, submission.student) if resume else None
        if earlier and is_current(earlier, submission, job.assignment):
            results.append(earlier)
            done(earlier)
        else:
            to_do.append(submission)
    for result in grade_all(job, to_do):
        failure = result.pop("traceback", None)
        if failure:
            path = out / "errors" / f"{result['extra_data']['student']}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(failure, encoding="utf-8")
        write_result(out, result)
        write_feedback(out, result)
        results.append(result)
        done(result)
    return results


def is_current(result: dict[str, Any], submission: Submission, assignment: Assignment) -> bool:
    """Whether a result is of this very submission, file name included, and this very grader."""
    about = result["extra_data"]
    same_grader = about["autograder_sha256"] == assignment.sha256
    same_file = (about.get("submission_sha256"), about.get("file")) == (
        submission.sha256,
        submission.file,
    )
    return same_grader and same_file and about.get("status") != "error"


def grade_all(job: Job, submissions: list[Submission]) -> Iterator[dict[str, Any]]:
    """Results in the order in which they come. A submission that ends its process ends no other."""
    waiting = list(reversed(submissions))
    suspects: list[Submission] = []
    while waiting:
        with _processes(min(job.jobs, len(waiting))) as executor:
            yield from _stream(executor, job, waiting, suspects, job.jobs * AHEAD)
    for submission in suspects:  # one of these ended a process: each gets one to itself
        with _processes(1) as executor:
            broken: list[Submission] = []
            yield from _stream(executor, job, [submission], broken, 1)
            if broken:
                yield _process_died(job, submission)


def _stream(
    executor: Executor,
    job: Job,
    waiting: list[Submission],
    suspects: list[Submission],
    in_flight: int,
) -> Iterator[dict[str, Any]]:
    """Feed the executor from `waiting`; move to `suspects` what was in it when it broke."""
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
            except BrokenProcessPool:
                broken = True
                suspects.append(submission)


def _process_died(job: Job, submission: Submission) -> dict[str, Any]:
    grade = Grade(submission, "error", "The grader's process died on this submission.")
    return to_dict(grade, job.assignment, job.tier) | {"traceback": "the process died"}


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    """Fresh Pythons, not forks: torch's threads do not survive a fork."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def default_jobs() -> int:
    """One process a core that this process may use."""
    return len(os.sched_getaffinity(0))
