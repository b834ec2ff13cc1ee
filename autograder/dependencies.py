"""What a grade, and a page, depends on: one hash of each, so that only what is affected is redone.

The files of this package are found by following imports from the module that makes the result;
nobody has to remember to add one to a list.
"""

import ast
import hashlib
import importlib.metadata
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from autograder.assignment import PACKAGE, Assignment
from autograder.seed import secret_seed

ROOT = PACKAGE.parent
VERSIONED = ("autograder", "numpy", "otter-grader", "torch")
GRADE, PAGE = Path("autograder", "results.py"), Path("autograder", "feedback.py")
OURS = ("autograder", "solutions")
INIT = "__init__.py"


def grade_sha256(assignment: Assignment, root: Path = ROOT) -> str:
    """Of all that a grade depends on beside the submission: code, tests, seed and versions."""
    digest = hashlib.sha256(secret_seed().encode())
    digest.update(repr((versions(), assignment.functions)).encode())
    return _add_files(digest, grade_files(assignment, root), root)


@cache
def versions() -> dict[str, str]:
    """What a grade depends on beside this package's own files."""
    found = {package: importlib.metadata.version(package) for package in VERSIONED}
    return {"python": platform.python_version()} | found


def page_sha256(assignment: Assignment, root: Path = ROOT) -> str:
    """Of all that a student's page depends on beside the results."""
    files = {*imported([PAGE], root), *_all(root / "autograder" / "templates")}
    handout = root / "assignments" / assignment.name / assignment.handout.name
    return _add_files(hashlib.sha256(), files | {handout}, root)


def grade_files(assignment: Assignment, root: Path = ROOT) -> set[Path]:
    """The files that make a grade: this package's modules, the assignment's tests and answers."""
    name = assignment.name
    own = {
        *_all(root / "autograder" / "hidden_tests" / name),
        *_all(root / "assignments" / name / "tests"),
        *_all(root / "solutions" / name),
    }
    worker = _all(root / "autograder" / "sandbox")  # started by its path, imported by nobody
    modules = [path.relative_to(root) for path in (*own, *worker) if path.suffix == ".py"]
    found = own | {*worker, *imported([GRADE, *modules], root)}
    return found - {root / "solutions" / INIT}  # it holds the seed, and a release may have another


def imported(modules: Iterable[Path], root: Path = ROOT) -> set[Path]:
    """The files of these modules, given below `root`, and of all of ours that they import."""
    waiting, found = [root / module for module in modules], set()
    while waiting:
        path = waiting.pop()
        if path not in found and path.is_file():
            found.add(path)
            names = _imports(ast.parse(path.read_bytes()))
            places = [root.joinpath(*name.split(".")) for name in names if name.startswith(OURS)]
            waiting += [p for place in places for p in (place.with_suffix(".py"), place / INIT)]
            waiting += [up / INIT for up in path.parents if up.is_relative_to(root)]
    return found


def _imports(tree: ast.Module) -> Iterator[str]:
    """Names that may be modules, wherever in a file they are imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _all(folder: Path) -> set[Path]:
    return {
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


def _add_files(digest: "hashlib._Hash", files: Iterable[Path], root: Path) -> str:
    for path in sorted(files):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
