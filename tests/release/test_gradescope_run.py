"""autograder.zip in a folder laid out like Gradescope's: does every submission get results.json?"""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import classroom
import pytest
from packaging.requirements import Requirement

from autograder.course.bundled import PACKAGE
from autograder.release import gradescope_run as run
from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip
from autograder.release.student_files import student_files
from autograder.results.atomic_file import write_atomically
from autograder.results.provenance import grade_sha256

LOCK = PACKAGE / "release" / "gradescope" / "requirements.txt"
VISIBILITIES = ("after_published", "after_due_date", "hidden", "visible")
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


def link_packages(folder):
    """What setup.sh installs in another environment, from this one: without a download."""
    for name in ("torch", *locked()):
        distribution = metadata.distribution(name)
        tops = {file.parts[0] for file in distribution.files if file.suffix != ".pth"}
        for top in tops - {"..", "__pycache__"}:
            (folder / top).unlink(missing_ok=True)
            (folder / top).symlink_to(distribution.locate_file(top))


def locked():
    """The packages of the lock that this Python on this system needs."""
    needs = map(Requirement, LOCK.read_text().splitlines())
    return [need.name for need in needs if not need.marker or need.marker.evaluate()]


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


LACKING = """
import os, shutil, sys
if "bubblewrap" in os.environ["LACKING"]:
    shutil.which = lambda *args, **how: None
if "libseccomp" in os.environ["LACKING"]:
    sys.modules["pyseccomp"] = None
"""


@pytest.fixture(scope="module")
def image(uploaded, wheel, tmp_path_factory):
    """What setup.sh makes, without a download: packages by links to those that are here.

    What it is to lack is said in LACKING when it is run.
    """
    root = tmp_path_factory.mktemp("autograder")
    unpack(uploaded, root / "source")
    venv.create(root / "environment", symlinks=True)
    (packages,) = (root / "environment").glob("lib/python*/site-packages")
    link_packages(packages)
    for path in wheel.iterdir():
        path.rename(packages / path.name)
    (packages / "sitecustomize.py").write_text(LACKING)
    subprocess.run(["chmod", "-R", "go=", root / "source"], check=True)
    return root


def run_autograder(root, files, lacking="bubblewrap"):
    """results.json after `run_autograder`, as Gradescope runs it, where namespaces are rare."""
    for folder in ("submission", "results"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir()
    lay(root / "submission", files)
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))
    env = {"PATH": os.environ["PATH"], "HOME": str(root), "AUTOGRADER_ROOT": str(root)}
    env["LACKING"] = lacking
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


@pytest.mark.slow
def test_the_model_answer_gets_an_entry_a_test(hw1, graded):
    results = graded(solved(hw1))
    assert results["score"] == 100, results["log"]
    assert [test["name"] for test in results["tests"]] == [test.name for test in hw1.tests]
    assert {test["visibility"] for test in results["tests"]} == {"visible", "after_published"}
    assert {test["output_format"] for test in results["tests"]} == {"text"}
    assert sum(test["max_score"] for test in results["tests"]) == 100
    about = results["extra_data"]
    assert about["sandbox"] == "medium"
    assert about["student"] == "Ada Love"
    assert about["late"] is True
    # The very grader of this checkout, seed included: results here and there may be compared.
    assert about["autograder_sha256"] == grade_sha256(hw1)
    assert hw1.seed not in json.dumps(results)


@pytest.mark.slow
def test_where_bubblewrap_works_it_is_used(hw1, graded, tier):
    results = graded(solved(hw1), lacking="nothing")
    assert results["score"] == 100, results["log"]
    assert results["extra_data"]["sandbox"] == tier


NOSY = """
import glob, numpy as np

def sigmoid(x):
    found = []
    for place in ("{root}/source/*", "{root}/source/course/solutions/*",
                  "{root}/source/course/solutions/*/*",
                  "{root}/source/course/solutions/*/hidden_tests/*",
                  "{root}/environment/lib/*/site-packages/autograder/*.py",
                  "{root}/results/*", "{root}/submission_metadata.json"):
        for path in [*glob.glob(place), place]:
            try:
                found.append(open(path).read(40))
            except OSError:
                pass
    raise ValueError(f"read {{len(found)}} files: {{found}}")
"""


