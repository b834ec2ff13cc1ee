"""Finds submissions: files, folders of files, folders per student, exports of learning systems.

The student's id is the file's stem, the folder's name, or what the system puts into the name; it
is cleaned so that it can name a file. Two submissions never share an id, two students neither.
"""

import stat
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from mmap import PROT_READ, mmap
from pathlib import Path, PurePosixPath

from autograder.course.assignment import Assignment
from autograder.submissions.attempts import different, may_be_submission, that_count, unwrapped
from autograder.submissions.files.file_kinds import by_name
from autograder.submissions.files.file_names import AUTOSAVES, accepted, stem_of
from autograder.submissions.files.names import printable
from autograder.submissions.files.zips import entries_in, path_in_zip, read_zip
from autograder.submissions.folder_layout import (
    files_in,
    is_export,
    owner_of,
    without_work,
)
from autograder.submissions.identity import distinct
from autograder.submissions.lms_exports import METADATA, Origin, origin, submitters
from autograder.submissions.submission import Submission, Unreadable

MAX_FILE_BYTES = 64 << 20
EXPORT_MEMBERS, EXPORT_BYTES = 100_000, 4 << 30
LONGEST_SUFFIX = 12  # of a file that is kept under the student's id
LISTED = 5  # names in a message
EMPTY = "nothing was handed in in this folder"


class NotFound(Exception):
    """A path that was given does not exist, or holds no submission."""


@dataclass(frozen=True)
class Found:
    """A file, and whose it is: files of one `owner` are weighed against each other."""

    submission: Submission
    origin: Origin | None  # None: it is nobody's work

    @property
    def owner(self) -> tuple[str, str]:
        return self.origin.system, self.origin.id


def collect(
    paths: Iterable[Path],
    assignment: Assignment,
    out: Path | None = None,
    tell: Callable[[str, str], object] = lambda _name, _why: None,
) -> list[Submission]:
    """The submissions under `paths` that count, sorted by student. Raises NotFound.

    What lies below `out` is a run's own. `tell` hears of each file that is nobody's work, and why.
    """
    found: list[Found] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise NotFound(f"{path}: no such file or folder")
        here = list(from_folder(path, assignment, out) if path.is_dir() else from_file(path))
        others = [item.submission.file for item in here if item.origin is None]
        if len(others) == len(here):
            raise NotFound(f"{path}: no .ipynb, .py or .zip in it")
        for name in others:
            tell(f"{path}/{name}", by_name(name) or "not .ipynb, .py or .zip")
        found += [item for item in here if item.origin]
    return distinct(chosen(found, assignment))


def of_student(folder: Path, assignment: Assignment, student: str) -> list[Submission]:
    """What counts of all that lies in the folder of one student."""
    files = [one(path, student, name) for name, path in files_in(folder) if accepted(name)]
    return that_count([unwrapped(file, assignment) for file in files], assignment)


def chosen(found: list[Found], assignment: Assignment) -> list[Submission]:
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
        work = [item for item in items if accepted(item.submission.file)]
        files = [unwrapped(item.submission, assignment) for item in newest(work)]
        files = that_count(different(files), assignment) if work else [refused(items)]
        exported = bool(who.system)
        submissions += [replace(file, student=student, exported=exported) for file in files]
    return submissions


def refused(items: list[Found]) -> Submission:
    """The submission of a student who handed in no file that can be graded."""
    first = items[0].submission
    names = sorted({PurePosixPath(item.submission.file).name for item in items})
    is_none = f"{names[0]} is not" if len(names) == 1 else f"none of {listed(names)} is"
    kind = f"{names[0]} is {by_name(names[0])}" if len(names) == 1 and by_name(names[0]) else ""
    problem = first.problem or kind or f"{is_none} a notebook, .py or .zip"
    suffix = PurePosixPath(first.file).suffix
    file = first.file.removesuffix(suffix) if len(suffix) > LONGEST_SUFFIX else first.file
    return replace(first, file=file, source=b"", problem=problem)


def newest(items: list[Found]) -> list[Found]:
    """The last attempt at each file; on Gradescope all files of an attempt come together."""
    last: dict[str, tuple] = {}
    for item in items:
        key = item.origin.file
        last[key] = max(last.get(key, ()), item.origin.attempt)
    return [item for item in items if item.origin.attempt == last[item.origin.file]]


def from_file(path: Path) -> Iterator[Found]:
    """A file is one submission, or the export of a learning system."""
    if path.suffix.lower() == ".zip" and is_export(_names_in_zip(path)):
        try:
            members = read_zip(path.read_bytes(), EXPORT_MEMBERS, EXPORT_BYTES)
        except Unreadable as reason:
            raise NotFound(f"{path}: {reason}") from None
        with zipfile.ZipFile(path) as archive:
            when = {path_in_zip(info): info.date_time for info in archive.infolist()}
        files = [Submission("", name, content) for name, content in members.items()]
        yield from from_export([f for f in files if may_be_submission(f.file)], when, path)
        return
    yield plain(one(path, stem_of(path.name), path.name), str(path.resolve()))


