"""Does a notebook that was opened alone get all that it needs, wherever that is?

The hosts are simulated by what a notebook finds there.
"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from bundled import find

from autograder.grading.repair.own_text import LOOKS_UP
from autograder.release.archive import zipped
from autograder.release.setup_cell import SETUP, WHOSE, no_file_at, setup_cell
from autograder.release.student_files import OTTER, PACKAGES, student_files
from autograder.sandbox.worker.cells import python_cells

NAME, OTHER = "hw1_backprop", "hw3_dropout"
TWINS = {f"{NAME}.ipynb", f"{NAME}.py"}
UPLOADED = "student (1).zip"


@pytest.fixture(scope="module")
def files(hw1):
    return student_files(hw1)


@pytest.fixture(scope="module")
def others():
    """The files of another homework."""
    return student_files(find(OTHER))


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """The folder in which a notebook lies, with a student's work in it and nothing else."""
    folder = tmp_path / "alone"
    folder.mkdir()
    (folder / f"{NAME}.ipynb").write_text("my work")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    return folder


def lay(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def packed(files, name=NAME):
    return zipped({f"{name}/{path}": content for path, content in files.items()})


def run(url="", **names):
    """Run the cell; it works in the folder that is then the current one."""
    exec(setup_cell(NAME, PACKAGES, url), {"__name__": "__main__", **names})
    return Path.cwd()


def has_all(folder, files):
    """Whether all is there but for the twins, of which there is one already."""
    needed = {name: content for name, content in files.items() if name not in TWINS}
    return all((folder / name).read_bytes() == content for name, content in needed.items())


def is_complete(alone, files):
    """Whether all came into a folder beside the student's work, which is as it was."""
    folder = alone / NAME
    is_mine = (alone / f"{NAME}.ipynb").read_text() == "my work"
    return (
        is_mine and has_all(folder, files) and not any((folder / twin).exists() for twin in TWINS)
    )


def test_the_public_tests_say_whose_they_are(files, others):
    assert (files[WHOSE], others[WHOSE]) == (f"{NAME}\n".encode(), f"{OTHER}\n".encode())


@pytest.mark.parametrize("is_flat", [True, False], ids=["of before", "of now"])
def test_it_unpacks_what_lies_beside_it(alone, files, is_flat):
    """A zip of before has no folder in it, and no word whose the tests are."""
    before = {name: content for name, content in files.items() if name != WHOSE}
    (alone / UPLOADED).write_bytes(zipped(before) if is_flat else packed(files))
    assert run() == alone / NAME
    assert is_complete(alone, before if is_flat else files)
    assert run() == alone / NAME, "once more changes nothing"


def test_of_several_zips_it_takes_its_own(alone, files, others):
    (alone / UPLOADED).write_bytes(packed(others, OTHER))
    (alone / "student (2).zip").write_bytes(zipped(others))
    (alone / "student (3).zip").write_bytes(b"half a downlo")
    (alone / "student.zip").write_bytes(packed(files))
    assert run() == alone / NAME
    assert is_complete(alone, files)
    assert not (alone / OTHER).exists()


def test_what_was_unpacked_beside_it_is_used(alone, files):
    """As Safari does, which then removes the zip."""
    lay(alone / NAME, files)
    assert run() == alone / NAME
    assert has_all(alone / NAME, files)


def test_what_a_student_made_in_that_folder_stays(alone, files):
    mine = dict.fromkeys((*TWINS, "digits.npz"), b"mine")
    lay(alone / NAME, mine)
    (alone / "student.zip").write_bytes(packed(files))
    run()
    assert {name: (alone / NAME / name).read_bytes() for name in mine} == mine
    assert (alone / NAME / "tests" / "q1.py").exists()


@pytest.mark.parametrize("is_beside", [True, False], ids=["both unpacked", "one unpacked"])
def test_the_tests_of_another_homework_are_not_its_own(alone, files, others, is_beside):
    """Both homeworks' modules lie there, so they do not tell whose the tests are."""
    lay(alone, {**others, f"{NAME}.py": files[f"{NAME}.py"]})
    (alone / "student.zip").write_bytes(packed(files))
    if is_beside:
        lay(alone / NAME, files)
    assert run() == alone / NAME
    assert has_all(alone / NAME, files)
    assert has_all(alone, others)


@pytest.mark.parametrize("called", [NAME, f"{NAME} (1)", "homework-ada"])
def test_where_all_is_there_nothing_changes(files, tmp_path, monkeypatch, called):
    """However the folder is called, and though there may be another in it."""
    folder = lay(tmp_path / called, files)
    lay(folder / NAME, files)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("urllib.request.urlretrieve", lambda _: pytest.fail("it is there"))
    before = sorted(folder.rglob("*"))
    assert run("https://example.edu/student.zip") == folder
    assert sorted(folder.rglob("*")) == before


def test_it_fetches_from_the_address_of_the_release(alone, files, tmp_path):
    (tmp_path / "student.zip").write_bytes(packed(files))
    assert run((tmp_path / "student.zip").as_uri()) == alone / NAME
    assert is_complete(alone, files)


WRONG = {
    "a page": b"<!DOCTYPE html><title>Log in</title>",
    "another homework's": packed({"tests/q1.py": b""}, OTHER),
    "half of it": packed({"tests/q1.py": os.urandom(999)})[:-400],
}


@pytest.mark.parametrize("answer", [None, *WRONG.values()], ids=["nothing", *WRONG])
def test_what_an_address_gives_that_is_no_use_is_said(alone, answer, tmp_path, capsys):
    """And it is said what to do."""
    if answer is not None:
        (tmp_path / "student.zip").write_bytes(answer)
    address = (tmp_path / "student.zip").as_uri()
    with pytest.raises(FileNotFoundError, match=f"{NAME} .*beside this file"):
        run(address)
    assert f"{address} is not used: " in capsys.readouterr().out
    assert Path.cwd() == alone, "so that it looks there again"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///srv/student.zip", "https://"),
        ("example.edu/student.zip", "https://"),
        ("https:///student.zip", "https://"),
        ("https://[uni/student.zip", "https://"),
        ("https://example.edu/my files/student.zip", "%20"),
        ("https://github.com/uni/dl/blob/main/a.zip", "https://github.com/uni/dl/raw/main/a.zip"),
        (
            "http://www.github.com/u/d/blob/x/blob/a.zip",
            "http://www.github.com/u/d/raw/x/blob/a.zip",
        ),
    ],
)
def test_an_address_at_which_there_can_be_no_file_is_told(address, why):
    assert why in no_file_at(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://github.com/uni/dl/raw/main/blob/student.zip",
        "https://github.com/uni/dl/releases/download/v1/student.zip",
        "https://raw.githubusercontent.com/uni/dl/main/student.zip",
        "http://example.edu/a/b/blob/student.zip?download=1",
        "HTTPS://example.edu/student.zip",
    ],
)
def test_any_other_address_will_do(address):
    assert not no_file_at(address)