@pytest.mark.slow
def test_a_submission_reads_nothing_of_the_grader(image, graded):
    results = graded({"nosy.py": NOSY.format(root=image)})
    told = [test["output"] for test in results["tests"] if "read" in test["output"]]
    assert told
    assert all("read 0 files" in output for output in told)


@pytest.fixture(scope="module")
def homework(image):
    """What is graded in the image, loaded once."""
    return run.bundled_homework(image / "source")


class Warm:
    """A grader that serves others after this one, too."""

    def __init__(self, grader):
        self.grade = grader.grade

    def close(self):
        pass


@pytest.fixture
def warm(homework, tier, grader_of, monkeypatch):
    """Grades in this process with the grader that is warm already: it is of the same homework."""
    grader = Warm(grader_of(homework[1].name))
    monkeypatch.setattr(run, "bundled_homework", lambda _: homework)
    monkeypatch.setattr(run, "find_tier", lambda **_: tier)
    monkeypatch.setattr(run, "begin", lambda: None)
    monkeypatch.setattr("autograder.grading.grader.Grader", lambda *_, **__: grader)


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
def test_what_cannot_be_read_is_told(warm, tmp_path, files, told):
    """The same in this process: what the script does around it is tested above and below."""
    lay(tmp_path / "submission", files)
    results = run.results_of(tmp_path)
    assert results["score"] == 0
    assert results["extra_data"]["status"] == "unreadable"
    assert told in results["output"]


def no_python(image):
    (image / "environment" / "bin").rename(image / "environment" / "gone")


def no_settings(image):
    (image / "source" / "grading.json").rename(image / "source" / "gone.json")


def broken_course(image):
    tests = image / "source" / "course" / "solutions" / "hw1_backprop" / "hidden_tests"
    (tests / "networks.py").rename(tests / "gone.py")


# Both that Python meets come to one place; torch, of which the last has need, is slow to import.
TROUBLES = [no_python, no_settings, pytest.param(broken_course, marks=pytest.mark.slow)]


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_when_the_grader_fails_the_student_is_told(hw1, image, graded, trouble):
    trouble(image)
    try:
        results = graded(solved(hw1))
    finally:
        for gone, back in (
            ("gone", "bin"),
            ("gone.json", "grading.json"),
            ("gone.py", "networks.py"),
        ):
            for path in [*image.glob(f"*/{gone}"), *image.glob(f"source/course/*/*/*/{gone}")]:
                path.rename(path.with_name(back))
    assert "not yours" in results["output"]
    assert results["extra_data"]["status"] == "error"
    assert results["tests"][0]["visibility"] == "visible"


@pytest.mark.slow
def test_a_machine_without_walls_refuses(hw1, graded):
    results = graded(solved(hw1), lacking="libseccomp")
    assert "not yours" in results["output"]
    assert "Nothing confines the code of a submission" in results["log"]


@pytest.mark.slow
def test_a_machine_without_walls_grades_when_it_is_told_to(hw1, image, graded):
    """That a tier is found then is tested in every run, with the others."""
    settings = image / "source" / "grading.json"
    before = settings.read_text()
    settings.write_text(json.dumps(json.loads(before) | {"allow_unsandboxed": True}))
    try:
        results = graded(solved(hw1), lacking="libseccomp")
    finally:
        settings.write_text(before)
    assert (results["score"], results["extra_data"]["sandbox"]) == (100, "none")


@pytest.mark.parametrize("hidden_tests", VISIBILITIES)
def test_hidden_tests_are_shown_when_it_was_asked_for(hidden_tests):
    tests = [classroom.passed(f"q1.{h}", "1.1", 1, h) for h in (False, True)]
    result = classroom.result_of("ada", tests, seconds=1.4)
    shown = run.as_shown(result, hidden_tests, late=False)
    assert [test["visibility"] for test in shown["tests"]] == ["visible", hidden_tests]
    assert shown["execution_time"] == 1


