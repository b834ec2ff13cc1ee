"""The cells of the handouts that are not graded: plots, films, and the same in PyTorch."""

import ast
import re
import sys

import jupytext
import matplotlib.pyplot as plt
import numpy as np
import pytest
from bundled import COURSE
from course.shared_cell import shared_names

from autograder.submissions.notebook import EXPERIMENT_TAG

DRAWS = {"plot", "semilogx", "semilogy", "loglog"}
ONLY_MARKERS = re.compile(r"(k|C\d)?[.ovs^DPX*+_]")
OTHER_SPELLING = re.compile(r"\w*(?:al|ar|im|is|pen)iz(?:e|ing|ation|er)\w*", re.IGNORECASE)
TITLES = re.compile(r"\*[A-Z][^*]*\*")  # books and papers spell as they like

every_assignment = pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)


@pytest.fixture
def shared():
    with plt.rc_context():
        yield shared_names()
    plt.close("all")


def cells_of(assignment):
    return jupytext.read(assignment.handout, fmt="py:percent").cells


def is_experiment(cell):
    return EXPERIMENT_TAG in cell.metadata.get("tags", []) and "with Experiment" in cell.source


@every_assignment
def test_before_each_experiment_stands_a_prediction(assignment):
    asked, experiments = "", 0
    for cell in cells_of(assignment):
        if cell.cell_type == "markdown":
            asked += cell.source
        elif is_experiment(cell):
            experiments += 1
            assert re.search(r"\*\*Predict|\*\*predict", asked), cell.source
            asked = ""
    assert experiments >= 10


@every_assignment
def test_each_homework_has_a_film_and_the_same_in_pytorch(assignment):
    experiments = [cell.source for cell in cells_of(assignment) if is_experiment(cell)]
    for what in ("show_film(", "import torch"):
        assert [source for source in experiments if what in source]
    for source in experiments:
        assert source.startswith("with Experiment():\n")


@every_assignment
def test_points_without_a_line_are_all_drawn(assignment):
    """The style gives a line a marker now and then; of a single point it would draw nothing."""
    for call in ast.walk(ast.parse(assignment.handout.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in DRAWS:
            texts = [a.value for a in call.args if isinstance(a, ast.Constant)]
            named = {keyword.arg for keyword in call.keywords}
            if any(isinstance(t, str) and ONLY_MARKERS.fullmatch(t) for t in texts):
                assert named & {"markevery", None}, ast.unparse(call)


@every_assignment
def test_one_spelling_and_no_way_back(assignment):
    text = "\n".join(c.source for c in cells_of(assignment) if c.cell_type == "markdown")
    text = re.sub(r"`[^`]*`", "", TITLES.sub("", text))
    assert OTHER_SPELLING.findall(text) == []
    assert "way back" not in text


def test_the_other_spelling_would_be_found():
    for word in ("normalization", "generalize", "Regularizers", "initialized", "optimizer"):
        assert OTHER_SPELLING.search(f"the {word} of it")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NotImplementedError("relu"), "Write relu first, then run this cell again.\n"),
        (
            ModuleNotFoundError("No module", name="torch"),
            "This cell is optional and needs torch, which is not installed here.\n",
        ),
    ],
)
def test_what_cannot_run_yet_says_so_in_one_line(shared, error, told, capsys):
    with shared["Experiment"]():
        plt.figure()
        raise error
    assert capsys.readouterr().out == told
    assert plt.get_fignums() == []


def test_a_film_outside_a_notebook_is_its_last_picture(shared):
    frames, figure = [], plt.figure(layout="constrained")
    shared["show_film"](figure, frames.append, 4)
    assert frames[-1] == 3


def test_a_film_in_a_notebook_has_a_slider_and_a_still_picture(shared, monkeypatch):
    """All pictures are in the page, all but the first hidden; nothing is fetched for it."""
    shown, (figure, ax) = [], plt.subplots(layout="constrained")
    monkeypatch.setattr("IPython.get_ipython", lambda: "a kernel")
    monkeypatch.setattr("IPython.display.display", lambda kinds, raw: shown.append(kinds))
    shared["show_film"](figure, lambda frame: ax.set_title(f"picture {frame}"), 3)
    ((page, still),) = [(kinds["text/html"], kinds["image/png"]) for kinds in shown]
    pictures = re.findall(r'<img src="data:image/png;base64,([\w+/=]+)"( hidden)?>', page)
    assert [hidden for _, hidden in pictures] == ["", " hidden", " hidden"]
    assert len({picture for picture, _ in pictures}) == 3
    assert still == pictures[-1][0]
    assert 'max="2"' in page
    assert "http" not in page
    assert plt.get_fignums() == []


def test_compare_tells_six_digits_from_five(shared, capsys):
    shared["compare"]("loss", [1.0, 2.0], np.array([1.0, 2.0 + 1e-6]))
    shared["compare"]("loss", [1.0, 2.0], np.array([1.0, 2.0 + 3e-5]))
    same, other = capsys.readouterr().out.splitlines()
    assert "the same to six digits" in same
    assert "NOT the same" in other


def names_of(assignment):
    """What stands in the handout before an experiment runs, with the model answers for stubs."""
    names = {"plt": plt, "np": np}
    for cell in cells_of(assignment):
        if cell.cell_type == "code" and not is_experiment(cell) and "grader" not in cell.source:
            exec(cell.source, names)
    exec("from itertools import pairwise, product", names)
    exec(assignment.solution.read_text(encoding="utf-8"), names)
    return names


def run_in_pytorch(assignment, names):
    (cell,) = [c for c in cells_of(assignment) if is_experiment(c) and "import torch" in c.source]
    exec(cell.source, names)


@pytest.mark.slow
@every_assignment
def test_pytorch_agrees_to_six_digits(assignment, capsys, monkeypatch):
    monkeypatch.chdir(assignment.folder)
    with plt.rc_context():
        run_in_pytorch(assignment, names_of(assignment))
    told = capsys.readouterr().out
    assert told.count("the same to six digits") >= 4, told
    assert "NOT the same" not in told


@every_assignment
def test_without_pytorch_its_cell_says_so_in_one_line(assignment, capsys, monkeypatch):
    monkeypatch.chdir(assignment.folder)
    monkeypatch.setitem(sys.modules, "torch", None)
    with plt.rc_context():
        run_in_pytorch(assignment, names_of(assignment))
    told = capsys.readouterr().out
    assert told == "This cell is optional and needs torch, which is not installed here.\n"
