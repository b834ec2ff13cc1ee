"""The lock of what Gradescope installs: fresh, enough, and the same from any Python."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from scratch import ROOT

from autograder.release.student_files import OTTER, REQUIREMENTS

LOCK = ROOT / "autograder" / "release" / "gradescope" / "requirements.txt"
INSTALL = LOCK.with_name("install.sh")
NOT_IN_IT = {"hatchling", "torch"}  # a release needs the one, and install.sh takes the other
IMPORTED = """
import json, sys
from importlib.metadata import packages_distributions
from autograder.cli import tables
from autograder.cli.commands import grade
from autograder.course.bundled import BUNDLED
from autograder.course.course import Course
from autograder.course.handout import read_handout
from autograder.grading.grader import Grader
from autograder.release import gradescope_run, otter_plugin
from autograder.reports import charts, class_page, student_page
from autograder.results.result import result_of
from autograder.runs import batch, executors, preload
from autograder.sandbox.walls.limits import Limits
from autograder.sandbox.tier import find_tier
from autograder.submissions.submission import Submission

hw1 = Course(BUNDLED).assignment("hw1_backprop")
grader = Grader(hw1, Limits(), find_tier())
wrong = hw1.solution.read_text().replace("lambd / 2", "lambd")
result = result_of(grader.grade(Submission("ada", "ada.py", wrong.encode())), hw1, "", "")
grader.close()
student_page.feedback(result, read_handout(hw1))
list(class_page.report([result], read_handout(hw1)))
homes = packages_distributions()
print(json.dumps([name for top in {m.partition(".")[0] for m in sys.modules}
                  for name in homes.get(top, [])]))
"""


def plain(name):
    """A distribution's name as an index has it."""
    return re.sub("[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def locked():
    """Requirements by name, one for each kind of Python and system."""
    found = {}
    for line in LOCK.read_text().splitlines():
        need = Requirement(line)
        found.setdefault(plain(need.name), []).append(need)
    return found


@pytest.fixture(scope="module")
def wanted():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {plain(need.name): need for need in map(Requirement, project["dependencies"])}


def test_it_names_all_that_the_package_needs_at_versions_that_it_takes(locked, wanted):
    assert locked.keys() >= wanted.keys() - NOT_IN_IT
    for name in wanted.keys() - NOT_IN_IT:
        for need in locked[name]:
            (version,) = [one.version for one in need.specifier]
            assert version in wanted[name].specifier, need


def test_the_image_takes_the_torch_of_the_package(wanted):
    assert f'torch="{wanted["torch"]}"' in INSTALL.read_text()


def test_students_get_the_otter_that_we_grade_with(wanted):
    assert str(wanted["otter-grader"]) == OTTER
    for need in map(Requirement, REQUIREMENTS):
        if need.name in ("numpy", "matplotlib"):
            assert need.specifier.contains(version(need.name)), "no range without our own"


@pytest.mark.parametrize("version", ["3.11.0", "3.11.9", "3.12.3", "3.13.0", "3.14.0"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_every_python_on_every_system_gets_one_version_of_each(locked, version, system):
    minor = ".".join(version.split(".")[:2])
    here = {"python_full_version": version, "python_version": minor, "sys_platform": system}
    for needs in locked.values():
        taken = [need for need in needs if not need.marker or need.marker.evaluate(here)]
        assert len(taken) <= 1, needs
    assert len(locked["numpy"]) > 1, "no version of NumPy is for all of them"


@pytest.mark.slow
def test_grading_imports_nothing_else(locked, tmp_path):
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}  # what is known already needs no torch
    command = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(command, check=True, capture_output=True, env=env)
    imported = {plain(name) for name in json.loads(done.stdout.splitlines()[-1])}
    assert imported >= {"numpy", "torch", "otter-grader"}
    only_here = {
        "mlp-homework-autograder",
        "editables",
        "msgpack",
    }  # imported where they happen to be
    assert imported - locked.keys() - only_here == {"torch"}


def test_no_text_tells_to_install_a_name_that_is_not_ours():
    """On the index `autograder` is somebody else's."""
    texts = [path for folder in ("autograder", "assignments", "solutions") for path in told(folder)]
    for path in [ROOT / "README.md", *texts]:
        assert not re.search(r"pip install [^\n&]*\bautograder\b(?!-)", path.read_text()), path


def told(folder):
    """Files whose words a person may read."""
    return [path for kind in ("*.py", "*.md", "*.sh") for path in (ROOT / folder).rglob(kind)]


@pytest.mark.slow
def test_it_is_fresh(tmp_path):
    """Would it be written as it is? Asks the index."""
    shutil.copy(LOCK, tmp_path / "lock.txt")
    scripts = Path(sys.executable).parent  # uv is there
    env = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([ROOT / ".ci" / "lock", tmp_path / "lock.txt"], check=True, env=env)
    assert (tmp_path / "lock.txt").read_text() == LOCK.read_text()
