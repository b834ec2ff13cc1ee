"""How submissions lie in a folder or a zip: what can be graded, and which folders are students'.

Names are paths below that folder, cleaned of what is not seen.
"""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from autograder.submissions.attempts import may_be_submission
from autograder.submissions.files.file_names import AUTOSAVES, accepted, stem_of
from autograder.submissions.files.names import printable
from autograder.submissions.lms_exports import METADATA, origin

WRITTEN = ("earlier", "errors", "feedback", "results", "submissions")  # the folders of a run
SPOILT = re.compile(r"(?P<owner>.+?)\.(?:ipynb|py|zip)\W.*", re.IGNORECASE)  # by its last suffix
COMES_ALONG = re.compile(
    r"(readme|licen[cs]e).*|.*\.(csv|tsv|dat|np[yz]|json|ya?ml|mat|h5|pkl|pt)", re.IGNORECASE
)  # such files alone are nothing that somebody handed in
NOT_STUDENTS = re.compile(
    r"assets|data(sets?)?|docs|env|figures|handout|images|img|node_modules|plots|slides"
    r"|solutions?|tests|venv",
    re.IGNORECASE,
)


def owner_of(name: str) -> str | None:
    """Whose a loose file is: `ada` for ada.py and for ada.ipynb.txt, which was work once."""
    file = PurePosixPath(name)
    spoilt = SPOILT.fullmatch(file.name)
    return stem_of(name) if accepted(name) else spoilt and spoilt["owner"]


def is_export(names: Iterable[str]) -> bool:
    """Whether most names are such as a learning system gives."""
    names = [name for name in names if PurePosixPath(name).name != METADATA]
    names = list(filter(accepted, names)) or names
    return sum(origin(name) is not None for name in names) * 2 > len(names)


def files_in(folder: Path, out: Path | None = None) -> list[tuple[str, Path]]:
    """The files below a folder by name, without clutter, public tests and what a run wrote.

    What Jupyter saved by itself of files in this very folder counts where there is nothing else.
    """
    written = _written(folder, out)
    found = []
    for path in sorted(folder.rglob("*")):
        name = printable(path.relative_to(folder).as_posix())
        is_ours = any(place in path.parents for place in written)
        if may_be_submission(name) and not is_ours and not path.is_dir():
            found.append((name, path))
    own = [file for file in found if not file[0].startswith(f"{AUTOSAVES}/")]
    return own if any(accepted(name) for name, _ in own) else found


def without_work(folder: Path, names: list[str], out: Path | None) -> set[str]:
    """The folders of students in which nothing can be graded, where students have folders.

    Most work lies in folders then. A folder of data or of clutter is no student's.
    """
    loose = sum(accepted(name) and "/" not in name for name in names)
    at_work = {name.partition("/")[0] for name in names if accepted(name) and "/" in name}
    if len(at_work) <= loose:
        return set()
    written = _written(folder, out)
    folders = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    handed_in = [p for p in folders if not any(place.is_relative_to(p) for place in written)]
    others = {printable(path.name) for path in handed_in} - at_work
    return {name for name in others if _is_students(name, names)}


def _is_students(folder: str, names: list[str]) -> bool:
    own = [PurePosixPath(name).name for name in names if name.startswith(f"{folder}/")]
    if NOT_STUDENTS.fullmatch(folder) or not may_be_submission(folder):
        return False
    return not own or not all(map(COMES_ALONG.fullmatch, own))


def _written(folder: Path, out: Path | None) -> list[Path]:
    """What a run into `out` writes below `folder`, as paths that begin with `folder`."""
    if out is None or not out.resolve().is_relative_to(folder.resolve()):
        return []
    below = folder / out.resolve().relative_to(folder.resolve())
    return [below] if below != folder else [folder / name for name in WRITTEN]
