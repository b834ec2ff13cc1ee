"""Finds submissions: files, folders of files, folders per student, exports of learning systems.

The student's id is the file's stem, the folder's name, or what the system puts into the name; it
is cleaned so that it can name a file. Two submissions never share an id, two students neither.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from autograder.course.assignment import Assignment
from autograder.submissions.attempts import all_unwrapped, different, that_count
from autograder.submissions.files.file_kinds import by_name
from autograder.submissions.files.file_names import accepted, listed
from autograder.submissions.folder_layout import everything_in, files_in
from autograder.submissions.found import (
    Found,
    NotFound,
    from_file,
    from_folder,
    none_of,
    one,
)
from autograder.submissions.identity import distinct
from autograder.submissions.lms_exports import owner_in_export
from autograder.submissions.submission import Submission

LONGEST_SUFFIX = 12  # of a file that is kept under the student's id


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
        try:
            here = list(from_folder(path, assignment, out) if path.is_dir() else from_file(path))
        except PermissionError as error:
            raise NotFound(f"{error.filename}: {error.strerror}") from None
        others = [item.submission for item in here if item.origin is None]
        if len(others) == len(here):
            raise NotFound(f"{path}: no .ipynb, .py or .zip in it")
        for other in others:
            why = other.problem or by_name(other.file) or "not .ipynb, .py or .zip"
            tell(f"{path}/{other.file}", why)
        found += [item for item in here if item.origin]
    return distinct(chosen(found, assignment))


def of_student(folder: Path, assignment: Assignment, student: str) -> list[Submission]:
    """What counts of all that lies in the folder of one student."""
    own = files_in(everything_in(folder))
    files = [one(path, student, name) for name, path in own if accepted(name)]
    return that_count(list(all_unwrapped(files, assignment)), assignment)


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
        work = [item for item in items if item.may_be_work]
        files = list(all_unwrapped((item.submission for item in newest(work)), assignment))
        files = that_count(different(files), assignment) if work else [refused(items)]
        exported = bool(who.system)
        submissions += [replace(file, student=student, exported=exported) for file in files]
    return submissions


def refused(items: list[Found]) -> Submission:
    """The submission of a student who handed in no file that can be graded."""
    sent = [item.submission for item in items if item.is_own]
    first = sent[0] if sent else items[0].submission
    problem = first.problem or (none_is_work(sent) if sent else only_along(items))
    suffix = PurePosixPath(first.file).suffix
    file = first.file.removesuffix(suffix) if len(suffix) > LONGEST_SUFFIX else first.file
    return replace(first, file=file, source=b"", problem=problem)


def none_is_work(sent: list[Submission]) -> str:
    """What is told of a student who sent other kinds of files."""
    names = sorted({PurePosixPath(each.file).name for each in sent})
    if len(names) > 1:
        return f"none of {listed(names)} is a notebook, .py or .zip"
    kind = by_name(names[0])
    return f"{names[0]} is {kind}" if kind else f"{names[0]} is not a notebook, .py or .zip"


def only_along(items: list[Found]) -> str:
    """What is told of a student who sent but what comes along with work."""
    owners = [owner_in_export(item.submission.file) for item in items]
    return none_of({owner.file for owner in owners if owner and owner.file != "."})


def newest(items: list[Found]) -> list[Found]:
    """The last attempt at each file; on Gradescope all files of an attempt come together."""
    last: dict[str, tuple] = {}
    for item in items:
        key = item.origin.file
        last[key] = max(last.get(key, ()), item.origin.attempt)
    return [item for item in items if item.origin.attempt == last[item.origin.file]]
