"""Builds autograder.zip: scripts for Gradescope, tests for Otter, and the grader as a wheel.

The wheel holds this package, one assignment with its hidden tests and references, and the seed.
"""

import ast
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import solutions
from autograder.archive import files_in, zipped
from autograder.assignment import HIDDEN_TESTS, PACKAGE, SPECIMENS, Assignment
from autograder.authored import parse
from autograder.seed import secret_seed

HERE = Path(__file__).parent
SCRIPTS = ("setup.sh", "run_autograder")
TEMPLATES = (*SCRIPTS, "not_graded.json")
OTTER_PLUGIN = "autograder.gradescope.stock.Isolated"
VISIBILITIES = ("after_published", "after_due_date", "hidden", "visible")
# Without this, pip takes the build of torch that brings gigabytes for graphics cards.
TORCH_INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"
FOR_GRAPHICS_CARDS = ("nvidia-", "cuda-", "triton")
HATCHLING_EPOCH = "315532800"  # 1980, as in our zips: the same input, the same bytes
PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "autograder"
version = {version}
requires-python = ">=3.11"
dependencies = {dependencies}
[project.scripts]
autograder = "autograder.cli:main"
[tool.hatch.build]
ignore-vcs = true
[tool.hatch.build.targets.wheel]
packages = ["assignments", "autograder", "solutions"]
"""
OTTER_TESTS = '''\
"""Tests of {question}, public and hidden, for stock Otter: each asks the isolated grader."""

from autograder.gradescope.stock import ask
from otter.test_files import test_case

OK_FORMAT = False
name = "{question}"
points = None
'''
OTTER_TEST = """

@test_case(name={name!r}, points={points!r}, hidden={hidden!r})
def test_{number}():
    ask({assignment!r}, {name!r})
"""


@dataclass(frozen=True)
class Settings:
    """How Gradescope is to grade: grading.json in autograder.zip."""

    assignment: str
    hidden_tests: str = "after_published"
    allow_unsandboxed: bool = False


class CannotBuild(Exception):
    """The wheel cannot be built on this machine."""


def autograder_zip(assignment: Assignment, settings: Settings) -> bytes:
    """The zip to upload, readable by its owner only once unpacked."""
    wheel_name, wheel = build_wheel(assignment)
    hidden = settings.hidden_tests
    otter = {"lang": "python", "points_possible": assignment.max_score, "logo": False}
    otter |= {
        "show_hidden": hidden != "hidden",
        "plugins": ["autograder.gradescope.stock.Isolated"],
    }
    files = {name: (HERE / name).read_bytes() for name in TEMPLATES}
    files |= {
        wheel_name: wheel,
        "requirements.txt": "\n".join([TORCH_INDEX, *pinned(), ""]).encode(),
        "grading.json": _json(asdict(settings)),
        "otter_config.json": _json(otter),
    }
    for question in assignment.questions:
        files[f"tests/{question}.py"] = otter_tests(assignment, question).encode()
    return zipped(files, dict.fromkeys(SCRIPTS, 0o755), otherwise=0o600)


def otter_tests(assignment: Assignment, question: str) -> str:
    """A test file with every test of a question, public ones first."""
    cases = [
        case
        for folder in (assignment.folder / "tests", HIDDEN_TESTS / assignment.name)
        for case in declared(folder / f"{question}.py")
    ]
    tests = [
        OTTER_TEST.format(number=number, assignment=assignment.name, **case)
        for number, case in enumerate(cases, start=1)
    ]
    return OTTER_TESTS.format(question=question) + "".join(tests)


def declared(path: Path) -> Iterator[dict[str, Any]]:
    """Name, points and `hidden` of each `@test_case(...)` in a test file, read off its text."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "test_case":
            words = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
            yield {"name": words["name"], "points": words["points"], "hidden": False} | words


def build_wheel(assignment: Assignment) -> tuple[str, bytes]:
    """Name and bytes of the wheel, built by hatchling from a tree of just what is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        tree, out = Path(folder) / "tree", Path(folder) / "out"
        for name, content in wheel_files(assignment).items():
            path = tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
        environment = os.environ | {"SOURCE_DATE_EPOCH": HATCHLING_EPOCH}
        built = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False
        )
        if built.returncode:
            raise CannotBuild(f"hatchling builds no wheel: {built.stderr.strip()[-500:]}")
        (wheel,) = out.glob("*.whl")
        return wheel.name, wheel.read_bytes()


def wheel_files(assignment: Assignment) -> dict[str, bytes]:
    """What goes into the wheel, by path: the package and one assignment, no other one's secrets."""
    root = PACKAGE.parent
    others = [path for path in HIDDEN_TESTS.iterdir() if path.is_dir()]
    skipped = [SPECIMENS, *(path for path in others if path.name != assignment.name)]
    files = files_in(PACKAGE, root, skipped)
    files |= files_in(assignment.folder, root) | files_in(assignment.solution.parent, root)
    secrets = Path(solutions.__file__).parent
    files["solutions/misconception.py"] = (secrets / "misconception.py").read_bytes()
    text = (secrets / "__init__.py").read_text(encoding="utf-8")
    files["solutions/__init__.py"] = with_seed(text, secret_seed()).encode()
    version = json.dumps(importlib.metadata.version("autograder"))
    about = PYPROJECT.format(version=version, dependencies=json.dumps(direct_requirements()))
    return files | {"pyproject.toml": about.encode()}


def with_seed(source: str, seed: str) -> str:
    """The text of `solutions/__init__.py` with another default seed."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DEFAULT_SEED":
            node.value = ast.Constant(seed)
            return ast.unparse(tree) + "\n"
    raise CannotBuild("solutions/__init__.py sets no DEFAULT_SEED")


def direct_requirements() -> list[str]:
    """What this package needs; a checkout may know better than what was noted at installation."""
    pyproject = PACKAGE.parent / "pyproject.toml"
    if pyproject.exists():
        return tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"]
    needed = map(Requirement, importlib.metadata.requires("autograder") or [])
    return [str(need) for need in needed if not need.marker or need.marker.evaluate({"extra": ""})]


def pinned() -> list[str]:
    """Every package that grading needs, at the version that is installed here."""
    waiting, versions = direct_requirements(), {}
    while waiting:
        need = Requirement(waiting.pop())
        name = canonicalize_name(need.name)
        applies = not need.marker or need.marker.evaluate({"extra": ""})
        if name in versions or not applies or name.startswith(FOR_GRAPHICS_CARDS):
            continue
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            raise CannotBuild(f"{name} is not installed: pip install -e .") from None
        versions[name] = found.version.split("+")[0]  # 2.13.0+cpu is 2.13.0 elsewhere
        waiting += found.requires or []
    return [f"{name}=={version}" for name, version in sorted(versions.items())]


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()
