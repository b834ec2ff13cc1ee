"""Grades many submissions on an Executor, keeps what is done, and never lets one spoil another."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType

from autograder.course.assignment import Assignment
from autograder.course.handout import read_handout
from autograder.reports.student_page import feedback, path_of, write_feedback
from autograder.results.atomic_file import write_atomically
from autograder.results.beside import Late
from autograder.results.late_policy import marked
from autograder.results.provenance import grade_sha256, page_sha256
from autograder.results.result import Result
from autograder.results.results_json import Shared, to_json
from autograder.runs.by_hand import adjustments_in, lay_over
from autograder.runs.executors import processes
from autograder.runs.run_folder import (
    keep_submission,
    note_change,
    pages_are_now_of,
    pages_are_of,
    read_result,
    result_path,
)
from autograder.runs.task import Graded, Task, accident, grade_one
from autograder.sandbox.walls.limits import Limits, Tier
from autograder.submissions.submission import Submission

Busy = Callable[[list[tuple[str, float]]], None]  # told who is in a process, since how many seconds
LOOK_SECONDS = 1.0
NOBODY: Mapping[str, Late] = MappingProxyType({})
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
    def task(self) -> Task:
        """What each process has to know."""
        sha256 = grade_sha256(self.assignment)
        return Task(self.assignment, sha256, self.tier, self.limits)

    def start(self, jobs: int) -> AbstractContextManager[Executor]:
        """An executor for some of the work: fresh processes, or the cluster, which stays."""
        return nullcontext(self.executor) if self.executor else processes(jobs)


def run(
    job: Job,
    submissions: list[Submission],
    out: Path,
    *,
    resume: bool,
    done: Callable[[Result], None],
    busy: Busy = lambda _: None,
    late: Mapping[str, Late] = NOBODY,
) -> list[Result]:
    """Results by student; each is written, and told to `done`, as soon as it is there.

    `late` is what lateness takes off, by student.
    """
    share, kept, fresh, in_work = Shared(), [], [], {}
    adjustments = adjustments_in(out, job.assignment)
    handout = read_handout(job.assignment)

    def to_grade() -> Iterator[Submission]:
        """What has no result yet, read once: what is graded is what is kept."""
        for submission in map(Submission.loaded, submissions):
            earlier = read_result(out, submission.student) if resume else None
            if earlier and is_current(earlier, submission, job.task.sha256):
                now = marked(earlier, late.get(submission.student))
                kept.append(share(to_json(lay_over(out, earlier, adjustments, handout, now))))
                done(kept[-1])
            else:
                in_work[submission.student] = submission
                yield submission

    def as_it_counts(graded: Graded) -> Graded:
        """With the points that were given by hand, and less what lateness takes off."""
        alone = share(graded.result)
        now = marked(alone, late.get(alone.student))
        by_hand = adjustments.alike or adjustments.of(alone.student)
        result = adjustments.over(now, read_result(out, alone.student) if by_hand else None)
        if result == alone:
            return graded
        return graded._replace(result=to_json(result), page=feedback(result, handout))

    for graded in map(as_it_counts, grade_all(job, to_grade(), busy)):
        result = share(graded.result)
        keep(out, graded, result, in_work.pop(result.student))
        fresh.append(result)
        done(result)
    renew_pages(out, kept, job.assignment)
    return sorted(kept + fresh, key=lambda result: result.student)


def renew_pages(out: Path, results: list[Result], assignment: Assignment) -> None:
    """Write the pages of earlier results again that other code made, or that are not there."""
    sha256, handout = page_sha256(assignment), read_handout(assignment)
    current = pages_are_of(out, sha256)
    for result in results:
        if not (current and path_of(out, result).exists()):
            write_feedback(out, result, handout)
    if not current:
        pages_are_now_of(out, sha256)


def keep(out: Path, graded: Graded, result: Result, submission: Submission) -> None:
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


def is_current(result: Result, submission: Submission, sha256: str) -> bool:
    """Whether a result is of this very submission, file name included, and this very grader."""
    about = result.about
    same_file = about.submission_sha256 == submission.sha256 and about.file == submission.file
    return same_file and about.autograder_sha256 == sha256 and about.status != "error"


def grade_all(
    job: Job, submissions: Iterable[Submission], busy: Busy = lambda _: None
) -> Iterator[Graded]:
    """Results in the order in which they come. A submission that ends its process ends no other.

    Submissions are asked for as they are needed, so that no class need be in memory.
    """
    waiting, suspects = iter(submissions), []
    while (first := next(waiting, None)) is not None:
        ahead = list(islice(waiting, job.jobs - 1))
        waiting = chain([first, *ahead], waiting)
        with job.start(min(job.jobs, 1 + len(ahead))) as executor:
            yield from _stream(executor, job, waiting, suspects, busy)
    for submission in suspects:  # one of these ended a process: each gets one to itself
        broken: list[Submission] = []
        with job.start(1) as executor:
            yield from _stream(executor, job, iter([submission]), broken, busy)
        if broken:
            yield accident(job.task, submission, "The process that graded it died, twice.")


def _stream(
    executor: Executor,
    job: Job,
    waiting: Iterator[Submission],
    suspects: list[Submission],
    busy: Busy,
) -> Iterator[Graded]:
    """Feed the executor from `waiting`; move to `suspects` what was in it when a process died."""
    running: dict[Future, Submission] = {}
    since: dict[Future, float] = {}
    broken, more = False, True
    while running or (more and not broken):
        while more and not broken and len(running) < job.jobs * AHEAD:
            submission = next(waiting, None)
            if submission is None:
                more = False
                break
            try:
                running[executor.submit(grade_one, job.task, submission)] = submission
            except BrokenProcessPool:
                broken = True
                suspects.append(submission)
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
