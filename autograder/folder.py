"""The folder of a run: writable, one run at a time, one assignment; what regrading changed."""

import csv
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from autograder.results import inert, read_results, write_atomically

BYTES_A_SUBMISSION = 200_000
HEADER = ("student", "old", "new", "tests")


class FolderError(Exception):
    """The folder cannot be used for this run; the text says why and what to do."""


@contextmanager
def opened(folder: Path, assignment: str, count: int) -> Iterator[None]:
    """Make sure that a run of `count` submissions can be written; hold the folder meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "results" / ".probe", "")
    (folder / "results" / ".probe").unlink()
    free = shutil.disk_usage(folder).free
    if free < count * BYTES_A_SUBMISSION:
        needed = count * BYTES_A_SUBMISSION >> 20
        raise FolderError(f"{folder}: {free >> 20} MiB free, about {needed} MiB needed")
    others = {result["extra_data"]["assignment"] for result in read_results(folder)} - {assignment}
    if others:
        raise FolderError(f"{folder} holds results of {others.pop()}: choose another --out")
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FolderError(f"{folder}: another run writes into it; wait for its end") from None
    try:
        yield
    finally:
        lock.release()


def note_change(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Add a row to changes.csv if a student's grade or any test moved: it must be announced."""
    if "score" not in new:
        return
    before = {test["name"]: test["score"] for test in old["tests"]}
    after = {test["name"]: test["score"] for test in new["tests"]}
    moved = [name for name in before | after if before.get(name) != after.get(name)]
    if not moved and old.get("score") == new["score"]:
        return
    path = folder / "changes.csv"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if not path.exists():
        writer.writerow(HEADER)
    student = inert(new["extra_data"]["student"])
    writer.writerow([student, old.get("score", ""), new["score"], " ".join(moved)])
    earlier = path.read_text(encoding="utf-8") if path.exists() else ""
    write_atomically(path, earlier + text.getvalue())
