"""The engine as a wheel: does it hold the engine, whole, and nothing else?"""

import importlib.metadata
import io
import json
import subprocess
import sys
import zipfile

import pytest

from autograder.course.bundled import DISTRIBUTION, PACKAGE
from autograder.release.wheel import build_wheel

LOOK = """if 1:
    import importlib.util, json, sys
    sys.path.insert(0, sys.argv[1])
    names = ("autograder", "solutions", "assignments", "tests")
    found = {name: importlib.util.find_spec(name) for name in names}
    print(json.dumps({name: spec and spec.origin for name, spec in found.items()}))
"""


def engine(_):
    """What a release puts into autograder.zip."""
    return build_wheel()[1]


def repository(folder):
    """What `pip install .` installs, with the course as data."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=PACKAGE.parent, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path.read_bytes()


@pytest.fixture(scope="module", params=[engine, repository], ids=lambda build: build.__name__)
def installed(request, tmp_path_factory):
    """A wheel, unpacked as pip would do it."""
    folder = tmp_path_factory.mktemp("installed")
    content = request.param(tmp_path_factory.mktemp("built"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def test_a_wheel_has_one_package_and_no_course_can_be_imported(installed, tmp_path):
    version = importlib.metadata.version(DISTRIBUTION)
    about = f"{DISTRIBUTION.replace('-', '_')}-{version}.dist-info"
    assert {path.name for path in installed.iterdir()} == {"autograder", about}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LOOK, installed],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    found = json.loads(done.stdout)
    assert found.pop("autograder") == str(installed / "autograder" / "__init__.py")
    assert set(found.values()) == {None}


def test_the_wheel_of_a_release_is_the_engine_and_no_course(tmp_path):
    _, content = build_wheel()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {name for name in archive.namelist() if name.startswith("autograder/")}
    ours = (path for path in PACKAGE.rglob("*") if path.is_file())
    ours = {path.relative_to(PACKAGE.parent).as_posix() for path in ours}
    ours = {name for name in ours if "__pycache__" not in name and "bundled_course" not in name}
    assert names == ours
    made_anew = "autograder/course/templates/"  # what `autograder new` writes is no secret
    ours = [name for name in names if not name.startswith(made_anew)]
    assert not [name for name in ours if "hidden_tests" in name or "solutions" in name]
