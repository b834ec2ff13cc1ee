"""Does a notebook that was opened alone get all that it needs, wherever that is?

The hosts are simulated by what a notebook finds there.
"""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from autograder.grading.repair.own_text import LOOKS_UP
from autograder.release.archive import zipped
from autograder.release.setup_cell import SETUP, setup_cell
from autograder.release.student_files import OTTER, student_files
from autograder.sandbox.worker.cells import python_cells

UPLOADED = "student (1).zip"


@pytest.fixture(scope="module")
def files(hw1):
    return student_files(hw1)


@pytest.fixture
def alone(tmp_path, monkeypatch, files):
    """The folder in which a notebook lies, with a student's work in it and nothing else."""
    folder = tmp_path / "alone"
    folder.mkdir()
    (folder / "hw1_backprop.ipynb").write_text("my work")
    monkeypatch.chdir(folder)
    return folder


def lay(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def run(source, **names):
    exec(source, {"__name__": "__main__", **names})


def is_complete(folder, files):
    """Whether all is there, and the student's work as it was."""
    mine = folder / "hw1_backprop.ipynb"
    others = files.keys() - {mine.name}
    return mine.read_text() == "my work" and all((folder / name).exists() for name in others)


@pytest.mark.parametrize("folder", ["", "hw1_backprop/"])
def test_it_unpacks_what_lies_beside_it(alone, files, folder):
    packed = {f"{folder}{name}": content for name, content in files.items()}
    (alone / UPLOADED).write_bytes(zipped(packed))
    run(setup_cell("hw1_backprop", OTTER, ""))
    assert is_complete(alone, files)


def test_it_fetches_from_the_address_of_the_release(alone, files, tmp_path):
    (tmp_path / "student.zip").write_bytes(zipped(files))
    run(setup_cell("hw1_backprop", OTTER, (tmp_path / "student.zip").as_uri()))
    assert is_complete(alone, files)


@pytest.mark.parametrize("address", ["", "file:///no/such/student.zip", "no address"])
def test_without_any_it_says_what_to_do(alone, address, capsys):
    with pytest.raises(FileNotFoundError, match="beside this file"):
        run(setup_cell("hw1_backprop", OTTER, address))
    assert (f"{address} cannot be fetched" in capsys.readouterr().out) is bool(address)


def test_on_colab_it_asks_once(alone, files, monkeypatch):
    uploads = []

    def upload():
        uploads.append(UPLOADED)
        Path(UPLOADED).write_bytes(zipped(files))
        return {UPLOADED: b""}

    for name in ("google", "google.colab"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["google.colab"].files = type("files", (), {"upload": staticmethod(upload)})
    run(setup_cell("hw1_backprop", OTTER, ""))
    run(setup_cell("hw1_backprop", OTTER, ""))
    assert is_complete(alone, files)
    assert uploads == [UPLOADED]


def test_on_kaggle_it_takes_what_was_added_as_input(alone, files, tmp_path):
    """Kaggle unpacks a zip that is added."""
    inputs = tmp_path / "input"
    lay(inputs / "homework" / "student", files)
    assert "/kaggle/input" in SETUP
    source = setup_cell("hw1_backprop", OTTER, "")
    run(source.replace("/kaggle/input", str(inputs)))
    assert is_complete(alone, files)


def test_where_all_is_there_nothing_changes(alone):
    (alone / "tests").mkdir()
    run(setup_cell("hw1_backprop", OTTER, "https://example.edu/student.zip"))
    assert sorted(path.name for path in alone.iterdir()) == ["hw1_backprop.ipynb", "tests"]


def test_it_installs_otter_where_that_is_missing(alone, monkeypatch):
    (alone / "tests").mkdir()
    installed = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: installed.append(command[-1]))
    monkeypatch.setitem(sys.modules, "otter", None)
    run(setup_cell("hw1_backprop", OTTER, ""))
    assert installed == [OTTER]


def test_a_grader_runs_nothing_of_it_but_quick_imports():
    """What defines or imports something is run of an experiment, and most of it is slow."""
    lines = setup_cell("hw1_backprop", OTTER, "").splitlines()
    at_the_margin = [line for line in lines if line.startswith(("import", "from", "def", "class"))]
    assert at_the_margin == ["import os", "from pathlib import Path"]
    assert not LOOKS_UP & {word for line in at_the_margin for word in line.split()}


@pytest.mark.parametrize("beside", [True, False], ids=["folder", "alone"])
def test_the_module_is_run_from_another_folder(beside, alone, files, tmp_path, monkeypatch):
    """With the other files beside it, and alone with an address."""
    (tmp_path / "student.zip").write_bytes(zipped(files))
    if beside:
        lay(alone, {name: content for name, content in files.items() if name.startswith("tests/")})
    monkeypatch.chdir(tmp_path)
    address = "" if beside else (tmp_path / "student.zip").as_uri()
    run(setup_cell("hw1_backprop", OTTER, address), __file__=str(alone / "hw1_backprop.py"))
    assert Path.cwd() == alone
    assert beside or is_complete(alone, files)


@pytest.mark.slow
@pytest.mark.parametrize("beside", [True, False], ids=["folder", "alone"])
def test_a_user_runs_the_module_from_another_folder(beside, hw1, files, tmp_path):
    """As that person does: `python folder/hw1_backprop.py`."""
    (tmp_path / "student.zip").write_bytes(zipped(files))
    mine = student_files(hw1, (tmp_path / "student.zip").as_uri())
    kept = files.keys() if beside else {"hw1_backprop.py"}
    folder = lay(tmp_path / "folder", {name: mine[name] for name in kept})
    command = [sys.executable, "folder/hw1_backprop.py"]
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment, capture_output=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    assert b"Write train_mlp first" in done.stdout  # an experiment far below the first check
    assert (folder / "digits.npz").exists()


def test_a_grader_passes_over_the_cell_of_a_module(files):
    """Cut by its markers, it is an experiment; the cell after it is not."""
    cells = python_cells(files["hw1_backprop.py"].decode())
    first = next(number for number, cell in enumerate(cells) if cell.tree.body)
    assert "os.chdir" in ast.unparse(cells[first].tree)
    assert [cell.experiment for cell in cells[first : first + 2]] == [True, False]


def test_pictures_are_in_the_notebook(files, hw1):
    book = nbformat.reads(files["hw1_backprop.ipynb"].decode(), as_version=4)
    (cell,) = [cell for cell in book.cells if "attachments" in cell]
    assert "(attachment:graph.png)" in cell.source
    assert list(cell.attachments["graph.png"]) == ["image/png"]
    assert "](graph.png)" not in json.dumps(book)
    nbformat.validate(book)


def test_the_address_is_in_the_notebook(hw1):
    address = "https://example.edu/it's/student.zip"
    book = nbformat.reads(student_files(hw1, address)["hw1_backprop.ipynb"], as_version=4)
    first = next(cell for cell in book.cells if cell.cell_type == "code")
    assert f"address = {address!r}" in first.source
    assert first.metadata["tags"] == ["experiment"]


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("https://github.com/uni/dl/raw/main/student.zip", "uni/dl/blob/main/hw1_backprop.ipynb"),
        (
            "https://github.com/uni/dl/raw/refs/heads/main/hw1/student.zip",
            "uni/dl/blob/main/hw1/hw1_backprop.ipynb",
        ),
        ("https://example.edu/student.zip", None),
        ("", None),
    ],
)
def test_a_badge_opens_it_on_colab_where_it_is_on_github(hw1, address, opened):
    book = nbformat.reads(student_files(hw1, address)["hw1_backprop.ipynb"], as_version=4)
    nbformat.validate(book)
    link = f"(https://colab.research.google.com/github/{opened})"
    assert (link in book.cells[0].source) is bool(opened)
    assert ("colab-badge" in json.dumps(book)) is bool(opened)
