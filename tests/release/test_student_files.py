"""The student's folder, used as a student uses it: in a notebook, with Otter, in a clean Python."""

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest
from bundled import COURSE

from autograder.release.student_files import REQUIREMENTS, student_files

OTTER = Path(sysconfig.get_path("scripts")) / "otter"
# Notebooks take half a minute: some by day, all at night.
MARKS = {True: pytest.mark.slow, False: pytest.mark.nightly}


def lay(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


class Answers:
    """The model answers, to be put where the stubs are."""

    def __init__(self, assignment):
        text = assignment.solution.read_text()
        body = ast.parse(text).body
        of = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
        self.functions = {
            name: ast.get_source_segment(text, of[name]) for name in assignment.functions
        }
        others = [node for node in body if getattr(node, "name", "") not in self.functions]
        self.preamble = "\n".join(ast.get_source_segment(text, node) for node in others)
        self.given = False

    def fill(self, source):
        """The source with its stubs replaced; before the first of them what the answers need."""
        lines = source.splitlines()
        for node in reversed(ast.parse(source).body):
            name = getattr(node, "name", "")
            if name in self.functions:
                lines[node.lineno - 1 : node.end_lineno] = self.functions[name].splitlines()
        filled = "\n".join(lines)
        if filled != source and not self.given:
            self.given = True
            return f"{self.preamble}\n{filled}" if "# %%" not in source else self._inside(filled)
        return filled

    def _inside(self, module):
        """In a `.py`, whose first lines are its header, helpers come after the imports."""
        start = module.index("import numpy as np\n") + len("import numpy as np\n")
        return f"{module[:start]}{self.preamble}\n{module[start:]}"


def executed(assignment, folder, *, solved):
    """The notebook after a run in a real kernel, and the cells that should have drawn."""
    from nbclient import NotebookClient

    book = nbformat.read(folder / f"{assignment.name}.ipynb", as_version=4)
    answers = Answers(assignment)
    for cell in book.cells:
        if solved and cell.cell_type == "code":
            cell.source = answers.fill(cell.source)
    book.cells.insert(0, nbformat.v4.new_code_cell("%matplotlib inline"))
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return book


@pytest.mark.parametrize(
    ("assignment", "solved"),
    [
        pytest.param(
            a, how == "solved", id=f"{a.name}-{how}", marks=MARKS[a.name.startswith(by_day)]
        )
        for a in COURSE.assignments
        for how, by_day in (("stubs", "hw1"), ("solved", ("hw1", "hw3")))
    ],
)
def test_the_notebook_runs_from_top_to_bottom(assignment, solved, tmp_path):
    """With the stubs as they are; with the model answers all checks pass and all plots show."""
    book = executed(assignment, lay(tmp_path, student_files(assignment)), solved=solved)
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    if not solved:
        return
    for cell in book.cells:
        shown = json.dumps(cell.get("outputs", []))
        if "grader.check(" in cell.source:
            assert "passed" in shown, (cell.source, shown)
            assert "failed" not in shown.lower(), (cell.source, shown)
        draws = "plt.show" in cell.source or "plt.subplots" in cell.source
        if draws and "class Experiment" not in cell.source:  # which defines what others draw with
            assert "image/png" in shown, cell.source


def run_there(command, folder):
    """A command that works, run in a student's folder."""
    env = {**os.environ, "MPLBACKEND": "Agg"}
    result = subprocess.run(
        command, check=False, cwd=folder, capture_output=True, text=True, env=env, timeout=300
    )
    assert result.returncode == 0, result.stderr
    return result


@pytest.mark.slow
def test_otter_check_passes_a_right_answer_and_fails_a_wrong_one(hw1, tmp_path):
    folder = lay(tmp_path, student_files(hw1))
    path = folder / "hw1_backprop.py"
    text = path.read_text()
    for name, answer in (
        ("computational_graph", '{"f": (x + y) * z, "df_dx": z, "df_dy": z, "df_dz": x + y}'),
        ("relu", "np.abs(x)"),
    ):
        assert f'raise NotImplementedError("{name}")' in text
        text = text.replace(f'raise NotImplementedError("{name}")', f"return {answer}")
    path.write_text(text)
    told = run_there([OTTER, "check", path.name], folder).stdout
    assert "q1 results: All test cases passed!" in told
    assert "q2 results: All test cases passed!" not in told
    assert "relu" in told


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """A Python with what requirements.txt names, fetched by pip as a student's is.

    The oldest NumPy it allows; the newest is what all other tests run with.
    """
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder / "venv", with_pip=True, symlinks=True)
    (folder / "requirements.txt").write_text("\n".join(REQUIREMENTS))
    (oldest,) = [f"{line.split(',')[0].replace('>', '=')}.*" for line in REQUIREMENTS[:1]]
    pip = [folder / "venv" / "bin" / "pip", "install", "--quiet", "--no-compile"]
    subprocess.run([*pip, "-r", "requirements.txt", oldest], check=True, cwd=folder)
    return folder / "venv" / "bin"