def test_without_any_it_says_what_to_do(alone, capsys):
    with pytest.raises(FileNotFoundError, match="beside this file"):
        run()
    assert not capsys.readouterr().out


@pytest.mark.parametrize("answer", [None, WRONG["a page"]], ids=["no address", "a page"])
def test_on_colab_it_asks_once(alone, files, tmp_path, monkeypatch, answer):
    """Also where the address of the release gives no zip."""
    uploads = []

    def upload():
        uploads.append(UPLOADED)
        Path(UPLOADED).write_bytes(packed(files))
        return {UPLOADED: b""}

    (tmp_path / "student.zip").write_bytes(answer or b"")
    url = (tmp_path / "student.zip").as_uri() if answer else ""
    for name in ("google", "google.colab"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["google.colab"].files = type("files", (), {"upload": staticmethod(upload)})
    run(url)
    monkeypatch.chdir(alone)  # another session
    assert run(url) == alone / NAME
    assert is_complete(alone, files)
    assert uploads == [UPLOADED]


def test_on_kaggle_it_takes_its_own_of_what_was_added_as_input(
    alone, files, others, tmp_path, monkeypatch
):
    """Kaggle unpacks a zip that is added."""
    inputs = tmp_path / "input"
    lay(inputs / "a" / OTHER, others)
    lay(inputs / "homework" / NAME, files)
    assert "/kaggle/input" in SETUP
    monkeypatch.setattr(
        "autograder.release.setup_cell.SETUP", SETUP.replace("/kaggle/input", str(inputs))
    )
    assert run() == alone / NAME
    assert is_complete(alone, files)


@pytest.mark.parametrize("missing", [[], ["otter"], ["matplotlib"], ["matplotlib", "numpy"]])
def test_it_installs_what_is_missing(alone, monkeypatch, missing, files):
    lay(alone, files)
    installed = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: installed.append(command[-1]))
    for module in missing:
        monkeypatch.setitem(sys.modules, module, None)
    run()
    assert set(installed) == {PACKAGES[module] for module in missing}


