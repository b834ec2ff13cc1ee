"""How submissions lie in a folder or a zip: what can be graded, and which folders are students'.

Names are paths below that folder, cleaned of what is not seen.
"""

import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from autograder.submissions.attempts import may_be_submission
from autograder.submissions.files.file_names import AUTOSAVES, accepted, stem_of
from autograder.submissions.files.names import printable
from autograder.submissions.lms_exports import METADATA, owner_in_export

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


def is_export(names: Collection[str]) -> bool:
    """Whether most names are such as a learning system gives, or all is what it says of people.

    Such names are in most folders, too: in a folder of their own, students may call files so.
    """
    others = [name for name in names if PurePosixPath(name).name != METADATA]
    work = list(filter(accepted, others)) or others
    owned = [name for name in work if owner_in_export(name)]
    within = {name.partition("/")[0] for name in owned}
    folders = within | {name.partition("/")[0] for name in work if "/" in name}
    is_metadata = bool(names) and not others
    return is_metadata or (len(owned) * 2 > len(work) and len(within) * 2 > len(folders))


def everything_in(folder: Path, out: Path | None = None) -> list[tuple[str, Path]]:
    """All below a folder by name, but what a run wrote. Raises OSError if it cannot be entered.

    A folder that is empty or cannot be entered is there, too, with a slash at the end of its name.
    """
    written, files, hollow = _written(folder, out), [], []
    shown: dict[Path, str] = {}

    def note(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise error
        hollow.append(Path(error.filename))

    for root, folders, names in os.walk(folder, onerror=note):
        here = Path(root)
        if here in written:
            folders.clear()
            continue
        within = f"{shown[here]}/" if here in shown else ""
        own = as_shown([*folders, *names])
        shown |= {here / name: within + own[name] for name in own}
        files += [here / name for name in names]
        hollow += [here] * (not (names or folders) and here != folder)
    found = [(path, "") for path in files] + [(path, "/") for path in hollow]
    return [(shown[path] + end, path) for path, end in sorted(found) if path not in written]


def as_shown(names: Iterable[str]) -> dict[str, str]:
    """What lies in one folder, by its name: as it is seen, and with a number where two look alike.

    Names with other line ends, accents or broken characters may belong to two students.
    """
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names, key=lambda name: (printable(name) != name, name)):
        called = own = printable(name) or "unnamed"
        stem, _, suffix = own.partition(".")
        number = 1
        while called in taken:
            number += 1
            called = f"{stem}-{number}.{suffix}" if stem and suffix else f"{own}-{number}"
        shown[name] = called
        taken.add(called)
    return shown


def files_in(everything: list[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """Of all below a folder the files, without clutter and public tests.

    What Jupyter saved by itself of files in this very folder counts where there is nothing else.
    """
    found = [(n, path) for n, path in everything if may_be_submission(n) and not n.endswith("/")]
    own = [file for file in found if not file[0].startswith(f"{AUTOSAVES}/")]
    return own if any(accepted(name) for name, _ in own) else found


def in_export(names: Iterable[str]) -> list[str]:
    """Of all names in what may be an export those that matter: work, and all of students."""
    return [
        name
        for name in names
        if owner_in_export(name) or (may_be_submission(name) and not name.endswith("/"))
    ]


def have_folders(names: Iterable[str]) -> bool:
    """Whether students have folders here: most work lies in some."""
    work = [name for name in names if accepted(name)]
    folders = {name.partition("/")[0] for name in work if "/" in name}
    return len(folders) > sum("/" not in name for name in work)


def without_work(folder: Path, names: list[str], out: Path | None) -> set[str]:
    """The folders that may be students' in which nothing can be graded.

    A folder of data or of clutter is no student's.
    """
    at_work = {name.partition("/")[0] for name in names if accepted(name) and "/" in name}
    written = _written(folder, out)
    folders = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    handed_in = [p for p in folders if not any(place.is_relative_to(p) for place in written)]
    shown = as_shown(path.name for path in folder.iterdir())
    others = {shown[path.name] for path in handed_in} - at_work
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
