"""Is what IPython understands, and Python does not, no reason to lose a cell?"""

import ast

import pytest

from autograder.sandbox.loader import python_cells, without_magics


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