def due(day):
    """A student with a due date of her own, as an extension gives it."""
    return {"name": "Ada", "assignment": {"due_date": f"{day}T23:00:00.000000-08:00"}}


@pytest.mark.parametrize(
    ("metadata", "student", "late"),
    [
        (METADATA, "Ada Love", True),
        (METADATA | {"users": [{"email": "a@x.edu"}, {"name": "Bob"}]}, "a@x.edu, Bob", True),
        (METADATA | {"created_at": "2026-01-03T10:00:00.000000-08:00"}, "Ada Love", False),
        (METADATA | {"users": [due("2026-02-03")]}, "Ada", False),
        (METADATA | {"users": [due("2026-01-01")]}, "Ada", True),
        (METADATA | {"users": [due("2026-01-01"), due("2026-02-03")]}, "Ada, Ada", False),
        (METADATA | {"users": [{"name": "Ada", "assignment": 7}]}, "Ada", True),
        (METADATA | {"users": [{"name": "Ada", "assignment": {"due_date": None}}]}, "Ada", True),
        ({"assignment": None, "users": None}, "submission", False),
        ({}, "submission", False),
        ({"users": 5}, "submission", False),
        ({"users": {"name": "Ada"}}, "submission", False),
        ({"users": ["ada", 7]}, "submission", False),
        ({"users": [{"name": "A\ud800da"}]}, "A?da", False),  # it can be written to a file
        ({"users": [{"name": None, "email": None, "id": 7}]}, "7", False),
        ({"users": [{"name": None, "email": ""}, {"name": "Bob"}]}, "student, Bob", False),
    ],
)
def test_metadata(metadata, student, late):
    assert run.submitter(metadata) == student
    assert run.is_late(metadata) is late


@pytest.mark.parametrize("told", ["", "{", "[" * 100_000, "\xff\xfe", "[1]", "1e999"])
def test_metadata_that_cannot_be_read_costs_nobody_a_grade(told, tmp_path):
    path = tmp_path / "submission_metadata.json"
    path.write_bytes(told.encode("latin-1"))
    assert run.read_metadata(path) == {}


@pytest.mark.parametrize("umask", [0o077, 0o022, 0])
@pytest.mark.parametrize("content", ["text", b"bytes", ["pieces"]], ids=["text", "bytes", "pieces"])
def test_what_is_written_all_may_read_and_its_owner_change(tmp_path, umask, content):
    """Whoever grades, and whatever that user's files are like: another one reads results.json."""
    path = tmp_path / "results" / "results.json"
    before = os.umask(umask)
    try:
        write_atomically(path, content)
        assert path.stat().st_mode & 0o777 == 0o644
        path.chmod(0o600)
        write_atomically(path, content)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o644
    assert [entry.name for entry in path.parent.iterdir()] == ["results.json"]


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
    link_packages(packages)
    lock = root / "source" / "requirements.txt"
    lock.write_text(re.sub("==[^ ]+", "", lock.read_text()))  # at whatever version it is here
    environment = os.environ | {"AUTOGRADER_ROOT": str(root), "PYTHON": python}
    environment |= {"PATH": f"{fake}:{os.environ['PATH']}", "PIP_NO_INDEX": "1"}
    script = root / "source" / "setup.sh"
    done = subprocess.run(
        ["bash", script], check=False, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Successfully installed mlp-homework-autograder" in done.stdout
    assert "medium: all contained" in done.stdout
    assert "score 100, status graded" in done.stdout
    kept = [path for path in (root / "cache" / "autograder").rglob("*") if path.is_file()]
    assert {path.parent.name for path in kept} == {"answers", "draws", "imports"}
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert (root / "cache").stat().st_mode & 0o077 == 0
    for secret in (root / "source", *(root / "source").rglob("*")):
        assert secret.stat().st_mode & 0o077 == 0
    assert run_autograder(root, solved(hw1))["score"] == 100
