"""Grades many submissions on an Executor, keeps what is done, and never lets one spoil another."""

import hashlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.dependencies import grade_sha256, page_sha256
from autograder.executors import processes
from autograder.feedback import path_of, write_feedback
from autograder.folder import note_change, pages_are_now_of, pages_are_of
from autograder.graded import Graded, accident, grade_one
from autograder.results import (
    as_json,
    in_lines,
    keep_submission,
    parse,
    read_result,
    result_path,
    split_lines,
    write_atomically,
)
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

    @cached_property
    def sha256(self) -> str:
        """Of all that grades depend on beside submissions."""
        return grade_sha256(self.assignment)

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
    sha256, share = job.sha256, Shared()
    results, waiting = [], {}
    for submission in submissions:
        earlier = read_result(out, submission.student) if resume else None
        if earlier and is_current(earlier, submission, sha256):
            results.append(share(in_lines(earlier)))
            done(earlier)
        else:
            waiting[submission.student] = submission
    renew_pages(out, results, page_sha256(job.assignment))
    for graded in grade_all(job, list(waiting.values()), busy):
        result = share(graded.result)
        keep(out, graded, result, waiting.pop(result["extra_data"]["student"]))
        results.append(result)
        done(result)
    return sorted(results, key=lambda result: result["extra_data"]["student"])


class Shared:
    """Reads results, and holds what they have in common once: most tests of a class end alike."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Any] = {}

    def __call__(self, text: str) -> dict[str, Any]:
        """The result that `in_lines` wrote, made of what earlier ones hold already."""
        result, tests = split_lines(text)
        about = {
            key: value if key in OWN else self._once(as_json(value))
            for key, value in result["extra_data"].items()
        }
        array = f"[{','.join(tests)}]"
        shared = self._once(array, lambda _: [self._once(test) for test in tests])
        return result | {"tests": shared, "extra_data": about}

    def _once(self, text: str, read: Callable[[str], Any] = parse) -> Any:
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        if digest not in self._kept:
            self._kept[digest] = read(text)
        return self._kept[digest]


def renew_pages(out: Path, results: list[dict[str, Any]], sha256: str) -> None:
    """Write the pages of earlier results again that other code made, or that are not there."""
    current = pages_are_of(out, sha256)
    for result in results:
        if not (current and path_of(out, result).exists()):
            write_feedback(out, result)
    if not current:
        pages_are_now_of(out, sha256)


def keep(out: Path, graded: Graded, result: dict[str, Any], submission: Submission) -> None:
    """Write one result; results.json last, for a run that is resumed believes it."""
    student = submission.student
    if graded.report:
        write_atomically(out / "errors" / f"{student}.txt", graded.report)
    earlier = read_result(out, student)
    if earlier:
        note_change(out, earlier, result)
    keep_submission(out, submission)
    write_atomically(path_of(out, result), graded.page)
    write_atomically(result_path(out, student), graded.result)


def is_current(result: dict[str, Any], submission: Submission, sha256: str) -> bool:
    """Whether a result is of this very submission, file name included, and this very grader."""
    about = result["extra_data"]
    same_file = about["submission_sha256"] == submission.sha256 and about["file"] == submission.file
    return same_file and about["autograder_sha256"] == sha256 and about["status"] != "error"


def grade_all(
    job: Job, submissions: list[Submission], busy: Busy = lambda _: None
) -> Iterator[Graded]:
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
            yield accident(job.assignment, job.sha256, job.tier, submission, report)


def _stream(
    executor: Executor,
    job: Job,
    waiting: list[Submission],
    suspects: list[Submission],
    busy: Busy,
) -> Iterator[Graded]:
    """Feed the executor from `waiting`; move to `suspects` what was in it when a process died."""
    running: dict[Future, Submission] = {}
    since: dict[Future, float] = {}
    broken = False
    while running or (waiting and not broken):
        while waiting and not broken and len(running) < job.jobs * AHEAD:
            submission = waiting.pop()
            arguments = (job.assignment.name, job.sha256, job.tier, job.limits)
            future = executor.submit(grade_one, *arguments, submission.loaded())
            running[future] = submission
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
