"""What lies at a path, and whose it is: files, folders per student, exports of learning systems.

Nothing is left out here that is in the folder of a student: whoever has nothing else is to be told.
"""

import os
import stat
import time
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from mmap import PROT_READ, mmap
from pathlib import Path, PurePosixPath

from autograder.course.assignment import Assignment
from autograder.course.author_modules import CHECKS
from autograder.submissions.attempts import may_be_submission
from autograder.submissions.files.file_names import (
    AUTOSAVES,
    accepted,
    listed,
    stem_of,
    suffix_of,
)
from autograder.submissions.files.names import printable
from autograder.submissions.files.zips import entries_in, path_in_zip, read_zip
from autograder.submissions.folder_layout import (
    everything_in,
    files_in,
    have_folders,
    in_export,
    is_export,
    owner_of,
    without_work,
)
from autograder.submissions.lms_exports import METADATA, Origin, owner_in_export, submitters
from autograder.submissions.submission import Submission, Unreadable

MAX_FILE_BYTES = 64 << 20
EXPORT_MEMBERS, EXPORT_BYTES = 100_000, 4 << 30
CLOSED = "it cannot be read"
EMPTY = "nothing was handed in in this folder"
NO_FILE = "the export holds no file of this submission"
EXPORT = "it is what a learning system exports of many students: give this zip itself"


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

    @property
    def is_own(self) -> bool:
        """Whether it is a file, and nothing that comes along with the work of students."""
        name, called = self.submission.file, PurePosixPath(self.origin.file)
        return may_be_submission(name) and not name.endswith("/") and called.stem != CHECKS

    @property
    def may_be_work(self) -> bool:
        """Whether it can be graded, too."""
        return self.is_own and accepted(self.submission.file)


def from_file(path: Path) -> Iterator[Found]:
    """A file is one submission, or the export of a learning system."""
    names = _names_in_zip(path)
    if is_export(names):
        try:
            members = read_zip(path.read_bytes(), EXPORT_MEMBERS, EXPORT_BYTES)
        except Unreadable as reason:
            raise NotFound(f"{path}: {reason}") from None
        with zipfile.ZipFile(path) as archive:
            when = {path_in_zip(info): info.date_time for info in archive.infolist()}
        empty = {name: EMPTY for name in names if name.endswith("/")}
        files = [Submission("", name, members.get(name, b""), empty.get(name)) for name in names]
        yield from from_export(files, when, path)
        return
    yield plain(one(path, stem_of(path.name), path.name), str(path.resolve()))


def from_folder(folder: Path, assignment: Assignment, out: Path | None) -> Iterator[Found]:
    """An unpacked export; or files that are submissions, and a folder for each student."""
    everything = everything_in(folder, out)
    exported = frozenset(in_export(name for name, _ in everything))
    if is_export(exported):
        own = {name: path for name, path in everything if name in exported}
        when = {name: last_change(path) for name, path in own.items()}
        yield from from_export([one(path, "", name) for name, path in own.items()], when, folder)
        return
    files = files_in(everything)
    names = [name for name, _ in files]
    loose = [name for name in names if "/" not in name and accepted(name)]
    if loose and all(stem_of(name) == assignment.name for name in loose):
        student, place = folder.resolve().name, str(folder.resolve())
        yield from (plain(one(path, student, name), place) for name, path in files if name in loose)
        yield from of_class(folder, [f for f in files if accepted(f[0]) and f[0] not in loose])
        return
    without, has_folders = without_work(folder, names, out), have_folders(names)
    yield from of_class(folder, files, without if has_folders else ())
    for name in sorted(without - {name.partition("/")[0] for name in names}):
        student, problem = student_of(folder, name), nothing_in(name, everything)
        found = Submission(student, f"{name}/", b"", problem)
        is_row = has_folders or problem.startswith(CLOSED)
        yield plain(found, f"{folder.resolve()}/{student}") if is_row else Found(found, None)