def test_it_can_install_what_a_handout_imports(files):
    """The first cells of each handout; the rest is in a cell that only needs it to draw."""
    imported = {"matplotlib", "numpy", "otter"}
    assert set(PACKAGES) == imported
    assert PACKAGES["otter"] == OTTER
    assert all(
        f"{package}\n" in files["requirements.txt"].decode() for package in PACKAGES.values()
    )


def test_a_grader_runs_nothing_of_it_but_quick_imports():
    """What defines or imports something is run of an experiment, and most of it is slow."""
    lines = setup_cell(NAME, PACKAGES, "").splitlines()
    at_the_margin = [line for line in lines if line.startswith(("import", "from", "def", "class"))]
    assert at_the_margin == ["import os", "from pathlib import Path"]
    assert not LOOKS_UP & {word for line in at_the_margin for word in line.split()}


@pytest.mark.parametrize("beside", [True, False], ids=["folder", "alone"])
def test_the_module_is_run_from_another_folder(beside, alone, files, tmp_path, monkeypatch):
    """With the other files beside it, and alone with an address."""
    (tmp_path / "student.zip").write_bytes(packed(files))
    if beside:
        lay(alone, {name: content for name, content in files.items() if name.startswith("tests/")})
    monkeypatch.chdir(tmp_path)
    address = "" if beside else (tmp_path / "student.zip").as_uri()
    folder = run(address, __file__=str(alone / f"{NAME}.py"))
    assert folder == (alone if beside else alone / NAME)
    assert beside or is_complete(alone, files)


@pytest.mark.slow
@pytest.mark.parametrize("beside", ["all", "another's", "nothing"])
def test_a_user_runs_the_module_from_another_folder(beside, hw1, others, tmp_path):
    """As that person does: `python folder/hw1_backprop.py`."""
    mine = student_files(hw1, (tmp_path / "student.zip").as_uri())
    (tmp_path / "student.zip").write_bytes(packed(mine))
    if beside == "all":
        lay(tmp_path / "folder", mine)
    lay(tmp_path / "folder", {f"{NAME}.py": mine[f"{NAME}.py"]})
    if beside == "another's":
        lay(tmp_path / "folder", {n: c for n, c in others.items() if n != "public_checks.py"})
    command = [sys.executable, f"folder/{NAME}.py"]
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment, capture_output=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    assert b"Write train_mlp first" in done.stdout  # an experiment far below the first check
    folder = tmp_path / "folder" / ("" if beside == "all" else NAME)
    assert has_all(folder, mine)


@pytest.mark.slow
def test_a_notebook_checks_itself_beside_the_files_of_another_homework(hw1, others, tmp_path):
    from nbclient import NotebookClient

    folder = lay(tmp_path / "both", others)
    (folder / "student.zip").write_bytes(packed(student_files(hw1)))
    book = nbformat.reads(student_files(hw1)[f"{NAME}.ipynb"].decode(), as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    (checked,) = [cell for cell in book.cells if cell.source == 'grader.check("q7")']
    assert "write numerical_gradient first" in str(checked.outputs)
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]


@pytest.mark.slow
def test_without_its_markers_a_module_names_one_problem(files, grade, solution):
    """A grader then runs the cell, statement by statement, and has no other files for it."""
    text = re.sub("^# %%.*$", "", files[f"{NAME}.py"].decode(), flags=re.MULTILINE)
    graded = grade(f"{text}\n{solution}", f"{NAME}.py")
    assert sum(outcome.score for outcome in graded.outcomes) == 100
    (problem,) = graded.problems
    assert "beside this file" in problem.message


def test_a_grader_passes_over_the_cell_of_a_module(files):
    """Cut by its markers, it is an experiment; the cell after it is not."""
    cells = python_cells(files[f"{NAME}.py"].decode())
    first = next(number for number, cell in enumerate(cells) if cell.tree.body)
    assert "os.chdir" in ast.unparse(cells[first].tree)
    assert [cell.experiment for cell in cells[first : first + 2]] == [True, False]
