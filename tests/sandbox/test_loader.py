"""Is what IPython understands, and Python does not, no reason to lose a cell?"""

import ast
import sys

import pytest
from cells import Cell, python_cells, without_magics
from loader import Loader
from sessions import PATIENCE
from stopwatch import Stopwatch

pytestmark = pytest.mark.usefixtures("timers")


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("%matplotlib inline\nx = 1", "x = 1"),
        ("%%time\nx = 1", "x = 1"),
        ("!pip install numpy \\\n    scipy\nx = 1", "x = 1"),
        ("x = 1\n!echo it's (\nx?\n?x", "x = 1"),
        ("files = !ls\nx = 1", "files = None\nx = 1"),
        ("%matplotlib inline\nx = (10\n     % 3)", "x = 10 % 3"),
        ("    x = 1\n    y = 2", "x = 1\ny = 2"),
        ("%time f()\nx = 'a\u2028b'\ny = '\x0c'", "x = 'a\u2028b'\ny = '\x0c'"),
        ("for i in x:\n    %time f()\n    g(i)", "for i in x:\n    pass\n    g(i)"),
        ("%%bash\nls (", ""),
        ("%%memit -r 3\nx = 1", "x = 1"),
        ("%%snakeviz\nx = 1", "x = 1"),
        ("%%debug\nx = 1", "x = 1"),
        ("%%wandb\nx = 1", "x = 1"),
        ("pip install numpy\nx = 1", "x = 1"),
        ("pip3 install -q 'numpy<3'\nx = 1", "x = 1"),
        (
            ">>> x = 1\n>>> for i in x:\n...     f(i)\n...\n>>> y = 2",
            "x = 1\nfor i in x: f(i)\ny = 2",
        ),
        ("In [3]: x = 1\n   ...: y = 2", "x = 1\ny = 2"),
    ],
)
def test_the_code_of_a_cell_is_kept(source, kept):
    code = ast.parse(without_magics(source))
    code.body = [statement for statement in code.body if not isinstance(statement, ast.Pass)]
    assert ast.dump(code) == ast.dump(ast.parse(kept))


def test_a_syntax_error_of_the_student_stays_one():
    with pytest.raises(SyntaxError):
        ast.parse(without_magics("%matplotlib inline\nx = 1 +\n"))


def test_lines_are_counted_as_python_does():
    """A line separator inside a string starts no line, so no statement lands in another cell."""
    cells = python_cells("x = '\u2028'\n# %%\ny = 2\n")
    assert [ast.unparse(cell.tree) for cell in cells] == ["x = '\\u2028'", "y = 2"]


def test_a_module_of_colab_is_cut_out_of_its_magics():
    """Its "Download .py" has `!pip` as it stands, and no marks of cells."""
    source = "!pip install numpy\n\ndef f():\n    return 1\n\n%matplotlib inline\nf()\n"
    (cell,) = python_cells(source)
    assert ast.unparse(cell.tree).split() == ["pass", "def", "f():", "return", "1", "pass", "f()"]


def test_a_module_is_no_cell_of_another_language():
    """Whatever its first line says, what follows is the work of a student."""
    (cell,) = python_cells("%%writefile hw1.py\nx = 1")
    assert ast.unparse(cell.tree) == "pass\nx = 1"


def load(*cells, skip=()):
    """A loader that ran these cells, and the statements that it announced."""
    announced = []
    stopwatch = Stopwatch(PATIENCE)
    loader = Loader(set(skip), lambda *at: announced.append(at), lambda *_: None, stopwatch, {})
    with stopwatch:
        loader.load("ipynb", [Cell(f"cell {n}", *cell) for n, cell in enumerate(cells)])
    return loader, announced


@pytest.fixture
def parsed(monkeypatch):
    """The sources of which a syntax tree was made."""
    sources, parse = [], ast.parse
    monkeypatch.setattr(ast, "parse", lambda s, *a, **k: sources.append(s) or parse(s, *a, **k))
    return sources


def test_a_cell_of_functions_runs_in_one_piece(parsed):
    source = "import math\nfrom math import (\n    pi,\n)\n\n# area; of a circle\n"
    source += 'def f(\n    r,\n):\n    """Its area; no more."""\n    return pi * r**2; pass\n'
    loader, announced = load([source])
    assert loader.namespace["f"](2) == pytest.approx(12.566, abs=1e-3)
    assert (parsed, announced, loader.problems) == ([], [], [])


