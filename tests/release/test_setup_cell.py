"""Does a notebook that was opened alone get all that it needs, wherever that is?

The hosts are simulated by what a notebook finds there.
"""

import json
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from autograder.release.archive import zipped
from autograder.release.setup_cell import SETUP, setup_cell
from autograder.release.student_files import OTTER, student_files

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


def run(source):
    exec(source, {"__name__": "__main__"})


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
    with pytest.raises(FileNotFoundError, match="beside this notebook"):
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
    for name, content in files.items():
        path = inputs / "homework" / "student" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
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
    assert at_the_margin == ["import sys", "from pathlib import Path"]


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
