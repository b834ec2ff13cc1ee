"""autograder.zip in a folder laid out like Gradescope's: does every submission get results.json?"""

import functools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from classroom import cases_of_hw1, passed, result_of

from autograder.release import gradescope_run as run
from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip
from autograder.release.student_files import student_files
from autograder.results.provenance import grade_sha256
from autograder.sandbox.limits import SandboxError

METADATA = {
    "id": 1,
    "created_at": "2026-02-03T10:00:00.000000-08:00",
    "assignment": {"due_date": "2026-02-01T23:00:00.000000-08:00"},
    "users": [{"name": "Ada Love", "email": "ada@example.edu", "id": 7}],
}


def lay(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def unpack(path, folder):
    """As `unzip` does it, modes included."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        for info in archive.infolist():
            (folder / info.filename).chmod(info.external_attr >> 16 & 0o777)


def link_packages(folder, *left_out):
    """The packages of this environment in another one, without a download."""
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        own = path.name.startswith(("autograder", "_editable", "__pycache__", *left_out))
        if not own and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)


@pytest.fixture(scope="module")
def uploaded(hw1, tmp_path_factory):
    path = tmp_path_factory.mktemp("release") / "autograder.zip"
    path.write_bytes(autograder_zip(hw1, GradescopeOptions()))
    return path


@pytest.fixture(scope="module")
def wheel(uploaded, tmp_path_factory):
    """The wheel of autograder.zip, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(uploaded) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".whl")]
        with archive.open(name) as file, zipfile.ZipFile(file) as packed:
            packed.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def image(uploaded, wheel, tmp_path_factory):
    """What setup.sh makes, without a download: packages by links to those that are here."""
    root = tmp_path_factory.mktemp("autograder")
    unpack(uploaded, root / "source")
    venv.create(root / "environment", symlinks=True)
    (packages,) = (root / "environment").glob("lib/python*/site-packages")
    link_packages(packages)
    for path in wheel.iterdir():
        path.rename(packages / path.name)
    subprocess.run(["chmod", "-R", "go=", root / "source"], check=True)
    return root


def run_autograder(root, files):
    """results.json after `run_autograder`, as Gradescope runs it."""
    for folder in ("submission", "results"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir()
    lay(root / "submission", files)
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))
    env = {"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(root)}
    script = root / "source" / "run_autograder"
    done = subprocess.run([script], check=False, cwd=root, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = json.loads((root / "results" / "results.json").read_text())
    return results | {"log": done.stdout + done.stderr}


@pytest.fixture
def graded(image):
    return functools.partial(run_autograder, image)


def solved(hw1):
    """The folder of a student who filled in the notebook and left the twin alone."""
    files = student_files(hw1)
    book = json.loads(files["hw1_backprop.ipynb"])
    answers = {"cell_type": "code", "id": "answers", "metadata": {}, "outputs": []}
    answers |= {"execution_count": None, "source": hw1.solution.read_text()}
    book["cells"].append(answers)
    return files | {"hw1_backprop.ipynb": json.dumps(book).encode()}


def test_the_model_answer_gets_an_entry_a_test(hw1, graded):
    results = graded(solved(hw1))
    assert results["score"] == 100, results["log"]
    assert [test["name"] for test in results["tests"]] == [test.name for test in hw1.tests]
    assert {test["visibility"] for test in results["tests"]} == {"visible", "after_published"}
    assert {test["output_format"] for test in results["tests"]} == {"text"}
    assert sum(test["max_score"] for test in results["tests"]) == 100
    about = results["extra_data"]
    assert about["sandbox"] in ("strong", "medium")
    assert about["student"] == "Ada Love"
    assert about["late"] is True
    # The very grader of this checkout, seed included: results here and there may be compared.
    assert about["autograder_sha256"] == grade_sha256(hw1)
    assert hw1.seed not in json.dumps(results)


NOSY = """
import glob, numpy as np

def sigmoid(x):
    found = []
    for place in ("{root}/source/*", "{root}/source/course/solutions/*/*",
                  "{root}/source/course/solutions/*/hidden_tests/*",
                  "{root}/results/*", "{root}/submission_metadata.json"):
        for path in [*glob.glob(place), place]:
            try:
                found.append(open(path).read(40))
            except OSError:
                pass
    raise ValueError(f"read {{len(found)}} files: {{found}}")
"""


def test_a_submission_reads_nothing_of_the_grader(image, graded):
    results = graded({"nosy.py": NOSY.format(root=image)})
    told = [test["output"] for test in results["tests"] if "read" in test["output"]]
    assert told
    assert all("read 0 files" in output for output in told)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "there is no .ipynb"),
        ({"report.pdf": "x", "tests/q1.py": "x = 1"}, "there is no .ipynb"),
        (
            {"a.py": "def relu(x):\n    return x\n", "b.py": "def relu(x):\n    return 2\n"},
            "a.py, b",
        ),
        ({"hw.ipynb": "{"}, "not a notebook"),
        ({"hw.py": "x = 1"}, "another assignment"),
    ],
    ids=["nothing", "no code", "two", "damaged", "other"],
)
def test_what_cannot_be_read_is_told(uploaded, tmp_path, files, told):
    """The same in this process: what the script does around it is tested above and below."""
    unpack(uploaded, tmp_path / "source")
    lay(tmp_path / "submission", files)
    results = run.results_of(tmp_path)
    assert results["score"] == 0
    assert results["extra_data"]["status"] == "unreadable"
    assert told in results["output"]