@pytest.mark.parametrize(
    "source",
    [
        "import math; x = 1",
        "from math import (\n    pi\n); x = 1",
        "def f():\n    return 1\nx = 1",
        "x = 1",
        "if True:\n    x = 1",
    ],
)
def test_whatever_may_hang_is_announced_first(source):
    """Or the next child would not know what to leave out."""
    loader, announced = load([source])
    assert loader.namespace["x"] == 1
    assert len(announced) == 1
    loader, _ = load([source], skip=[announced[0][:2]])
    assert "x" not in loader.namespace


def test_one_bad_function_of_a_cell_costs_itself():
    loader, _ = load(["def f(x=no):\n    return 1\n\ndef g():\n    return 2\n"])
    assert loader.namespace["g"]() == 2
    assert [(problem.line, problem.message) for problem in loader.problems] == [
        (1, "NameError: name 'no' is not defined")
    ]


def test_an_experiment_that_defines_nothing_is_not_even_parsed(parsed):
    assert not load(["x = 1\nprint(x", True])[0].problems
    assert not parsed
    for source in (
        "def f():\n    x = 1",
        "x = 1; import math",
        "x = 1\rimport math",
        "if 1:\n pass",
    ):
        namespace = load([source, True])[0].namespace
        assert ("f" in namespace) == ("def f" in source)
        assert ("math" in namespace) == ("import math" in source)
        assert "x" not in namespace


def test_a_name_that_annotations_alone_lack_costs_no_function():
    cells = ["Array = (\n", "def f(x: Array) -> Array: ...\n", "def g(x: Array = no): ...\n"]
    loader, _ = load(*([cell] for cell in cells))
    assert callable(loader.namespace["f"])
    assert "g" not in loader.namespace
    told = {problem.message: problem.lost for problem in settled(loader, ["f", "g"])}
    passed_over = "NameError: name 'Array' is not defined (in an annotation, which is passed over)"
    assert told[passed_over] is False
    assert told["NameError: name 'no' is not defined"] is True


def settled(loader, functions):
    loader.missing(functions)
    return loader.problems


def test_annotations_wait_in_all_cells_once_they_do_in_one():
    loader, _ = load(["from __future__ import annotations\n"], ["def f(x: not_there): ...\n"])
    assert loader.problems == []
    assert loader.namespace["f"].__annotations__ == {"x": "not_there"}


def test_a_notebook_is_main_and_has_a_shell():
    loader, _ = load(
        ["if __name__ == '__main__':\n    x = 1"],
        ["get_ipython().run_line_magic('matplotlib', 'inline')"],
        ["files = get_ipython().getoutput('ls')"],
        ["get_ipython().run_cell_magic('time', '', 'y = 2')"],
        ["get_ipython().run_cell_magic('bash', '', 'ls (')"],
    )
    assert (loader.problems, loader.namespace["x"], loader.namespace["y"]) == ([], 1, 2)
    assert loader.namespace["files"] == []


def test_a_cell_that_becomes_a_file_can_be_imported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["/nowhere"])
    loader, _ = load(
        ["%%writefile own_helpers.py\ndef f():\n    return 1\n"],
        ["%%writefile -a 'own_helpers.py'\ndef g():\n    return 2\n"],
        ["from own_helpers import *\nx = f() + g()"],
        ["%%writefile no/such/folder.py\ndef h(): ..."],
    )
    assert loader.namespace["x"] == 3
    (problem,) = loader.problems
    assert (problem.cell, problem.binds) == ("cell 3", {"h"})


def test_a_cell_that_is_left_out_is_named():
    loader, _ = load(["%%bash\nls"], ["%%cython\ndef f(x):\n    return x"])
    loader.missing(["f"])
    assert [(p.cell, p.message, p.lost) for p in loader.problems] == [
        ("cell 0", "`%%bash` is not run: only Python is", False),
        ("cell 1", "`%%cython` is not run: only Python is", True),
    ]


@pytest.mark.parametrize(
    "source",
    [
        """t = []\nx = f"{", ".join(t)}\"""",
        "def f[T](x: T) -> T:\n    return x",
        "class A[T]: ...",
        "type X = int",
    ],
)
def test_code_for_a_newer_python_is_told_so(source):
    loader, _ = load([source])
    told = [problem.message.rpartition(" (")[2] for problem in loader.problems]
    assert told == ([] if sys.version_info >= (3, 12) else ["graded with Python 3.11)"])


def test_a_merge_conflict_is_called_so():
    source = (
        "def f(x):\n    y = x\n<<<<<<< HEAD\n    return x\n=======\n    return 2\n>>>>>>> other\n"
    )
    loader, _ = load([source])
    assert [p.message for p in loader.problems] == [
        "SyntaxError: a merge conflict that was not resolved"
    ]
