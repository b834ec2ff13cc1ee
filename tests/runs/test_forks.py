"""Is what is slow imported from the first moment on, and PyTorch for a class alone?"""

import multiprocessing
import subprocess
import sys
import zipfile

import pytest

from autograder.runs import forks

SLOW = ("numpy", "msgspec", "jinja2", "autograder.grading", "autograder.sandbox.session")


@pytest.fixture
def preloaded(monkeypatch):
    """What the process is told to import of which all others are forks; it is not started."""
    told, context = [], multiprocessing.get_context("forkserver")
    monkeypatch.setattr(
        type(context), "set_forkserver_preload", lambda _, names: told.extend(names)
    )
    monkeypatch.setattr(forks.forkserver, "ensure_running", lambda: None)
    return told


@pytest.mark.parametrize(("count", "is_class"), [(1, False), (forks.FEW, False), (40, True)])
@pytest.mark.parametrize("kind", ["files", "folder", "zip"])
def test_torch_is_imported_from_the_start_for_a_class_alone(
    preloaded, tmp_path, kind, count, is_class
):
    files = [tmp_path / f"{n}.py" for n in range(count)]
    for file in files:
        file.touch()
    archive = tmp_path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as written:
        for file in files:
            written.write(file)
    forks.warm_up_for({"files": files, "folder": [tmp_path], "zip": [archive]}[kind])
    assert ("autograder.runs.preload_torch" in preloaded) is is_class
    assert "autograder.runs.preload" in preloaded


def test_a_name_that_leads_nowhere_and_a_zip_that_is_none_are_told_of_later(preloaded, tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK\x05\x06")
    forks.warm_up_for([tmp_path / "nowhere", tmp_path / "broken.zip"])
    assert preloaded


def test_to_begin_takes_nothing_that_is_slow():
    code = "import sys, autograder.runs.forks; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(SLOW) & set(ran.stdout.split())
