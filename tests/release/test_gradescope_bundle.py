"""autograder.zip: does it hold what Gradescope and Otter ask for, and nothing of other homework?"""

import json
import subprocess
import zipfile
from dataclasses import replace

import pytest

from autograder.release import gradescope_bundle as bundle
from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip
from autograder.release.gradescope_run import bundled_homework

SEED = "a seed of its own: quotes \" and ' and \\ and \n"


@pytest.fixture(scope="module")
def uploaded(hw1, tmp_path_factory):
    path = tmp_path_factory.mktemp("release") / "autograder.zip"
    path.write_bytes(autograder_zip(replace(hw1, seed=SEED), GradescopeOptions()))
    return path


def test_the_zip_is_what_gradescope_asks_for(hw1, uploaded):
    with zipfile.ZipFile(uploaded) as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        otter = json.loads(archive.read("otter_config.json"))
    assert {"setup.sh", "run_autograder"} <= {*bundle.SCRIPTS}
    assert {modes[name] for name in bundle.SCRIPTS} == {0o755}
    assert {mode for name, mode in modes.items() if name not in bundle.SCRIPTS} == {0o600}
    assert {f"tests/{question}.py" for question in hw1.questions} <= modes.keys()
    assert otter["points_possible"] == 100
    for name in bundle.SCRIPTS:
        subprocess.run(["bash", "-n", bundle.HERE / name], check=True)


def test_the_zip_holds_one_assignment_and_the_seed(hw1, uploaded, tmp_path):
    with zipfile.ZipFile(uploaded) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
        archive.extractall(tmp_path)
    grading, assignment = bundled_homework(tmp_path)
    assert (assignment.name, assignment.seed) == (hw1.name, SEED)
    assert "seed of its own" in files.pop("grading.json").decode()
    assert not [name for name, content in files.items() if b"seed of its own" in content]
    assert (grading["hidden_tests"], grading["allow_unsandboxed"]) == ("after_published", False)
    assert grading["hints"] is None  # as the course says
    assert bundle.grading(assignment, GradescopeOptions(hints="name"))["hints"] == "name"
    assert "course/solutions/hw1_backprop/hidden_tests/q5.py" in files
    assert "course/solutions/hw1_backprop/reference.py" in files
    assert "course/assignments/hw1_backprop/hw1_backprop.py" in files
    assert "course/solutions/course.toml" in files
    other = [name for name in files if any(f"hw{n}" in name for n in (2, 3, 4))]
    assert other == []
    assert not [name for name in files if "specimens" in name or name.endswith(".pyc")]


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
