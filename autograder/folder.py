"""The folder of a run: writable, one run at a time, one assignment; what regrading changed."""

import csv
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from autograder.results import inert, read_result, write_atomically

BYTES_A_SUBMISSION = 200_000
PARTS = ("results", "feedback", "submissions")  # what a run writes while it grades
HEADER = ("student", "old", "new", "tests")


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
    students = (path.stem for path in (folder / "results").glob("*.json"))
    results = (read_result(folder, student) for student in students)
    return next((r["extra_data"]["assignment"] for r in results if r is not None), None)


def note_change(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Add a row to changes.csv if a student's grade or any test moved: it must be announced."""
    if "score" not in new:
        return
    before = {test["name"]: test["score"] for test in old["tests"]}
    after = {test["name"]: test["score"] for test in new["tests"]}
    moved = [name for name in before | after if before.get(name) != after.get(name)]
    if not moved and old.get("score") == new["score"]:
        return
    student = inert(new["extra_data"]["student"])
    add_line(folder / "changes.csv", [student, old.get("score", ""), new["score"], " ".join(moved)])


def add_line(path: Path, row: list[Any]) -> None:
    """Add one line; one that a full disk or a power cut tore before is taken away."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    with path.open("a+b") as file:
        lines = file.seek(0, os.SEEK_END)
        if lines:
            file.seek(-1, os.SEEK_END)
            if file.read() != b"\n":
                file.seek(0)
                lines = file.truncate(file.read().rfind(b"\n") + 1)
        writer.writerows([row] if lines else [HEADER, row])
        file.write(text.getvalue().encode())


def pages_are_of(folder: Path, sha256: str) -> bool:
    """Whether the pages in this folder were made by the code of this hash."""
    path = folder / ".pages"
    return path.exists() and path.read_text(encoding="utf-8") == sha256


def pages_are_now_of(folder: Path, sha256: str) -> None:
    """Remember that they are."""
    write_atomically(folder / ".pages", sha256)
