"""The folder of a run: its files, one run at a time, one assignment; what regrading changed."""

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from autograder.results.atomic_file import write_atomically
from autograder.results.result import Result
from autograder.results.results_json import NotAResult, from_json
from autograder.results.text import csv_text
from autograder.submissions.files.file_names import accepted, suffix_of
from autograder.submissions.submission import Submission, Unreadable

BYTES_A_SUBMISSION = 200_000
PARTS = ("results", "feedback", "submissions")  # what a run writes while it grades
OF_STUDENTS = {"results": ".json", "feedback": ".html"}  # what other people read one by one
ASIDE = "earlier"  # where these lie of students who are not in the last run
HEADER = ("student", "old", "new", "tests")
Read = TypeVar("Read")


class FolderError(Exception):
    """The folder cannot be used for this run; the text says why and what to do."""


@contextmanager
def opened(folder: Path, assignment: str, count: int) -> Iterator[None]:
    """Make sure that a run of `count` submissions can be written; hold the folder meanwhile."""
    for part in PARTS:
        probe = folder / part / ".probe"
        try:
            write_atomically(probe, "")
            probe.unlink(missing_ok=True)
        except OSError as error:
            message = f"{probe.parent} cannot be written to ({error.strerror})"
            raise FolderError(f"{message}: choose another --out") from None
    free = shutil.disk_usage(folder).free
    if free < count * BYTES_A_SUBMISSION:
        needed = count * BYTES_A_SUBMISSION >> 20
        raise FolderError(f"{folder}: {free >> 20} MiB free, about {needed} MiB needed")
    other = assignment_in(folder)
    if other not in (assignment, None):
        raise FolderError(f"{folder} holds results of {other}: choose another --out")
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FolderError(f"{folder}: another run writes into it; wait for its end") from None
    try:
        yield
    finally:
        lock.release()


def assignment_in(folder: Path) -> str | None:
    """The assignment that was graded in this folder; all its results are of one."""
    results = (read_result(folder, student) for student in students_in(folder))
    return next((result.about.assignment for result in results if result is not None), None)


def students_in(folder: Path) -> list[str]:
    """Who has a result here, sorted."""
    return sorted(path.stem for path in (folder / "results").glob("*.json"))


def result_path(folder: Path, student: str) -> Path:
    """results/STUDENT.json."""
    return folder / "results" / f"{student}.json"


def read_result(folder: Path, student: str) -> Result | None:
    """What an earlier run wrote for this student; None if nothing whole is there."""
    try:
        return from_json(result_path(folder, student).read_bytes())
    except (OSError, NotAResult):
        return None


def read_results(folder: Path) -> list[Result]:
    """All results in a folder, sorted by student."""
    results = [read_result(folder, student) for student in students_in(folder)]
    return [result for result in results if result is not None]


def damaged(folder: Path) -> list[str]:
    """Whose result is there and cannot be read, sorted."""
    return [name for name in students_in(folder) if read_result(folder, name) is None]


def set_aside(folder: Path, students: Collection[str]) -> list[str]:
    """Leave results and pages of these students alone where all read them; gives who lies aside.

    Who was set aside before and is among them now comes back, and need not be graded again.
    """
    for part, suffix in OF_STUDENTS.items():
        here, aside = folder / part, folder / ASIDE / part
        for path in here.glob(f"*{suffix}"):
            if path.stem not in students:
                aside.mkdir(parents=True, exist_ok=True)
                path.replace(aside / path.name)
        for path in aside.glob(f"*{suffix}"):
            if path.stem not in students:
                continue
            if (here / path.name).exists():
                path.unlink()
            else:
                path.replace(here / path.name)
    return students_in(folder / ASIDE)


def keep_submission(folder: Path, submission: Submission) -> None:
    """submissions/STUDENT.ipynb: what was graded, so that `explain` can run it again."""
    path = folder / "submissions" / f"{submission.student}{kept_suffix(submission.file)}"
    write_atomically(path, submission.content)


def kept_suffix(file: str) -> str:
    """That of a copy: what can be graded can be graded again, under whatever name it came.

    There is one in any case, lest it be read off the end of a student's name.
    """
    return suffix_of(file) if accepted(file) else Path(file).suffix or ".file"


def kept_submission(folder: Path, result: Result) -> Submission | None:
    """The submission of a result, if it is still there, whole and the same."""
    about = result.about
    path = folder / "submissions" / f"{about.student}{kept_suffix(about.file)}"
    try:
        submission = Submission(about.student, about.file, path.read_bytes())
    except OSError:
        return None
    return submission if submission.sha256 == about.submission_sha256 else None


def read_again(folder: Path, result: Result, read: Callable[[Submission], Read]) -> Read:
    """What `read` makes of what was graded. Raises Unreadable.

    Whoever was told a reason when it was graded is not told another one now.
    """
    submission = kept_submission(folder, result)
    told = result.about.note if result.status == "unreadable" else ""
    if submission is None:
        raise Unreadable(told or f"{folder}/submissions does not hold what was graded")
    if not submission.content.strip():
        raise Unreadable(told or "the file is empty")
    try:
        return read(submission)
    except Unreadable as reason:
        raise Unreadable(told or str(reason)) from None


def note_change(folder: Path, old: Result, new: Result) -> None:
    """Add a row to changes.csv if a student's grade or any test moved: it must be announced."""
    if new.status == "error":
        return
    before = {test.name: test.score for test in old.tests}
    after = {test.name: test.score for test in new.tests}
    moved = [name for name in before | after if before.get(name) != after.get(name)]
    if not moved and old.score == new.score:
        return
    row = [new.student, old.score_or, new.score, " ".join(moved)]
    add_line(folder / "changes.csv", row)


def add_line(path: Path, row: list[Any]) -> None:
    """Add one line; one that a full disk or a power cut tore before is taken away."""
    with path.open("a+b") as file:
        lines = file.seek(0, os.SEEK_END)
        if lines:
            file.seek(-1, os.SEEK_END)
            if file.read() != b"\n":
                file.seek(0)
                lines = file.truncate(file.read().rfind(b"\n") + 1)
        file.write(csv_text([row] if lines else [HEADER, row]).encode())


def pages_are_of(folder: Path, sha256: str) -> bool:
    """Whether the pages in this folder were made by the code of this hash."""
    path = folder / ".pages"
    return path.exists() and path.read_text(encoding="utf-8") == sha256


def pages_are_now_of(folder: Path, sha256: str) -> None:
    """Remember that they are."""
    write_atomically(folder / ".pages", sha256)