def from_folder(folder: Path, assignment: Assignment, out: Path | None) -> Iterator[Found]:
    """An unpacked export; or files that are submissions, and a folder for each student."""
    files = files_in(folder, out)
    names = [name for name, _ in files]
    if is_export(names):
        when = {name: time.localtime(path.lstat().st_mtime)[:6] for name, path in files}
        yield from from_export([one(path, "", name) for name, path in files], when, folder)
        return
    loose = [name for name in names if "/" not in name and accepted(name)]
    if loose and all(stem_of(name) == assignment.name for name in loose):
        student, place = folder.resolve().name, str(folder.resolve())
        yield from (plain(one(path, student, name), place) for name, path in files if name in loose)
        yield from of_class(folder, [f for f in files if accepted(f[0]) and f[0] not in loose])
        return
    without = without_work(folder, names, out)
    yield from of_class(folder, files, without)
    for name in sorted(without - {name.partition("/")[0] for name in names}):
        empty = Submission(student_of(folder, name), f"{name}/", b"", EMPTY)
        yield plain(empty, f"{folder.resolve()}/{empty.student}")


def of_class(
    folder: Path, files: list[tuple[str, Path]], without: Iterable[str] = ()
) -> Iterator[Found]:
    """Files of students, those in the folders of students `without` work, and nobody's."""
    at_work = {name.partition("/")[0] for name, _ in files if accepted(name) and "/" in name}
    for name, path in files:
        top, _, below = name.partition("/")
        student = student_of(folder, top) if below else owner_of(name)
        if accepted(name) or top in without or (student and not below):
            yield plain(one(path, student, name), f"{folder.resolve()}/{student}")
        elif top not in at_work:
            yield Found(Submission("", name, b""), None)


def plain(submission: Submission, place: str) -> Found:
    """A file that no system has named: its owner is where it lies."""
    return Found(submission, Origin("", submission.student, place, submission.file))


def student_of(folder: Path, name: str) -> str:
    """A folder's name; of GitHub Classroom's `hw1-submissions/hw1-ada`, what is the student's."""
    if name == AUTOSAVES:
        return folder.resolve().name
    slug, end, rest = folder.resolve().name.rpartition("-submissions")
    return name.removeprefix(f"{slug}-") or name if end and not rest else name


def from_export(files: list[Submission], when: dict[str, tuple], place: Path) -> Iterator[Found]:
    """The submissions of an export, each with what the system says of it, or its time does.

    A file that the system has not named is a row of its own if it can be graded.
    """
    people: dict[str, list[Origin]] = {}
    for file in files:
        if not origin(file.file) and PurePosixPath(file.file).name == METADATA:
            people |= submitters(file.content.decode("utf-8", "replace"))
    for file in files:
        said = origin(file.file)
        if said:
            for who in people.get(said.id) or [said]:
                attempt = who.attempt or (when[file.file],)
                yield Found(replace(file, handed_in=who.at), replace(who, attempt=attempt))
        elif accepted(file.file):
            stray = replace(file, student=stem_of(file.file))
            yield plain(stray, f"{place.resolve()}/{file.file}")
        elif PurePosixPath(file.file).name != METADATA:
            yield Found(file, None)


def _names_in_zip(path: Path) -> list[str]:
    if path.is_symlink() or not path.is_file():
        return []
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, prot=PROT_READ) as content:
            if entries_in(content) > EXPORT_MEMBERS:
                return []
        with zipfile.ZipFile(path) as archive:
            names = [path_in_zip(info) for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError):  # mmap's, of an empty file
        return []
    return [name for name in names if may_be_submission(name) and not name.endswith("/")]


def one(path: Path, student: str, file: str) -> Submission:
    """The submission in one file; a file that cannot be taken is a submission with a problem."""
    name = printable(file)
    if path.is_symlink():
        return Submission(student, name, b"", "it is a symbolic link, not a file")
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # to open a pipe is to wait for ever
            return Submission(student, name, b"", "it is a pipe or a device, not a file")
        if about.st_size > MAX_FILE_BYTES:
            return Submission(student, name, b"", f"it is larger than {MAX_FILE_BYTES >> 20} MiB")
        with path.open("rb"):
            return Submission(student, name, str(path))
    except OSError as error:
        return Submission(student, name, b"", f"it cannot be read: {error.strerror}")


def listed(names: list[str]) -> str:
    """The first names, and how many more."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
