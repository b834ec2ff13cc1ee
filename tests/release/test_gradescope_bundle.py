"""autograder.zip: does it hold what Gradescope and Otter ask for, and nothing of other homework?"""

import importlib.metadata
import io
import json
import subprocess
import zipfile
from dataclasses import replace

import pytest

from autograder.release import gradescope_bundle as bundle
from autograder.release import wheel
from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip
from autograder.release.wheel import pinned, wheel_files


@pytest.fixture(scope="module")
def uploaded(hw1, tmp_path_factory):
    path = tmp_path_factory.mktemp("release") / "autograder.zip"
    path.write_bytes(autograder_zip(hw1, GradescopeOptions()))
    return path


def test_the_zip_is_what_gradescope_asks_for(hw1, uploaded):
    with zipfile.ZipFile(uploaded) as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        otter = json.loads(archive.read("otter_config.json"))
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    assert {mode for name, mode in modes.items() if modes["setup.sh"] != mode} == {0o600}
    assert {f"tests/{question}.py" for question in hw1.questions} <= modes.keys()
    assert otter["points_possible"] == 100
    for name in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", bundle.HERE / name], check=True)


def test_the_zip_holds_one_assignment_and_the_seed(hw1):
    with zipfile.ZipFile(
        io.BytesIO(autograder_zip(replace(hw1, seed="a seed of its own"), GradescopeOptions()))
    ) as archive:
        names = archive.namelist()
        grading = json.loads(archive.read("grading.json"))
    assert (grading["assignment"], grading["seed"]) == (hw1.name, "a seed of its own")
    assert "course/solutions/hw1_backprop/hidden_tests/q5.py" in names
    assert "course/solutions/hw1_backprop/reference.py" in names
    assert [name for name in names if any(f"hw{n}" in name for n in (2, 3, 4))] == []
    assert not [name for name in names if "specimens" in name or name.endswith(".pyc")]


def test_the_wheel_is_the_engine_and_knows_no_homework():
    files = wheel_files()
    assert {name.split("/")[0] for name in files} == {"autograder", "pyproject.toml"}
    assert not [name for name in files if "hw1_backprop" in name or "bundled_course" in name]


def test_requirements_are_pinned_and_enough():
    pins = dict(line.split("==") for line in pinned())
    assert pins["torch"] == "2.13.0"
    assert pins["otter-grader"] == "7.0.0"
    for name, version in pins.items():
        assert importlib.metadata.version(name).split("+")[0] == version
    needed = {r.split(">")[0].split("=")[0] for r in wheel.direct_requirements()}
    assert {name.lower() for name in needed} <= pins.keys()


def test_otters_tests_are_those_of_the_grader(hw1, tmp_path):
    """Every name, number of points and mark of being hidden, as Otter itself reads them."""
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    read = []
    for question in hw1.questions:
        path = tmp_path / f"{question}.py"
        path.write_text(bundle.otter_tests(hw1, question))
        cases = create_test_file(str(path), NBMetadataConfig()).test_cases
        read += [(question, case.name, case.points, case.hidden) for case in cases]
    assert read == [(t.question, t.name, t.points, t.hidden) for t in hw1.tests]
