"""autograder.zip: does it hold what Gradescope and Otter ask for, and nothing of other homework?"""

import importlib.metadata
import json
import subprocess
import zipfile

import pytest

from autograder.release import gradescope_bundle as bundle
from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip, wheel_files
from autograder.release.wheel import pinned


@pytest.fixture(scope="module")
def uploaded(hw1, tmp_path_factory):
    path = tmp_path_factory.mktemp("release") / "autograder.zip"
    path.write_bytes(autograder_zip(hw1, Settings(hw1.name)))
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


def test_the_wheel_holds_one_assignment_and_the_seed(hw1, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_SEED", "a seed of its own")
    files = wheel_files(hw1)
    assert "a seed of its own" in files["solutions/__init__.py"].decode()
    assert "autograder/hidden_tests/hw1_backprop/q5.py" in files
    assert "solutions/hw1_backprop/reference.py" in files
    other = [name for name in files if any(f"hw{n}" in name for n in (2, 3, 4))]
    assert other == []
    assert not [name for name in files if "specimens" in name or name.endswith(".pyc")]


def test_requirements_are_pinned_and_enough():
    pins = dict(line.split("==") for line in pinned())
    assert pins["torch"] == "2.13.0"
    assert pins["otter-grader"] == "7.0.0"
    for name, version in pins.items():
        assert importlib.metadata.version(name).split("+")[0] == version
    needed = {r.split(">")[0].split("=")[0] for r in bundle.direct_requirements()}
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


def test_a_seed_has_a_place_to_go():
    with pytest.raises(bundle.CannotBuild, match="DEFAULT_SEED"):
        bundle.with_seed("SEED = 1\n", "a new seed")
    hostile = "quotes \" and ' and \\ and \n"
    space = {}
    exec(bundle.with_seed('"""Doc."""\nDEFAULT_SEED = "old"\n', hostile), space)
    assert space["DEFAULT_SEED"] == hostile