def of_class(
    folder: Path, files: list[tuple[str, Path]], without: Collection[str] = ()
) -> Iterator[Found]:
    """Files of students, those in the folders of students `without` work, and nobody's."""
    at_work = {name.partition("/")[0] for name, _ in files if accepted(name) and "/" in name}
    for name, path in files:
        top, _, below = name.partition("/")
        student = student_of(folder, top) if below else owner_of(name)
        if accepted(name) or top in without or (student and not below):
            yield plain(no_export(path, student, name), f"{folder.resolve()}/{student}")
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
    owners = {file.file: owner_in_export(file.file) for file in files}
    people: dict[str, list[Origin]] = {}
    for file in files:
        if not owners[file.file] and PurePosixPath(file.file).name == METADATA:
            people |= submitters(file.content.decode("utf-8", "replace"))
    for file in files:
        said = owners[file.file]
        if said:
            for who in people.get(said.id) or [said]:
                attempt = who.attempt or (when[file.file],)
                yield Found(replace(file, handed_in=who.at), replace(who, attempt=attempt))
        elif accepted(file.file):
            stray = replace(file, student=stem_of(file.file))
            yield plain(stray, f"{place.resolve()}/{file.file}")
        elif PurePosixPath(file.file).name != METADATA:
            yield Found(file, None)
    there = {said.id for said in owners.values() if said}
    for name in [name for name in people if name not in there and owner_in_export(f"{name}/")]:
        for who in people[name]:
            yield Found(Submission("", f"{name}/", b"", NO_FILE, handed_in=who.at), who)


def _names_in_zip(path: Path) -> list[str]:
    """What matters in a zip that may be an export."""
    if suffix_of(path.name) != ".zip":
        return []
    try:
        if path.is_symlink() or not path.is_file():
            return []
        with path.open("rb") as file, mmap(file.fileno(), 0, prot=PROT_READ) as content:
            if entries_in(content) > EXPORT_MEMBERS:
                return []
        with zipfile.ZipFile(path) as archive:
            return in_export(dict.fromkeys(map(path_in_zip, archive.infolist())))
    except (zipfile.BadZipFile, OSError, ValueError):  # mmap's, of an empty file
        return []


def one(path: Path, student: str, file: str) -> Submission:
    """The submission in one file; a file that cannot be taken is a submission with a problem."""
    name = printable(file)
    try:
        if path.is_symlink():
            return Submission(student, name, b"", "it is a symbolic link, not a file")
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            os.scandir(path).close()
            return Submission(student, name, b"", EMPTY)
        if not stat.S_ISREG(about.st_mode):  # to open a pipe is to wait for ever
            return Submission(student, name, b"", "it is a pipe or a device, not a file")
        if about.st_size > MAX_FILE_BYTES:
            return Submission(student, name, b"", f"it is larger than {MAX_FILE_BYTES >> 20} MiB")
        with path.open("rb"):
            return Submission(student, name, str(path))
    except OSError as error:
        return Submission(student, name, b"", f"{CLOSED}: {error.strerror}")


def no_export(path: Path, student: str, name: str) -> Submission:
    """The same of a file in a folder of students, where no zip may hold the work of several."""
    names = _names_in_zip(path)
    owners = {(said.system, said.id) for said in map(owner_in_export, names) if said}
    if len(owners) > 1 and is_export(names):
        return Submission(student, printable(name), b"", EXPORT)
    return one(path, student, name)


def nothing_in(folder: str, everything: list[tuple[str, Path]]) -> str:
    """Why there is nothing to grade in a folder: what is in it, or that it cannot be entered."""
    below = [(name, path) for name, path in everything if name.startswith(f"{folder}/")]
    problems = [one(path, "", name).problem for name, path in below if name.endswith("/")]
    closed = (problem for problem in problems if problem != EMPTY)
    return next(closed, none_of([name.removeprefix(f"{folder}/") for name, _ in below]))


def none_of(names: Collection[str]) -> str:
    """What is told of a student who has nothing but these files."""
    files = sorted(name for name in names if name and not name.endswith("/"))
    return f"nothing that can be graded: {listed(files)}" if files else EMPTY


def last_change(path: Path) -> tuple[int, ...]:
    """When a file was changed, as a zip tells it; nothing where that cannot be known."""
    try:
        return time.localtime(path.lstat().st_mtime)[:6]
    except OSError:
        return ()
