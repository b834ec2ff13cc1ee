"""One script makes what grades, on Gradescope, in the container and in CI, with one Python."""

import json
import re
import subprocess

import pytest
from scratch import ROOT

from autograder.course.bundled import PACKAGE
from autograder.release.classroom import WORKFLOW

INSTALL = PACKAGE / "release" / "gradescope" / "install.sh"
DOCKERFILE = ROOT / ".devcontainer" / "Dockerfile"
UBUNTU = {"24.04": "3.12"}  # the Python that comes with it
CALLERS = [INSTALL.with_name("setup.sh"), DOCKERFILE, ROOT / ".ci" / "run"]


@pytest.mark.parametrize("script", [INSTALL, CALLERS[0], CALLERS[2]], ids=lambda path: path.name)
def test_bash_understands_it(script):
    subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.parametrize("caller", CALLERS, ids=lambda path: path.name)
def test_one_script_serves_all(caller):
    """What it installs, nobody installs beside it."""
    text = caller.read_text()
    assert len(re.findall(r"\S*/install\.sh\b", text)) == 1
    assert not re.findall(r"torch|libseccomp|bubblewrap|requirements\.txt", text)


def test_one_python_is_named_everywhere():
    """By install.sh, by the README, by the image's system and by the workflow of students."""
    (wanted,) = re.findall(r"^wanted=(\S+)", INSTALL.read_text(), re.MULTILINE)
    (system,) = re.findall(r"^FROM ubuntu:(\S+)", DOCKERFILE.read_text(), re.MULTILINE)
    assert UBUNTU[system] == wanted
    readme = (ROOT / "README.md").read_text()
    assert re.findall(r"with Python (\S+) on Ubuntu (\S+):", readme) == [(wanted, system)]
    assert f'python-version: "{wanted}"' in WORKFLOW


def test_the_image_is_made_of_files_that_are_there():
    copied = re.findall(r"^COPY (.+) \S+$", DOCKERFILE.read_text(), re.MULTILINE)
    paths = [path for line in copied for path in line.split()]
    assert {"autograder", "assignments", "solutions", "pyproject.toml"} <= {*paths}
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert "." not in paths, "submissions may lie here, and no image is for them"


def test_vs_code_and_codespaces_open_that_image():
    told = json.loads((DOCKERFILE.with_name("devcontainer.json")).read_text())
    folder = DOCKERFILE.parent
    assert (folder / told["build"]["dockerfile"]).samefile(DOCKERFILE)
    assert (folder / told["build"]["context"]).samefile(ROOT)


def test_the_readme_and_the_message_elsewhere_name_that_image():
    """`autograder/cli/errors.py` tells it on macOS and on Windows."""
    command = "$(docker build -q -f .devcontainer/Dockerfile .)"
    for told in (ROOT / "README.md", PACKAGE / "cli" / "errors.py"):
        assert command in told.read_text()
