"""Does a change cost the grades that it affects, all of them, and no other?"""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bundled import find

from autograder.course.bundled import PACKAGE
from autograder.course.course import Course
from autograder.course.facts import FACTS, read_facts
from autograder.results import provenance
from autograder.results.provenance import (
    engine_files,
    grade_sha256,
    imported,
    page_sha256,
    secret_and_public,
    seed_fingerprint,
)

HW1, HW2 = find("hw1_backprop"), find("hw2_stability")
ROOT = PACKAGE.parent


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    root = tmp_path_factory.mktemp("scratch")
    for folder in ("assignments", "autograder", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__", "*.png", "specimens")
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    return root


def contents(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def copy(tree):
    """A copy of all that is graded with, to be changed; it is whole again afterwards.

    One for all: the imports of a file that is where it was are known.
    """
    before = contents(tree)
    yield tree
    after = contents(tree)
    for path in after.keys() - before.keys():
        path.unlink()
    for path, content in before.items():
        if after.get(path) != content:
            path.write_bytes(content)


def hashes(root):
    read_facts.cache_clear()
    hw1, hw2 = (Course(root).assignment(each.name) for each in (HW1, HW2))
    grades = {each.name: grade_sha256(each, root / "autograder") for each in (hw1, hw2)}
    return grades | {"page": page_sha256(hw1, root / "autograder")}


@pytest.mark.parametrize(
    ("file", "affected"),
    [
        ("solutions/hw2_stability/hidden_tests/q1.py", {"hw2_stability"}),
        ("assignments/hw2_stability/tests/q1.py", {"hw2_stability"}),
        ("solutions/hw1_backprop/reference.py", {"hw1_backprop"}),
        ("solutions/hw1_backprop/solution.py", {"hw1_backprop"}),
        ("autograder/testing/comparison.py", {"hw1_backprop", "hw2_stability", "page"}),
        ("autograder/course/public_checks.py", {"hw1_backprop", "hw2_stability", "page"}),
        ("autograder/grading/failures.py", {"hw1_backprop", "hw2_stability"}),
        ("autograder/sandbox/worker/zygote.py", {"hw1_backprop", "hw2_stability"}),
        ("autograder/sandbox/worker/child.py", {"hw1_backprop", "hw2_stability"}),
        ("autograder/course/misconception.py", {"hw1_backprop", "hw2_stability", "page"}),
        ("autograder/reports/student_page.py", {"page"}),
        ("autograder/reports/templates/student_page.css", {"page"}),
        ("assignments/hw1_backprop/hw1_backprop.py", {"page"}),
        ("autograder/cli/commands/grade.py", set()),
        ("autograder/runs/batch.py", set()),
        ("autograder/reports/class_page.py", set()),
        ("autograder/release/release.py", set()),
        ("autograder/reports/templates/class_page.js", {"page"}),
    ],
)
def test_a_change_affects_what_depends_on_it(copy, file, affected):
    before = hashes(copy)
    with (copy / file).open("a") as changed:
        changed.write("\n")
    after = hashes(copy)
    assert {name for name in before if before[name] != after[name]} == affected


def test_what_is_imported_is_found_once_and_again_after_a_change(copy, tmp_path, monkeypatch):
    """To parse the whole engine took half of the seconds before the first grade."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    module, package = copy / "solutions" / HW1.name / "hidden_tests" / "q1.py", copy / "autograder"
    found = imported([module], package)
    with monkeypatch.context() as patched:
        patched.setattr(provenance, "_followed", lambda *_: pytest.fail("looked again"))
        assert imported([module], package) == found
    module.write_text(module.read_text() + "\nfrom autograder.runs import batch\n")
    assert package / "runs" / "batch.py" in imported([module], package) - found


def test_a_new_misconception_and_a_new_hidden_test_count(copy):
    before = hashes(copy)
    (copy / "solutions" / HW1.name / "misconceptions" / "more.py").write_text("")
    assert hashes(copy)[HW1.name] != before[HW1.name]
    (copy / "solutions" / HW2.name / "hidden_tests" / "q6.py").write_text("")
    assert hashes(copy)[HW2.name] != before[HW2.name]


@pytest.mark.parametrize(
    ("line", "changed", "affected"),
    [
        ('weights = ["W1", "W2"]', 'weights = ["W1"]', {"hw1_backprop", "hw2_stability"}),
        ('allowed = "NumPy only"', 'allowed = "NumPy alone"', {"hw1_backprop", "hw2_stability"}),
        ('seed = "', 'seed = "0', {"hw1_backprop", "hw2_stability"}),
        ('large = "very large inputs"', 'large = "large inputs"', {"page"}),
        ('demo = "hw1_backprop"', 'demo = ""', set()),
    ],
    ids=["roles", "allowed", "seed", "properties", "demo"],
)
def test_what_the_course_says_of_itself_affects_what_it_is_for(copy, line, changed, affected):
    before, path = hashes(copy), copy / FACTS
    text = path.read_text()
    assert line in text
    path.write_text(text.replace(line, changed))
    after = hashes(copy)
    assert {name for name in before if before[name] != after[name]} == affected


def test_the_seed_counts_and_is_not_told():
    other = replace(HW1, seed="another seed")
    assert grade_sha256(other) != grade_sha256(HW1)
    assert seed_fingerprint(other.seed) != seed_fingerprint(HW1.seed)
    assert re.fullmatch("[0-9a-f]{8}", seed_fingerprint(HW1.seed))
    assert seed_fingerprint(HW1.seed) not in HW1.seed


@pytest.mark.slow
def test_every_module_that_grading_imports_is_counted():
    """Following imports on paper finds at least what Python imports."""
    code = (
        "import sys; import autograder.grading.grader, autograder.results.result;"
        "from autograder.course.assignment import Assignment; from pathlib import Path;"
        f"Assignment(Path({str(ROOT)!r}), 'hw1_backprop', 'a seed').load();"
        "print(*[m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {Path(path) for path in told.stdout.split()}
    ours = {p for p in loaded if p.is_relative_to(PACKAGE) or p.is_relative_to(ROOT / "solutions")}
    assert len(ours) > 20
    assert ours - engine_files(HW1) - secret_and_public(HW1) == set()
