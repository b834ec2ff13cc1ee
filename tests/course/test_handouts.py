"""What a handout says of itself, and what all handouts share."""

import ast
import re

import jupytext
import nbformat
import pytest
from bundled import COURSE
from course.shared_cell import TEMPLATE, shared_source

from autograder.course.handout import read_handout
from autograder.release.student_files import notebook
from autograder.submissions.submission import Submission, read

ROW = re.compile(r"^# \| (q\d+) \|.*\| ([\d.]+) \|$", re.MULTILINE)

every_assignment = pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)


def is_written(cell):
    return "written" in cell.metadata.get("tags", [])


@every_assignment
def test_the_table_of_questions_tells_their_points(assignment):
    worth = dict.fromkeys(assignment.questions, 0.0)
    for test in assignment.tests:
        worth[test.name.partition(".")[0]] += test.points
    told = ROW.findall(assignment.handout.read_text(encoding="utf-8"))
    assert {question: float(points) for question, points in told} == worth


@every_assignment
def test_results_of_a_function_that_returns_several_have_names(assignment):
    """ "result 2" tells a student less than "dgamma"."""
    solution = ast.parse((assignment.secrets / "solution.py").read_text(encoding="utf-8"))
    asked = {f.name: f for f in solution.body if isinstance(f, ast.FunctionDef) and f.returns}
    count = {
        name: len(f.returns.slice.elts)
        for name, f in asked.items()
        if name in assignment.functions and ast.unparse(f.returns).startswith("tuple[")
    }
    names = read_handout(assignment).results
    assert {name: len(names.get(name, ())) for name in count} == count


@every_assignment
def test_written_answers_are_text_that_no_grader_runs(assignment):
    """Two or three in each homework; in the notebook they keep their tag."""
    book = nbformat.reads(notebook(assignment), as_version=4)
    written = [cell for cell in book.cells if is_written(cell)]
    assert 2 <= len(written) <= 3
    assert {cell.cell_type for cell in written} == {"markdown"}
    for cell in written:
        cell.source = "def of_mine(: no Python at all"
    answered = nbformat.writes(book).encode()
    source = "\n".join(text for _, text, _ in read(Submission("ada", "hw.ipynb", answered)).cells)
    assert "of_mine" not in source
    assert assignment.functions[0] in source


@every_assignment
def test_colours_and_markers_are_those_of_the_template(assignment):
    assert shared_source(assignment.handout) == shared_source(TEMPLATE)


def test_a_handout_is_a_notebook_of_cells_that_are_not_empty():
    for assignment in COURSE.assignments:
        book = jupytext.read(assignment.handout, fmt="py:percent")
        assert all(cell.source.strip() for cell in book.cells)