def no_python(image):
    (image / "environment" / "bin").rename(image / "environment" / "gone")


def broken_settings(image):
    (image / "source" / "grading.json").rename(image / "source" / "gone.json")


@pytest.mark.parametrize("trouble", [no_python, broken_settings], ids=lambda f: f.__name__)
def test_when_the_grader_fails_the_student_is_told(hw1, image, graded, trouble):
    trouble(image)
    try:
        results = graded(solved(hw1))
    finally:
        for gone, back in (("environment/gone", "bin"), ("source/gone.json", "grading.json")):
            if (image / gone).exists():
                (image / gone).rename((image / gone).with_name(back))
    assert "not yours" in results["output"]
    assert results["extra_data"]["status"] == "error"
    assert results["tests"][0]["visibility"] == "visible"


def test_a_machine_without_walls_refuses_unless_told_otherwise(uploaded, tmp_path, monkeypatch):
    asked = []

    def no_walls(*, allow_unsandboxed):
        asked.append(allow_unsandboxed)
        raise SandboxError("nothing confines it")

    monkeypatch.setattr(run, "find_tier", no_walls)
    unpack(uploaded, tmp_path / "source")
    with pytest.raises(SandboxError):
        run.results_of(tmp_path)
    assert asked == [False]


@pytest.mark.parametrize("hidden_tests", ["after_published", "after_due_date", "hidden", "visible"])
def test_hidden_tests_are_shown_when_it_was_asked_for(hidden_tests):
    tests = [passed(*case) for case in cases_of_hw1()]
    shown = run.as_shown(result_of("ada", tests), hidden_tests, late=False)["tests"]
    expected = ["visible" if test.is_public else hidden_tests for test in tests]
    assert [test["visibility"] for test in shown] == expected


@pytest.mark.parametrize(
    ("metadata", "student", "late"),
    [
        (METADATA, "Ada Love", True),
        (METADATA | {"users": [{"email": "a@x.edu"}, {"name": "Bob"}]}, "a@x.edu, Bob", True),
        (METADATA | {"created_at": "2026-01-03T10:00:00.000000-08:00"}, "Ada Love", False),
        ({"assignment": None, "users": None}, "submission", False),
        ({}, "submission", False),
        ({"users": 5}, "submission", False),
        ({"users": {"name": "Ada"}}, "submission", False),
        ({"users": ["ada", 7]}, "submission", False),
        ({"users": [{"name": None, "email": None, "id": 7}]}, "7", False),
        ({"users": [{"name": None, "email": ""}, {"name": "Bob"}]}, "student, Bob", False),
    ],
)
def test_metadata(metadata, student, late):
    assert run.submitter(metadata) == student
    assert run.is_late(metadata) is late


FAKE_APT = """#!/bin/sh
# Only one Python can be had, and it is there.
for word in "$@"; do
  case "$word" in
    "$PYTHON" | "$PYTHON-venv") ;;
    python3*) exit 100 ;;
  esac
done
"""


@pytest.mark.slow
def test_setup_sh_makes_an_image_that_grades(hw1, uploaded, tmp_path):
    """The real setup.sh and pip in a new tree; apt-get is a fake, pip finds all but the wheel."""
    root, fake = tmp_path / "autograder", tmp_path / "fake"
    unpack(uploaded, root / "source")
    python = f"python3.{sys.version_info.minor}"
    lay(fake, {"apt-get": FAKE_APT})
    (fake / "apt-get").chmod(0o755)
    (fake / python).symlink_to(Path(sys.base_prefix) / "bin" / python)
    venv.create(root / "environment", symlinks=True)
    (packages,) = (root / "environment").glob("lib/python*/site-packages")
    link_packages(packages, "pip")
    environment = os.environ | {"AUTOGRADER_ROOT": str(root), "PYTHON": python}
    environment |= {"PATH": f"{fake}:{os.environ['PATH']}", "PIP_NO_INDEX": "1"}
    script = root / "source" / "setup.sh"
    done = subprocess.run(
        ["bash", script], check=False, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Successfully installed autograder" in done.stdout
    assert "medium: all contained" in done.stdout
    for secret in (root / "source", root / "source/course/solutions/hw1_backprop/reference.py"):
        assert secret.stat().st_mode & 0o077 == 0
    assert run_autograder(root, solved(hw1))["score"] == 100
