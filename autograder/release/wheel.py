"""The engine as a wheel: what Gradescope installs beside the packages of the lock."""

import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from autograder.course.bundled import DISTRIBUTION, IN_WHEEL, PACKAGE
from autograder.release.archive import files_in

HATCHLING_EPOCH = "315532800"  # 1980, as in our zips: the same input, the same bytes
PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "{name}"
version = {version}
requires-python = ">=3.11"
dependencies = {dependencies}
[project.scripts]
autograder = "autograder.cli.main:main"
[tool.hatch.build]
ignore-vcs = true
[tool.hatch.build.targets.wheel]
packages = ["autograder"]
"""


class CannotBuild(Exception):
    """The wheel cannot be built on this machine."""


def build_wheel() -> tuple[str, bytes]:
    """Name and bytes of the wheel, built by hatchling from a tree of just what is wanted.

    Raises CannotBuild.
    """
    with tempfile.TemporaryDirectory() as folder:
        tree, out = Path(folder) / "tree", Path(folder) / "out"
        for name, content in wheel_files().items():
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


def wheel_files() -> dict[str, bytes]:
    """What goes into the wheel, by path: this package without any course."""
    version = json.dumps(importlib.metadata.version(DISTRIBUTION))
    dependencies = json.dumps(direct_requirements())
    about = PYPROJECT.format(name=DISTRIBUTION, version=version, dependencies=dependencies)
    files = files_in(PACKAGE, PACKAGE.parent, [IN_WHEEL])
    return files | {"pyproject.toml": about.encode()}


def direct_requirements() -> list[str]:
    """What this package needs; a checkout may know better than what was noted at installation."""
    pyproject = PACKAGE.parent / "pyproject.toml"
    if pyproject.exists():
        return tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"]
    needed = map(Requirement, importlib.metadata.requires(DISTRIBUTION) or [])
    return [str(need) for need in needed if not need.marker or need.marker.evaluate({"extra": ""})]
