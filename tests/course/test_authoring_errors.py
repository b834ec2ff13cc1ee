"""Mistakes in the files of an assignment: are they told by file and line, by every command?"""

import os
import subprocess
import sys

import pytest
from scratch import copy_repository

from autograder.course.authoring_errors import Broken, loading, parse

HW = "hw4_optimization"
PUBLIC = f"assignments/{HW}/tests/q1.py"
HIDDEN = f"solutions/{HW}/hidden_tests/q1.py"
HANDOUT = f"assignments/{HW}/{HW}.py"
SOLUTION, REFERENCE = f"solutions/{HW}/solution.py", f"solutions/{HW}/reference.py"
MISTAKES = f"solutions/{HW}/misconceptions/momentum_weights.py"
SYNTAX, RAISES = "def f(:\n    pass\n", "\nimport nonsense_of_mine\n"


def test_a_syntax_error_is_told_by_file_and_line(tmp_path):
    path = tmp_path / "q1.py"
    path.write_text("x = 1\n" + SYNTAX)
    with pytest.raises(Broken, match=r"q1\.py.*SyntaxError"):
        parse(path)
    path.write_bytes("x = 'naïve'".encode("latin-1"))
    with pytest.raises(Broken, match=r"q1\.py.*UnicodeDecodeError"):
        parse(path)


def test_a_test_file_that_ends_python_ends_nothing(tmp_path):
    with pytest.raises(Broken, match=r"q1\.py.*SystemExit"), loading(tmp_path / "q1.py"):
        sys.exit(3)


def test_an_interruption_is_no_mistake_of_a_file(tmp_path):
    with pytest.raises(KeyboardInterrupt), loading(tmp_path / "q1.py"):
        raise KeyboardInterrupt


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return copy_repository(tmp_path_factory.mktemp("scratch"))


@pytest.fixture
def run(tree, tmp_path):
    """A command in a copy with a mistake in one file, which is whole again afterwards."""
    changed = {}

    def command(name, place, added):
        changed[place] = (tree / place).read_bytes()
        (tree / place).write_bytes(changed[place] + added.encode())
        arguments = {
            "list": [],
            "validate": [HW, "--jobs", "1"],
            "release": [HW, "--out", tmp_path / "out"],
            "grade": [HW, tree / SOLUTION, "--out", tmp_path / "out", "--jobs", "1"],
        }
        start = "from autograder.cli.main import main; main(prog_name='autograder')"
        # The next command need not compile the copy again.
        env = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": ""}
        return subprocess.run(
            [sys.executable, "-c", start, name, *map(str, arguments[name])],
            cwd=tree,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    yield command
    for place, content in changed.items():
        (tree / place).write_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "place", "added"),
    [
        ("list", PUBLIC, SYNTAX),
        ("list", HANDOUT, SYNTAX),
        ("release", HIDDEN, RAISES),
        ("validate", PUBLIC, RAISES),
        ("grade", PUBLIC, SYNTAX),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in (
                ("release", PUBLIC, SYNTAX),
                ("release", SOLUTION, SYNTAX),
                ("release", REFERENCE, RAISES),
                ("release", MISTAKES, RAISES),
                ("validate", HIDDEN, RAISES),
                ("validate", REFERENCE, SYNTAX),
                ("grade", SOLUTION, SYNTAX),
                ("grade", HIDDEN, RAISES),
            )
        ),
    ],
)
def test_every_command_tells_the_file_and_the_line(run, tree, command, place, added):
    done = run(command, place, added)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    mark = next(line for line in added.splitlines() if line.strip())
    line = (tree / place).read_text().splitlines().index(mark) + 1
    assert f"{place}, line {line} cannot be used" in done.stderr.replace("\n", " ")


@pytest.mark.slow
def test_points_that_are_no_number_are_told_by_the_file(run):
    done = run("list", HIDDEN, '\ntest_case(points=3 * "a")\n')
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{HIDDEN} cannot be used" in done.stderr