FETCHES = pytest.mark.timeout(1200)  # a hundred packages, on a machine that may be busy


@FETCHES
@pytest.mark.slow
def test_a_student_needs_no_torch_and_nothing_of_ours(clean, tmp_path):
    for package in ("torch", "autograder", "solutions"):
        command = [clean / "python", "-c", f"import {package}"]
        done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True)
        assert b"No module named" in done.stderr


@FETCHES
@pytest.mark.parametrize(
    "assignment",
    [
        pytest.param(a, id=a.name, marks=MARKS[a.name.startswith(("hw1", "hw4"))])
        for a in COURSE.assignments
    ],
)
def test_in_a_clean_python_the_module_passes_every_check(assignment, clean, tmp_path):
    folder = lay(tmp_path, student_files(assignment))
    module = folder / f"{assignment.name}.py"
    module.write_text(Answers(assignment).fill(module.read_text()))
    done = run_there([clean / "otter", "check", module.name], folder)
    assert "All tests passed!" in done.stdout
    assert "WARNING" not in done.stderr  # of the kernel: students ask what they did wrong


RECIPE = re.compile(r"^    python -c \"(.*)\"$", re.MULTILINE)


@FETCHES
@pytest.mark.slow
def test_the_page_has_a_recipe_that_prints_one_question_only(hw1, clean, tmp_path):
    folder = lay(tmp_path, student_files(hw1))
    (recipe,) = RECIPE.findall((folder / "README.md").read_text())
    told = run_there([clean / "python", "-c", recipe], folder).stdout
    assert "q5 results" in told
    assert all(f"q{n} results" not in told for n in (1, 2, 3, 4, 6, 7, 8))


@FETCHES
@pytest.mark.parametrize(
    "assignment",
    [
        pytest.param(a, id=a.name, marks=MARKS[a.name.startswith(("hw0", "hw2"))])
        for a in COURSE.assignments
    ],
)
def test_in_a_clean_python_the_notebook_passes_every_check(assignment, clean, tmp_path):
    folder = lay(tmp_path, student_files(assignment))
    path, answers = folder / f"{assignment.name}.ipynb", Answers(assignment)
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.source = answers.fill(cell.source)
    nbformat.write(book, path)
    command = [clean / "python", "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"]
    subprocess.run([*command, path.name], check=True, cwd=folder, capture_output=True)
    ran = nbformat.read(path, as_version=4)
    checks = [cell for cell in ran.cells if "grader.check(" in cell.source]
    assert len(checks) == len(assignment.questions)
    assert all("passed" in json.dumps(cell.outputs) for cell in checks)
    assert "image/png" in json.dumps([cell.get("outputs") for cell in ran.cells])


def test_the_python_running_these_tests_has_otter():
    """The checks above would fail with another message."""
    assert OTTER.exists(), sys.executable


def test_pictures_are_in_the_notebook(hw1):
    book = nbformat.reads(student_files(hw1)["hw1_backprop.ipynb"].decode(), as_version=4)
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
