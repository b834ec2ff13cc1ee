"""A graded folder once more, in which students have other names; who is who stays behind.

Commands read the copy as any other folder, so all their pages are without names.
"""

import csv
import hmac
import io
import secrets
from collections.abc import Mapping
from dataclasses import replace as replaced
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from autograder.course.assignment import Assignment
from autograder.course.handout import read_handout
from autograder.reports.student_page import write_feedback
from autograder.results.atomic_file import write_atomically
from autograder.results.result import Result
from autograder.results.results_json import to_json
from autograder.results.tables.adjustments_csv import read_adjustments, write_adjustments
from autograder.results.text import inert
from autograder.runs.run_folder import (
    FolderError,
    keep_submission,
    kept_submission,
    kept_suffix,
    read_results,
    result_path,
)

KEY, TABLE = "anonymous.key", "anonymous.csv"  # in the folder with the names
ADJUSTMENTS = "adjustments.csv"
DIGITS = 12
SHORTEST = 3  # shorter names are parts of too many words


def copy_without_names(folder: Path, out: Path, assignment: Assignment) -> None:
    """Write results, pages, submissions and points by hand of `folder` to `out`.

    The key and the table of names are written to `folder`. Raises FolderError.
    """
    if folder.resolve().is_relative_to(out.resolve()):
        raise FolderError(f"{out} holds the names, too: choose another folder")
    results = read_results(folder)
    key = key_in(folder)
    names = {result.student: alias(key, result.student) for result in results}
    if {result.student for result in read_results(out)} - set(names.values()):
        raise FolderError(f"{out} holds other results: choose an empty folder")
    handout = read_handout(assignment)
    for result in results:
        own = without_name(result, names[result.student])
        submission = kept_submission(folder, result)
        if submission is not None:
            keep_submission(out, replaced(submission, student=own.student, file=own.about.file))
        write_feedback(out, own, handout)
        write_atomically(result_path(out, own.student), to_json(own))
    copy_adjustments(folder, out, names)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("id", "student"), *((own, inert(name)) for name, own in names.items())])
    write_atomically(folder / TABLE, text.getvalue())


def key_in(folder: Path) -> bytes:
    """The secret of a folder, drawn once: so students keep their ids."""
    path = folder / KEY
    if not path.exists():
        write_atomically(path, secrets.token_hex(32) + "\n")
        path.chmod(0o600)
    return path.read_bytes().strip()


def alias(key: bytes, student: str) -> str:
    """The id of a student; without the key nobody can try names."""
    return f"s-{hmac.digest(key, student.encode(), 'sha256').hex()[:DIGITS]}"


def without_name(result: Result, own: str) -> Result:
    """A result under another name, also in what is said of its file."""
    about = result.about
    file = PurePosixPath(about.file)
    names = {about.student, about.file, *file.parts, *(PurePosixPath(p).stem for p in file.parts)}
    told = sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)

    def clean(text: str) -> str:
        for name in told:
            text = text.replace(name, own)
        return text

    about = replace(
        about,
        student=own,
        file=own + kept_suffix(about.file),
        exported=False,
        note=clean(about.note),
        problems=tuple(map(clean, about.problems)),
        notes=tuple(map(clean, about.notes)),
    )
    return replace(result, output=clean(result.output), about=about)


def copy_adjustments(folder: Path, out: Path, names: Mapping[str, str]) -> None:
    """Points by hand of all who failed alike, and of students who have a result under their ids."""
    (out / ADJUSTMENTS).unlink(missing_ok=True)
    rows = read_adjustments(folder / ADJUSTMENTS)
    found = [*rows.alike.values()]
    for name, own in names.items():
        found += [row._replace(student=own) for row in rows.of(name).values()]
    if found:
        write_adjustments(out / ADJUSTMENTS, found)
