"""Finds submissions: files, folders of files, folders per student, zips of the learning systems.

The student's id is the file's stem, the folder's name, or what the system puts into the name; it
is cleaned so that it can name a file. Two submissions never share an id.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from autograder.submission import (
    SUFFIXES,
    Submission,
    Unreadable,
    is_clutter,
    read_zip,
)

PUBLIC_TESTS = "tests"  # comes with the handout, and students hand it in again
MAX_FILE_BYTES = 64 << 20
EXPORT_MEMBERS, EXPORT_BYTES = 100_000, 4 << 30
# lastfirst_LATE_12345_67890_file.ipynb; Jane Doe_123_assignsubmission_file_/; submission_123/
CANVAS = re.compile(r"^(?P<student>[^_/]+)(?:_LATE)?_(?P<id>\d+)_\d+_[^/]+$")
MOODLE = re.compile(r"^(?P<student>[^/]+)_(?P<id>\d+)_assignsubmission_file_?/")
GRADESCOPE = re.compile(r"^(?:[^/]+/)?(?P<student>submission_\d+)/")


class NotFound(Exception):
    """A path that was given does not exist, or holds no submission."""


def collect(paths: Iterable[Path], assignment: str) -> list[Submission]:
    """All submissions under `paths`, sorted by student. Raises NotFound."""
    found: list[Submission] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise NotFound(f"{path}: no such file or folder")
        submissions = from_folder(path, assignment) if path.is_dir() else from_file(path)
        if not submissions:
            raise NotFound(f"{path}: no .ipynb, .py or .zip in it")
        found += submissions
    return distinct(found)


def from_file(path: Path) -> list[Submission]:
    """A file is one submission, or the export of a learning system."""
    if path.suffix.lower() == ".zip" and not path.is_symlink():
        exported = from_export(path)
        if exported:
            return exported
    return [one(path, path.stem, path.name)]


def from_folder(folder: Path, assignment: str) -> list[Submission]:
    """Files in a folder are submissions; each folder in it is a student."""
    files = candidates(folder, recursive=False)
    if len(files) == 1 and files[0].stem == assignment:
        return [one(files[0], folder.resolve().name, files[0].name)]
    submissions = [one(path, path.stem, path.name) for path in files]
    for student in sorted(folder.iterdir()):
        is_student = not is_clutter(student.name) and student.name != PUBLIC_TESTS
        if student.is_dir() and not student.is_symlink() and is_student:
            paths = candidates(student, recursive=True)
            names = [str(path.relative_to(folder)) for path in paths]
            submissions += [one(p, student.name, n) for p, n in zip(paths, names, strict=True)]
    return submissions


def candidates(folder: Path, *, recursive: bool) -> list[Path]:
    """The files of a folder that can be submissions."""
    paths = folder.rglob("*") if recursive else folder.iterdir()
    return sorted(
        path
        for path in paths
        if path.suffix.lower() in SUFFIXES
        and not path.is_dir()
        and not is_clutter(str(path.relative_to(folder)))
        and PUBLIC_TESTS not in path.relative_to(folder).parts[:-1]
    )


def one(path: Path, student: str, file: str) -> Submission:
    """The submission in one file; a file that cannot be taken is a submission with a problem."""
    if path.is_symlink():
        return Submission(student, file, b"", "it is a symbolic link, not a file")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return Submission(student, file, b"", f"it is larger than {MAX_FILE_BYTES >> 20} MiB")
        return Submission(student, file, path.read_bytes())
    except OSError as error:
        return Submission(student, file, b"", f"it cannot be read: {error.strerror}")


def from_export(path: Path) -> list[Submission]:
    """The submissions in a zip that Canvas, Moodle or Gradescope exports; none if it is another."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError):
        return []
    names = [n for n in names if PurePosixPath(n).suffix.lower() in SUFFIXES and not is_clutter(n)]
    matches = {n: m for n in names for p in (MOODLE, GRADESCOPE, CANVAS) if (m := p.match(n))}
    if not names or len(matches) < len(names):
        return []
    try:
        members = read_zip(path.read_bytes(), EXPORT_MEMBERS, EXPORT_BYTES)
    except Unreadable as reason:
        raise NotFound(f"{path}: {reason}") from None
    return [Submission(m["student"], n, members[n]) for n, m in matches.items()]


def distinct(submissions: list[Submission]) -> list[Submission]:
    """Submissions under ids that are clean and unique, sorted by id.

    The order of the arguments does not matter: of two with one id, the first by name keeps it.
    """
    taken: dict[str, Submission] = {}
    for submission in sorted(submissions, key=lambda s: (s.student, s.file, s.sha256)):
        base = student = clean(submission.student)
        number = 1
        while student.casefold() in taken:
            number += 1
            student = f"{base}-{number}"
        taken[student.casefold()] = replace(
            submission, student=student, file=printable(submission.file)
        )
    return sorted(taken.values(), key=lambda submission: submission.student)


def clean(student: str) -> str:
    """A student's id that can name a file and stand in a table: no marks, controls or slashes."""
    text = re.sub(r"[/\\:*?\"<>|]", "_", printable(student)).strip(" .")
    return text[:100] or "unnamed"


def printable(text: str) -> str:
    """Text without what is not seen: controls, direction marks, broken characters."""
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return "".join(c for c in normal if unicodedata.category(c)[0] != "C")
