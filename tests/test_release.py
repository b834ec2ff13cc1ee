"""The student's folder: is it complete, the same every time, and does stock Otter run it?"""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.assignment import assignments
from autograder.release import write_release

OTTER = Path(sysconfig.get_path("scripts")) / "otter"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folders = {}

    def release(assignment):
        if assignment.name not in folders:
            folder = tmp_path_factory.mktemp(assignment.name)
            write_release(assignment, folder)
            folders[assignment.name] = folder
        return folders[assignment.name]

    return release


@pytest.mark.parametrize("assignment", assignments(), ids=lambda a: a.name)
def test_a_release_is_complete_and_reproducible(assignment, released, tmp_path):
    folder = released(assignment)
    names = set(zipfile.ZipFile(folder / "student.zip").namelist())
    wanted = {f"{assignment.name}.ipynb", f"{assignment.name}.py", "README.md", "requirements.txt"}
    assert wanted | {f"tests/{q}.py" for q in assignment.questions} <= names
    written = {
        str(p.relative_to(folder / "student"))
        for p in (folder / "student").rglob("*")
        if p.is_file()
    }
    assert written == names
    write_release(assignment, tmp_path)
    assert (tmp_path / "student.zip").read_bytes() == (folder / "student.zip").read_bytes()


@pytest.mark.parametrize("assignment", assignments(), ids=lambda a: a.name)
def test_the_notebook_is_valid_and_bare(assignment, released):
    text = (released(assignment) / "student" / f"{assignment.name}.ipynb").read_text()
    book = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert not any(cell.get("outputs") for cell in book.cells)
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    for question in assignment.questions:
        assert f'grader.check("{question}")' in text.replace("\\", "")


@pytest.mark.parametrize("assignment", assignments(), ids=lambda a: a.name)
def test_nothing_secret_is_in_it(assignment, released):
    secret = assignment.solution.parent
    lines = {
        line.strip()
        for path in [secret / "reference.py", secret / "misconceptions.py"]
        if path.exists()
        for line in path.read_text().splitlines()
        if "torch" in line or "misconception" in line
    }
    for path in (released(assignment) / "student").rglob("*"):
        if path.suffix in (".py", ".ipynb", ".txt"):
            text = path.read_text()
            assert "import torch" not in text
            assert not any(line in text for line in lines)
            assert str(Path.cwd()) not in text


def otter_check(folder, question):
    """Stock `otter check` in a student's folder."""
    command = [OTTER, "check", "hw1_backprop.py", "-q", question]
    env = {**os.environ, "MPLBACKEND": "Agg"}
    result = subprocess.run(
        command, check=False, cwd=folder, capture_output=True, text=True, env=env, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_otter_check_passes_a_right_answer_and_fails_a_wrong_one(hw1, released, tmp_path):
    student = tmp_path / "student"
    with zipfile.ZipFile(released(hw1) / "student.zip") as archive:
        archive.extractall(student)
    path = student / "hw1_backprop.py"
    handout, stub = path.read_text(), 'raise NotImplementedError("computational_graph")'
    assert stub in handout
    right = 'return {"f": (x + y) * z, "df_dx": z, "df_dy": z, "df_dz": x + y}'
    path.write_text(handout.replace(stub, right))
    passed = "q1 results: All test cases passed!"
    assert passed in otter_check(student, "q1")
    path.write_text(handout.replace(stub, right.replace('"df_dz": x + y', '"df_dz": x')))
    assert "df_dz" in otter_check(student, "q1")
    assert passed not in otter_check(student, "q1")


@pytest.mark.slow
@pytest.mark.parametrize("solved", [False, True], ids=["stubs", "solved"])
@pytest.mark.parametrize("assignment", assignments(), ids=lambda a: a.name)
def test_the_notebook_runs_from_top_to_bottom(assignment, solved, released, tmp_path):
    """In a real kernel, with the stubs as they are and with the model answers filled in."""
    from nbclient import NotebookClient

    with zipfile.ZipFile(released(assignment) / "student.zip") as archive:
        archive.extractall(tmp_path)
    path = tmp_path / f"{assignment.name}.ipynb"
    book = nbformat.read(path, as_version=4)
    if solved:
        last_stub = max(
            i for i, cell in enumerate(book.cells) if "NotImplementedError(" in cell.source
        )
        first_use = next(i for i, cell in enumerate(book.cells) if "grader.check" in cell.source)
        for cell in book.cells[: last_stub + 1]:
            if (
                cell.cell_type == "code"
                and cell.source.lstrip().startswith("def ")
                and "NotImplementedError(" in cell.source
            ):
                cell.source = ""
        answers = nbformat.v4.new_code_cell(assignment.solution.read_text())
        book.cells.insert(min(first_use, last_stub), answers)
        book.cells.insert(1, nbformat.v4.new_code_cell("%matplotlib inline"))
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    shown = json.dumps(outputs)
    assert ("image/png" in shown) or not solved
    if solved:
        assert "failed" not in shown.lower()


def test_the_python_running_these_tests_has_otter():
    """The check above would be skipped silently otherwise."""
    assert OTTER.exists(), sys.executable
