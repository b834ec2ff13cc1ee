"""What a grade, and a page, depends on: one hash of each, so that only what is affected is redone.

The files of this package are found by following imports from the module that makes the result;
nobody has to remember to add one to a list.
"""

import ast
import hashlib
import platform
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import loading
from autograder.course.bundled import DISTRIBUTION, PACKAGE
from autograder.course.inputs.kept_file import KeptFile

LIBRARIES = ("numpy", "otter-grader", "torch")
NAME = PACKAGE.name
GRADE, PAGE = Path("results", "result.py"), Path("reports", "student_page.py")
INIT = "__init__.py"
FINGERPRINT_DIGITS = 8


def grade_sha256(assignment: Assignment, package: Path = PACKAGE) -> str:
    """Of all that a grade depends on beside the submission: code, tests, seed and versions."""
    facts = assignment.facts
    depends = (versions(), assignment.functions, facts.roles, facts.allowed)
    digest = hashlib.sha256(assignment.seed.encode())
    digest.update(repr(depends).encode())
    _add_files(digest, secret_and_public(assignment), assignment.root)
    return _add_files(digest, engine_files(assignment, package), package)


@cache
def versions() -> dict[str, str]:
    """What a grade depends on beside this package's own files."""
    own = {"python": platform.python_version(), "autograder": version(DISTRIBUTION)}
    return own | {name: version(name) for name in LIBRARIES}


def seed_fingerprint(seed: str) -> str:
    """By this two grades are seen to be of one seed, and nobody sees of which."""
    return hashlib.sha256(b"seed\0" + seed.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def page_sha256(assignment: Assignment, package: Path = PACKAGE) -> str:
    """Of all that a student's page depends on beside the results."""
    files = {*imported([PAGE], package), *_all(package / "reports" / "templates")}
    digest = hashlib.sha256(repr(assignment.facts.properties).encode())
    _add_files(digest, [assignment.handout], assignment.root)
    return _add_files(digest, files, package)


def secret_and_public(assignment: Assignment) -> set[Path]:
    """The files of a course that make a grade: the assignment's tests, answers, misconceptions."""
    return _all(assignment.public_tests) | _all(assignment.secrets)


def engine_files(assignment: Assignment, package: Path = PACKAGE) -> set[Path]:
    """The files of this package that make a grade."""
    worker = _all(package / "sandbox" / "worker")  # started by its path, imported by nobody
    tests = [path for path in secret_and_public(assignment) if path.suffix == ".py"]
    checks = package / "course" / "public_checks.py"  # imported by public tests under another name
    return worker | {checks} | imported([GRADE, Path("grading", "grader.py"), *tests], package)


def imported(modules: Iterable[Path], package: Path = PACKAGE) -> set[Path]:
    """The files of this package that these modules are or import, by whatever way.

    A module is given by its path below `package`, or by that of a file which imports some of it.
    To parse them all takes half a second, so what was found is kept. Raises Broken.
    """
    modules = sorted(package / module for module in modules)
    every = sorted(package.rglob("*.py"))
    kept = KeptFile("imports", chain(*(_parts(path, package) for path in [*modules, *every])))
    with suppress(KeyError, TypeError):
        return {package / name for name in kept.read()["files"]}
    found = _followed(modules, package)
    kept.add({"files": [str(path.relative_to(package)) for path in sorted(found)]})
    return found


def _parts(path: Path, package: Path) -> Iterator[bytes]:
    """Where a file of the package is, and what is in it; of a course's, what is in it."""
    yield str(path.relative_to(package)).encode() if path.is_relative_to(package) else b""
    yield path.read_bytes() if path.is_file() else b""


def _followed(waiting: list[Path], package: Path) -> set[Path]:
    found, seen = set(), set()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        if path.is_relative_to(package):
            found.add(path)
            waiting += [up / INIT for up in path.parents if up.is_relative_to(package)]
        with loading(path):
            names = [name.split(".") for name in _imports(path, path.read_bytes())]
        places = [package.joinpath(*rest) for top, *rest in names if top == NAME]
        waiting += [p for place in places for p in (place.with_suffix(".py"), place / INIT)]
    return found


@cache  # a page depends on much of what a grade depends on
def _imports(path: Path, source: bytes) -> frozenset[str]:
    """Names that may be modules, wherever in a file they are imported."""
    names = set()
    for node in ast.walk(ast.parse(source, str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def _all(folder: Path) -> set[Path]:
    return {
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


def _add_files(digest: "hashlib._Hash", files: Iterable[Path], root: Path) -> str:
    for path in sorted(files):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
