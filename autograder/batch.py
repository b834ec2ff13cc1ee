"""Grades many submissions on an Executor, keeps what is done, and never lets one spoil another."""

import gc
import hashlib
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.dependencies import grade_sha256, page_sha256
from autograder.executors import processes
from autograder.feedback import feedback, path_of, write_feedback
from autograder.folder import note_change, pages_are_now_of, pages_are_of
from autograder.grade import Grade, Grader
from autograder.results import keep_submission, read_result, to_dict, write_atomically, write_result
from autograder.sandbox.limits import Limits, Tier
from autograder.submission import Submission

Busy = Callable[[list[tuple[str, float]]], None]  # told who is in a process, since how many seconds
LOOK_SECONDS = 1.0
OWN = {"student", "file", "submission_sha256", "seconds"}  # what no two results share
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
    """The one grader of this process; its zygote starts with the first submission."""
    grader = Grader(Assignment(name), limits, tier)
    gc.collect()
    gc.freeze()  # half a million objects of torch that the collector need not look at again
    gc.set_threshold(50_000, 10, 10)  # and what a grade leaves hardly ever goes in circles
    return grader


def grade_one(name: str, tier: Tier, limits: Limits, submission: Submission) -> dict[str, Any]:
    """results.json of one submission; what goes wrong here is an `error`, ours, with no score."""
    try:
        grader = _grader(name, limits, tier)
        return to_dict(grader.grade(submission), grader.assignment, tier)
    except Exception:  # noqa: BLE001 - one submission may not end the run
        _grader.cache_clear()
        return accident(Assignment(name), tier, submission, traceback.format_exc())


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
    busy: Busy = lambda _: None,
) -> list[dict[str, Any]]:
    """Results by student; each is written, and told to `done`, as soon as it is there."""
    sha256, share = grade_sha256(job.assignment), Shared()
    results, waiting = [], {}
    for submission in submissions:
        earlier = read_result(out, submission.student) if resume else None
        if earlier and is_current(earlier, submission, sha256):
            results.append(share(earlier))
            done(earlier)
        else:
            waiting[submission.student] = submission
    renew_pages(out, results, page_sha256(job.assignment))
    for result in grade_all(job, list(waiting.values()), busy):
        submission = waiting.pop(result["extra_data"]["student"])
        kept, page = with_page(job, result, submission)
        kept["extra_data"]["autograder_sha256"] = sha256
        keep(out, kept, page, submission)
        results.append(share(kept))
        done(kept)
    return sorted(results, key=lambda result: result["extra_data"]["student"])


def with_page(
    job: Job, result: dict[str, Any], submission: Submission
) -> tuple[dict[str, Any], str]:
    """The result and the student's page; an `error`, ours, where the page cannot be made."""
    try:
        return result, feedback(result)
    except Exception:  # noqa: BLE001 - one page may not end the run
        result = accident(job.assignment, job.tier, submission, traceback.format_exc())
        return result, feedback(result)


class Shared:
    """Holds what results have in common once: most tests of a class end alike."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Any] = {}

    def __call__(self, result: dict[str, Any]) -> dict[str, Any]:
        """The same result, made of what earlier ones hold already."""
        about = {
            sys.intern(key): value if key in OWN else self._once(value)
            for key, value in result["extra_data"].items()
        }
        return result | {"tests": self._once(result["tests"]), "extra_data": about}

    def _once(self, value: Any) -> Any:
        digest = hashlib.blake2b(json.dumps(value).encode(), digest_size=16).digest()
        if digest not in self._kept:
            is_tests = isinstance(value, list)
            self._kept[digest] = [self._once(test) for test in value] if is_tests else value
        return self._kept[digest]


def renew_pages(out: Path, results: list[dict[str, Any]], sha256: str) -> None:
    """Write the pages of earlier results again that other code made, or that are not there."""
    current = pages_are_of(out, sha256)
    for result in results:
        if not (current and path_of(out, result).exists()):
            write_feedback(out, result)
    if not current:
        pages_are_now_of(out, sha256)


def keep(out: Path, result: dict[str, Any], page: str, submission: Submission) -> None:
    """Write one result; results.json last, for a run that is resumed believes it."""
    report = result.pop("traceback", None)
    if report:
        write_atomically(out / "errors" / f"{submission.student}.txt", report)
    earlier = read_result(out, submission.student)
    if earlier:
        note_change(out, earlier, result)
    keep_submission(out, submission)
    write_atomically(path_of(out, result), page)
    write_result(out, result)


def is_current(result: dict[str, Any], submission: Submission, sha256: str) -> bool:
    """Whether a result is of this very submission, file name included, and this very grader."""
    about = result["extra_data"]
    same_file = about["submission_sha256"] == submission.sha256 and about["file"] == submission.file
    return same_file and about["autograder_sha256"] == sha256 and about["status"] != "error"


def grade_all(
    job: Job, submissions: list[Submission], busy: Busy = lambda _: None
) -> Iterator[dict[str, Any]]:
    """Results in the order in which they come. A submission that ends its process ends no other."""
    waiting = list(reversed(submissions))
    suspects: list[Submission] = []
    while waiting:
        with job.start(min(job.jobs, len(waiting))) as executor:
            yield from _stream(executor, job, waiting, suspects, busy)
    for submission in suspects:  # one of these ended a process: each gets one to itself
        broken: list[Submission] = []
        with job.start(1) as executor:
            yield from _stream(executor, job, [submission], broken, busy)
        if broken:
            report = "The process that graded it died, twice."
            yield accident(job.assignment, job.tier, submission, report)


def _stream(
    executor: Executor,
    job: Job,
    waiting: list[Submission],
    suspects: list[Submission],
    busy: Busy,
) -> Iterator[dict[str, Any]]:
    """Feed the executor from `waiting`; move to `suspects` what was in it when a process died."""
    running: dict[Future, Submission] = {}
    since: dict[Future, float] = {}
    broken = False
    while running or (waiting and not broken):
        while waiting and not broken and len(running) < job.jobs * AHEAD:
            submission = waiting.pop()
            arguments = (job.assignment.name, job.tier, job.limits, submission.loaded())
            running[executor.submit(grade_one, *arguments)] = submission
        for future in islice(running, job.jobs):  # first come, first graded: the rest still waits
            since.setdefault(future, time.monotonic())
        finished, _ = wait(running, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
        for future in finished:
            submission = running.pop(future)
            since.pop(future, None)
            try:
                yield future.result()
            except Exception as error:  # noqa: BLE001 - a process died, of the pool or the cluster
                broken = broken or isinstance(error, BrokenProcessPool)
                suspects.append(submission)
        now = time.monotonic()
        busy([(running[future].student, now - begun) for future, begun in since.items()])
