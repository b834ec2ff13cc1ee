"""A new homework: the files of one worked question, which the gate passes as they are.

They are copied from `templates/`, which is a course itself: its one homework has 100 points.
"""

import keyword
import re
import secrets
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from autograder.course.author_modules import CHECKS
from autograder.course.authoring_errors import is_course
from autograder.course.facts import FACTS, read_facts

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE = "new_homework"
TEMPLATE_SEED = "a seed that nobody drew"
PAGE = Path("assignments", "README.md")  # which students start with
BESIDE = ("tests", CHECKS)  # what lies beside a handout in a student's folder
NAME = re.compile(r"[a-z][a-z0-9_]*")
# Of tests, of specimens, and in the handout's table of questions.
POINTS = re.compile(r"(?<=points=)[\d.]+|(?<=\"score\": )[\d.]+|(?<=on one scale \| )[\d.]+")


class CannotMake(Exception):
    """A homework of this name cannot be made there; the text says why and what to do."""


def new_homework(root: Path, name: str) -> list[Path]:
    """Write the files of a homework called `name` into the course in `root`; gives their paths.

    A folder that is empty, or not there, becomes a course with a secret seed of its own. Raises
    CannotMake before anything is written, Broken where the course's facts cannot be read, and
    OSError.
    """
    if not NAME.fullmatch(name):
        told = f"{name!r} is no name for a homework: take lower-case letters, digits and _"
        raise CannotMake(f"{told}, for example hw5_attention")
    if is_taken(name):
        told = f"{name!r} is a name that Python, a package or a file of students has already"
        raise CannotMake(f"{told}: take another, for example hw5_{name}")
    files = {}
    if not is_course(root):
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise CannotMake(f"{root} is neither a course nor an empty folder")
        facts = (TEMPLATES / FACTS).read_text(encoding="utf-8")
        files[root / FACTS] = facts.replace(TEMPLATE_SEED, secrets.token_hex(16))
    worth = 100.0 if files else read_facts(root).points
    files |= {root / path: text for path, text in homework_files(name, worth).items()}
    if not (root / PAGE).exists():
        files[root / PAGE] = (TEMPLATES / PAGE).read_text(encoding="utf-8")
    for path in files:
        if path.exists():
            raise CannotMake(f"{path} is there already: choose another name, or move it away")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def is_taken(name: str) -> bool:
    """Whether `NAME.py` could not be imported, or would be in place of a module that is needed.

    What is installed here tells what students have: Otter, and all that it needs.
    """
    modules = {*sys.stdlib_module_names, *packages_distributions(), *BESIDE}
    return keyword.iskeyword(name) or name in modules


def homework_files(name: str, worth: float) -> dict[Path, str]:
    """The files of a homework called `name` of so many points, by their path in the course."""

    def scaled(match: re.Match[str]) -> str:
        return f"{float(match[0]) * worth / 100:g}"

    files = {}
    for path in sorted(TEMPLATES.rglob(f"{TEMPLATE}/**/*")):
        if path.is_file() and "__pycache__" not in path.parts:
            text = path.read_text(encoding="utf-8").replace(TEMPLATE, name)
            inside = str(path.relative_to(TEMPLATES)).replace(TEMPLATE, name)
            files[Path(inside)] = POINTS.sub(scaled, text)
    return files
