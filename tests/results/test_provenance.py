"""Does a change cost the grades that it affects, all of them, and no other?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bundled import find

from autograder.course.bundled import PACKAGE
from autograder.results.provenance import grade_files, grade_sha256, page_sha256

HW1, HW2 = find("hw1_backprop"), find("hw2_stability")
ROOT = PACKAGE.parent


@pytest.fixture
def copy(tmp_path):
    """A copy of all that is graded with, to be changed."""
    for folder in ("assignments", "autograder", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__", "*.png", "specimens")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    return tmp_path


def hashes(root):
    grades = {a.name: grade_sha256(a, root) for a in (HW1, HW2)}
    return grades | {"page": page_sha256(HW1, root)}


@pytest.mark.parametrize(
    ("file", "affected"),
    [
        ("autograder/hidden_tests/hw2_stability/q1.py", {"hw2_stability"}),
        ("assignments/hw2_stability/tests/q1.py", {"hw2_stability"}),
        ("solutions/hw1_backprop/reference.py", {"hw1_backprop"}),
        ("solutions/hw1_backprop/solution.py", {"hw1_backprop"}),
        ("autograder/compare.py", {"hw1_backprop", "hw2_stability", "page"}),
        ("autograder/sandbox/worker.py", {"hw1_backprop", "hw2_stability"}),
        ("solutions/misconception.py", {"hw1_backprop", "hw2_stability", "page"}),
        ("autograder/feedback.py", {"page"}),
        ("autograder/templates/feedback.css", {"page"}),
        ("assignments/hw1_backprop/hw1_backprop.py", {"page"}),
        ("autograder/cli.py", set()),
        ("autograder/report.py", set()),
        ("autograder/release.py", set()),
        ("autograder/templates/report.js", {"page"}),
    ],
)
def test_a_change_affects_what_depends_on_it(copy, file, affected):
    before = hashes(copy)
    with (copy / file).open("a") as changed:
        changed.write("\n")
    after = hashes(copy)
    assert {name for name in before if before[name] != after[name]} == affected


def test_a_new_misconception_and_a_new_hidden_test_count(copy):
    before = hashes(copy)
    (copy / "solutions" / HW1.name / "misconceptions" / "more.py").write_text("")
    assert hashes(copy)[HW1.name] != before[HW1.name]
    (copy / "autograder" / "hidden_tests" / HW2.name / "q6.py").write_text("")
    assert hashes(copy)[HW2.name] != before[HW2.name]


def test_the_seed_counts(monkeypatch):
    before = grade_sha256(HW1)
    monkeypatch.setenv("AUTOGRADER_SEED", "another")
    assert grade_sha256(HW1) != before


def test_every_module_that_grading_imports_is_counted():
    """Following imports on paper finds at least what Python imports."""
    code = (
        "import sys; import autograder.grading.grader; from autograder.course.assignment import find;"
        "a = find('hw1_backprop'); a.tests; a.misconceptions; import autograder.results.results_json;"
        "print(*[m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {Path(path) for path in told.stdout.split()}
    ours = {p for p in loaded if p.is_relative_to(PACKAGE) or p.is_relative_to(ROOT / "solutions")}
    assert len(ours) > 20
    assert ours - grade_files(HW1) == {ROOT / "solutions" / "__init__.py"}  # the seed's own file
