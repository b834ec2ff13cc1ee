"""Which file of a student counts: the newest attempt, and never a stub that nobody touched.

The folder of a homework has a notebook and its `.py` twin, and a student edits one of them. Files
are only compared with the handout line by line here; nothing is parsed as Python or run.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath

from autograder.course.assignment import Assignment
from autograder.course.author_modules import CHECKS
from autograder.sandbox.worker.cells import experiment_lines
from autograder.submissions.files.file_names import is_autosave, is_clutter, rightly, suffix_of
from autograder.submissions.files.zips import MAX_UNPACKED_BYTES, work_in_zip
from autograder.submissions.submission import Submission, Unreadable, read

PUBLIC_TESTS = "tests"  # comes with the handout, and students hand it in again
DEFINITION = re.compile(r"^(?:async\s+)?def\s+(\w+)\s*\(", re.MULTILINE)


def that_count(files: list[Submission], assignment: Assignment) -> list[Submission]:
    """The files of one student that hold work; one of the stubs if nobody touched any.

    A file that cannot be read may hold work. Files of another assignment count if all do.
    """
    if len(files) < 2:
        return files
    lines = {file: _lines(file) for file in files}
    own = meant(files)
    unread = [f for f in own if lines[f] is None]
    worked = unread + [f for f in files if lines[f] and _holds_work(lines[f], assignment)]
    finished = [f for f in worked if lines[f] is None or not _has_all_stubs(lines[f], assignment)]
    if worked:
        return meant(finished or worked)
    stubs = [file for file in own if _functions(lines[file], assignment)]
    return sorted(stubs, key=lambda f: not f.file.endswith(".ipynb"))[:1] or own


def meant(files: list[Submission]) -> list[Submission]:
    """Files without what Jupyter saved by itself and names that were spoilt, unless all are so."""
    own = [f for f in files if not is_autosave(f.file) and f.file == rightly(f.file)]
    return own or files


def different(files: list[Submission]) -> list[Submission]:
    """Files without those that hold the same as another; one file alone is not read for that."""
    if len(files) < 2:
        return files
    own = meant(files)
    first = own + [file for file in files if file not in own]
    by_content = {(f.sha256, f.problem, suffix_of(f.file)): f for f in reversed(first)}
    return list(by_content.values())


def all_unwrapped(files: Iterable[Submission], assignment: Assignment) -> Iterator[Submission]:
    """The files of one student, each zip as the file in it that counts, where it holds several: the
    whole folder of the homework, say.

    Of all of them together no more is unpacked than of one: it stays in memory.
    """
    left = MAX_UNPACKED_BYTES
    for file in files:
        members: dict[str, bytes] = {}
        if not file.problem and suffix_of(file.file) == ".zip":
            with suppress(Unreadable):  # whoever reads it says why
                members = work_in_zip(file.content, left)
        left -= sum(map(len, members.values()))
        yield _unwrapped(file, members, assignment)


def _unwrapped(
    submission: Submission, members: dict[str, bytes], assignment: Assignment
) -> Submission:
    """The file that counts among the members of a zip; the zip itself if none or several do."""
    files = [
        replace(submission, file=f"{submission.file}/{name}", source=content)
        for name, content in sorted(members.items())
        if may_be_submission(name)
    ]
    found = that_count(different(files), assignment)
    return found[0] if len(found) == 1 < len(members) else submission


def may_be_submission(name: str) -> bool:
    """Whether a path is neither what an editor leaves behind nor comes with the public tests."""
    path = PurePosixPath(name)
    return not is_clutter(name) and PUBLIC_TESTS not in path.parts[:-1] and path.stem != CHECKS


def _lines(file: Submission) -> frozenset[str] | None:
    """The lines of code in a file without layout and comments; None if it cannot be read."""
    try:
        source = read(file)
    except Unreadable:
        return None
    text = "\n".join(text for _, text, experiment in source.cells if not experiment)
    left_out = experiment_lines(text.split("\n")) if source.kind == "py" else ()
    kept = (line for n, line in enumerate(text.split("\n"), start=1) if n not in left_out)
    return _code("\n".join(kept))


def _code(text: str) -> frozenset[str]:
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _handout(assignment: Assignment) -> tuple[frozenset[str], frozenset[str]]:
    """The lines of the handout, and the functions that are stubs in it."""
    return _code(assignment.handout.read_text(encoding="utf-8")), frozenset(assignment.functions)


def _functions(lines: frozenset[str], assignment: Assignment) -> set[str]:
    """The functions of the assignment that are defined in these lines."""
    return set(DEFINITION.findall("\n".join(lines))) & _handout(assignment)[1]


def _holds_work(lines: frozenset[str], assignment: Assignment) -> bool:
    is_submission = bool(_functions(lines, assignment))
    return is_submission and not lines <= _handout(assignment)[0]


def _has_all_stubs(lines: frozenset[str], assignment: Assignment) -> bool:
    """Whether each function still raises NotImplementedError: at most a plot was changed."""
    functions = _functions(lines, assignment)
    return all(f'raise NotImplementedError("{name}")' in lines for name in functions)
