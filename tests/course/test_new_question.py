"""The page for instructors, followed to the letter in a copy of the tree: does question 9 stand?"""

import os
import re
import subprocess
import sys

import pytest
from scratch import ROOT, copy_repository

HW = "hw1_backprop"
GATE = """
from autograder.course.course import course_in
from autograder.release.gate.gate import validate
from autograder.runs import batch, executors
from autograder.sandbox.walls.limits import Limits
from autograder.sandbox.tier import find_tier
from pathlib import Path

if __name__ == "__main__":
    hw1 = course_in(Path()).assignment("hw1_backprop")
    job = batch.Job(hw1, find_tier(), Limits(), executors.default_jobs())
    print(validate(job, seeds=3).shortcomings)
"""
BLOCK = re.compile(r"^\*\*(\d)\. .*?^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of what is in the repository, with the page's question added."""
    root = copy_repository(tmp_path_factory.mktemp("scratch"))
    page = (ROOT / "solutions" / "README.md").read_text()
    texts = [text for _, text in BLOCK.findall(page)]
    stub, public, answer, reference, hidden, mistakes, _ = texts  # the last is there already
    handout = root / "assignments" / HW / f"{HW}.py"
    row = "# | q9 | `clip_gradient` | gradients that are too long | 3 |\n"
    assert row.strip("# \n") in page, "the page says that the table of questions gets a row"
    text = re.sub(r"(# \| q8 \|.*\n)", rf"\1{row}", handout.read_text())
    before, mark, last = text.rpartition("# %% [markdown]\n")
    handout.write_text(f"{before}{stub}\n{mark}{last}")
    (handout.parent / "tests" / "q9.py").write_text(public)
    for name, text in (("solution.py", answer), ("reference.py", reference)):
        path = root / "solutions" / HW / name
        path.write_text(f"{path.read_text()}\n\n{text}")
    (root / "solutions" / HW / "hidden_tests" / "q9.py").write_text(hidden)
    (root / "solutions" / HW / "misconceptions" / "clipping.py").write_text(mistakes)
    take_points(root, public + hidden)
    return root


def take_points(root, new):
    """As many points as the new tests have, half a point from each of some hidden tests."""
    left = sum(float(number) for number in re.findall(r"points=([\d.]+)", new))

    def less(match):
        nonlocal left
        worth = float(match[1])
        if left <= 0 or worth < 1:
            return match[0]
        left -= 0.5
        return f"points={worth - 0.5}"

    handout = root / "assignments" / HW / f"{HW}.py"
    for path in sorted((root / "solutions" / HW / "hidden_tests").glob("q[568].py")):
        before = left
        path.write_text(re.sub(r"points=([\d.]+)", less, path.read_text()))
        row = re.compile(rf"^(# \| {path.stem} \|.*\| )([\d.]+)( \|)$", re.MULTILINE)
        text = handout.read_text()
        worth = float(row.search(text)[2]) - (before - left)
        handout.write_text(row.sub(rf"\g<1>{worth:g}\3", text))
    assert left == 0


def run(tree, *command):
    """A command in the copy, which hides the installed package."""
    env = os.environ | {"PYTHONPATH": str(tree), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, *command], check=False, cwd=tree, env=env, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def renewed(tree):
    """The copy, once its specimens are brought up to date."""
    returned, told = run(tree, "tests/renew_specimens.py", HW)
    assert returned == 0, told
    assert "half_finished" in told
    assert "einsum" not in told, "a fair variant is given the answer to what it does not know"
    return tree


@pytest.mark.slow
def test_the_question_is_listed_with_100_points(tree):
    code, told = run(tree, "-c", "from autograder.cli.main import main; main(['list'])")
    assert code == 0, told
    assert "clip_gradient" in told
    assert "100" in told


@pytest.mark.nightly
@pytest.mark.timeout(1200)  # every variant under several seeds, and every mutant
def test_the_gate_agrees(renewed):
    """What `autograder validate` runs, with fewer seeds."""
    returned, told = run(renewed, "-c", GATE)
    assert returned == 0, told
    assert told.split() == ["[]"]


@pytest.mark.nightly
@pytest.mark.timeout(1200)  # every variant under several seeds, and every mutant
def test_the_parts_agree(renewed):
    returned, told = run(renewed, "-m", "pytest", "-q", "-k", HW, "-x", "-p", "no:cacheprovider")
    assert returned == 0, told


@pytest.mark.slow
def test_the_folder_of_students_has_the_question(tree):
    code = (
        "from pathlib import Path; from autograder.course.course import course_in\n"
        "from autograder.release.release import release_files\n"
        f"files = release_files(course_in(Path()).assignment('{HW}'))\nprint(sorted(files))"
    )
    returned, told = run(tree, "-c", code)
    assert returned == 0, told
    assert "student/tests/q9.py" in told
