"""Does the workflow of the template repository say whether the public tests pass?"""

import os
import subprocess

import pytest
import yaml

from autograder.release.classroom import WORKFLOW_FILE, classroom_files

RIGHT, WRONG = "q1 results: All test cases passed!", "q1 results:\\n ❌ Test case failed"


@pytest.fixture
def checked(tmp_path):
    """The exit code and output of the step that checks, where Otter says this of each file."""

    def run(**told):
        workflow = yaml.safe_load(classroom_files("hw1", {})[WORKFLOW_FILE])
        (step,) = [
            s for s in workflow["jobs"]["check"]["steps"] if "otter check" in s.get("run", "")
        ]
        assert step["shell"] == "bash"
        for suffix, text in told.items():
            (tmp_path / f"hw1.{suffix}").write_text(text)
        otter = tmp_path / "bin" / "otter"
        otter.parent.mkdir()
        otter.write_text('#!/bin/sh\ngrep -q crash "$2" && exit 3\nprintf "$(cat "$2")\\n"\n')
        otter.chmod(0o755)
        path = f"{otter.parent}:{os.environ['PATH']}"
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(
            command, cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.parametrize(
    ("told", "passed"),
    [
        ({"ipynb": RIGHT, "py": WRONG}, "hw1.ipynb"),
        ({"ipynb": WRONG, "py": RIGHT}, "hw1.py"),
        ({"py": RIGHT}, "hw1.py"),
        ({"ipynb": WRONG, "py": WRONG}, "of neither file"),
        ({"ipynb": f"{RIGHT}\\n{WRONG}"}, "of neither file"),
        ({"ipynb": ""}, "of neither file"),
        ({}, "of neither file"),
    ],
)
def test_it_passes_if_one_of_the_twins_does(checked, told, passed):
    ran = checked(**told)
    assert ran.stdout.splitlines()[-1] == f"All public tests passed: {passed}"
    assert (ran.returncode == 0) is (passed != "of neither file")


def test_a_crash_of_otter_is_no_success(checked):
    assert checked(ipynb="crash", py=RIGHT).returncode != 0


def test_the_template_holds_what_students_get():
    files = classroom_files("hw1", {"hw1.ipynb": b"x"})
    assert files.keys() == {"hw1.ipynb", ".gitignore", WORKFLOW_FILE}
