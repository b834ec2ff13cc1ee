"""Finds submissions: files, folders of files, folders per student, exports of learning systems.

The student's id is the file's stem, the folder's name, or what the system puts into the name; it
is cleaned so that it can name a file. Two submissions never share an id, two students neither.
"""

import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.attempts import may_be_submission, that_count, unwrapped
from autograder.exports import METADATA, Origin, origin, submitters
from autograder.names import clean, printable
from autograder.submission import SUFFIXES, Submission, Unreadable, read_zip

MAX_FILE_BYTES = 64 << 20
EXPORT_MEMBERS, EXPORT_BYTES = 100_000, 4 << 30


class NotFound(Exception):
    """A path that was given does not exist, or holds no submission."""


@dataclass(frozen=True)
class Found:
    """A file, and whose it is: files of one `owner` are weighed against each other."""

    submission: Submission
    origin: Origin

    @property
    def owner(self) -> tuple[str, str]:
        return self.origin.system, self.origin.id


def collect(paths: Iterable[Path], assignment: str) -> list[Submission]:
    """The submissions under `paths` that count, sorted by student. Raises NotFound."""
    found: list[Found] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise NotFound(f"{path}: no such file or folder")
        here = list(from_folder(path, assignment) if path.is_dir() else from_file(path))
        if not here:
            raise NotFound(f"{path}: no .ipynb, .py or .zip in it")
        found += here
    return distinct(chosen(found, assignment))


def of_student(folder: Path, assignment: str, student: str) -> list[Submission]:
    """What counts of all that lies in the folder of one student."""
    files = [one(path, student, str(path.relative_to(folder))) for path in candidates(folder)]
    return that_count([unwrapped(file, assignment) for file in files], assignment)


def chosen(found: list[Found], assignment: str) -> list[Submission]:
    """Of each student the newest attempt at each file, without untouched stubs."""
    by_owner: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for item in found:
        by_owner[item.owner].append(item)
    owners = defaultdict(set)  # of each name, within its system
    for owner, items in by_owner.items():
        owners[owner[0], items[0].origin.person].add(owner)
    submissions = []
    for items in by_owner.values():
        who = items[0].origin
        is_shared = who.system and len(owners[who.system, who.person]) > 1
        student = f"{who.person}_{who.id}" if is_shared else who.person
        files = [unwrapped(item.submission, assignment) for item in newest(items)]
        different = {(f.sha256, f.problem, Path(f.file).suffix): f for f in reversed(files)}
        files = that_count(list(different.values()), assignment)
        submissions += [replace(file, student=student) for file in files]
    return submissions


def newest(items: list[Found]) -> list[Found]:
    """The last attempt at each file; on Gradescope all files of an attempt come together."""
    last: dict[str, tuple] = {}
    for item in items:
        key = item.origin.file
        last[key] = max(last.get(key, ()), item.origin.attempt)
    return [item for item in items if item.origin.attempt == last[item.origin.file]]


def from_file(path: Path) -> Iterator[Found]:
    """A file is one submission, or the export of a learning system."""
    if path.suffix.lower() == ".zip" and not path.is_symlink() and _is_export(_names_in_zip(path)):
        try:
            members = read_zip(path.read_bytes(), EXPORT_MEMBERS, EXPORT_BYTES)
        except Unreadable as reason:
            raise NotFound(f"{path}: {reason}") from None
        with zipfile.ZipFile(path) as archive:
            when = {info.filename: info.date_time for info in archive.infolist()}
        yield from from_export([Submission("", *member) for member in members.items()], when)
        return
    yield plain(one(path, path.stem, path.name), str(path.resolve()))


def from_folder(folder: Path, assignment: str) -> Iterator[Found]:
    """An unpacked export; or files that are submissions, and a folder for each student."""
    paths = candidates(folder)
    names = {str(path.relative_to(folder)): path for path in paths}
    if _is_export(names):
        metadata = [*folder.glob(METADATA), *folder.glob(f"*/{METADATA}")]
        names |= {str(path.relative_to(folder)): path for path in metadata}
        when = {n: time.localtime(p.lstat().st_mtime)[:6] for n, p in names.items()}
        yield from from_export([one(path, "", name) for name, path in names.items()], when)
        return
    own = [path for path in paths if path.parent == folder]
    if own and all(path.stem == assignment for path in own):
        for path in own:
            yield plain(one(path, folder.resolve().name, path.name), str(folder.resolve()))
        paths = [path for path in paths if path not in own]
    for path in paths:
        name = path.relative_to(folder)
        is_file = len(name.parts) == 1
        student = path.stem if is_file else student_of(folder, name.parts[0])
        yield plain(one(path, student, str(name)), f"{folder.resolve()}/{student}")


def plain(submission: Submission, place: str) -> Found:
    """A file that no system has named: its owner is where it lies."""
    return Found(submission, Origin("", submission.student, place, submission.file))


def student_of(folder: Path, name: str) -> str:
    """A folder's name; of GitHub Classroom's `hw1-submissions/hw1-ada`, what is the student's."""
    slug, end, rest = folder.resolve().name.rpartition("-submissions")
    return name.removeprefix(f"{slug}-") or name if end and not rest else name


def from_export(files: list[Submission], when: dict[str, tuple]) -> Iterator[Found]:
    """The submissions of an export, each with what the system says of it, or its time does."""
    people: dict[str, list[Origin]] = {}
    for file in files:
        if PurePosixPath(file.file).name == METADATA:
            people |= submitters(file.content.decode("utf-8", "replace"))
    for file in files:
        said = origin(file.file)
        if said and _may_count(file.file):
            for who in people.get(said.id) or [said]:
                yield Found(file, replace(who, attempt=who.attempt or (when[file.file],)))


def _is_export(names: Iterable[str]) -> bool:
    """Whether every name is one that a learning system gives."""
    names = [name for name in names if _may_count(name)]
    return bool(names) and all(map(origin, names))


def _may_count(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES and may_be_submission(name)


def _names_in_zip(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError):
        return []


def candidates(folder: Path) -> list[Path]:
    """The files below a folder that can be submissions."""
    paths = sorted(path for path in folder.rglob("*") if not path.is_dir())
    return [path for path in paths if _may_count(path.relative_to(folder).as_posix())]


def one(path: Path, student: str, file: str) -> Submission:
    """The submission in one file; a file that cannot be taken is a submission with a problem."""
    if path.is_symlink():
        return Submission(student, file, b"", "it is a symbolic link, not a file")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return Submission(student, file, b"", f"it is larger than {MAX_FILE_BYTES >> 20} MiB")
        with path.open("rb"):
            return Submission(student, file, path)
    except OSError as error:
        return Submission(student, file, b"", f"it cannot be read: {error.strerror}")


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
