"""What the gate says where an assignment falls short."""

import classroom
import pytest
from bundled import find
from msgspec.structs import replace

from autograder.release.gate import gate, many_seeds
from autograder.release.gate.gate import STUB, Verdict, expect_score, validate
from autograder.release.gate.many_seeds import (
    FAIR,
    SOLUTION,
    Failure,
    false_failures,
    right_answers,
    unstable,
)
from autograder.results.results_json import to_json
from autograder.runs.batch import Job
from autograder.runs.task import Graded
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission


def result(student, score, output="no\nmore", **scores):
    """A result with tests of these scores; what failed says `output`."""
    tests = [classroom.passed(f"q1.{name}", "1.1", got or 1, True) for name, got in scores.items()]
    tests = [
        test if got else classroom.failed(test, output)
        for test, got in zip(tests, scores.values(), strict=True)
    ]
    return replace(classroom.result_of(student, tests, "nothing to say"), score=score)


def told(expected, got):
    verdict = Verdict(None)
    expect_score(verdict, got, expected)
    return verdict.shortcomings


def test_a_stub_that_gets_points_is_told_with_the_tests_that_gave_them():
    got = result("ada", 5, a=0, b=3, c=0, d=2)
    assert told(0, got) == ["ada gets 5, not 0: it passes q1.b, q1.d"]


def test_a_right_answer_that_loses_points_is_told_with_the_tests_that_took_them():
    got = result("ada", 5, a=0, b=3, c=0, d=2, e=0, f=0)
    assert told(100, got) == ["ada gets 5, not 100: q1.a (no); q1.c (no); q1.e (no)"]
    assert told(100, result("ada", 0)) == ["ada gets 0, not 100: nothing to say"]
    assert told(5, got) == []


def test_a_submission_on_which_the_grader_failed_has_no_score():
    got = classroom.result_of("ada", [], "The grader failed.", status="error")
    assert told(0, got) == ["ada gets None, not 0: The grader failed."]


def test_a_test_that_says_nothing_breaks_nothing():
    assert told(100, result("ada", 0, output="", a=0)) == ["ada gets 0, not 100: q1.a ()"]


def test_what_fails_under_many_seeds_is_one_line_an_answer_and_test():
    failures = [Failure(SOLUTION, "b", seed, f"off by {seed}") for seed in range(40, 0, -1)]
    failures += [Failure(f"{FAIR}einsum", "a", 7, "no"), Failure(SOLUTION, "a", 9, "no")]
    assert list(unstable(failures, 1000)) == [
        "a fails fair variant einsum, a right answer, under 1 of 200 seeds (7): no",
        "a fails the model solution, a right answer, under 1 of 1000 seeds (9): no",
        f"b fails {SOLUTION}, a right answer, under 40 of 1000 seeds (1, 2, 3, ...): off by 1",
    ]


@pytest.mark.slow
def test_failures_under_seeds_are_counted_by_the_gate(monkeypatch, tmp_path):
    hw1 = find("hw1_backprop")  # of its own: what the shared one has read already stays with it
    broken = tmp_path / "solution.py"
    broken.write_text(hw1.solution.read_text() + "\ndef relu(x):\n    return x\n")
    monkeypatch.setattr(type(hw1), "solution", broken)
    monkeypatch.setattr(many_seeds, "fair_variants", lambda _: [])
    monkeypatch.setattr(many_seeds, "right_answers", right_answers.__wrapped__)
    failures = false_failures(hw1, [3, 4, 999])
    assert {one.seed for one in failures} == {3, 4, 999}
    graded = [Graded(to_json(result(who, n)), "") for who, n in ((SOLUTION, 100), (STUB, 0))]
    monkeypatch.setattr(gate, "under_many_seeds", lambda job, seeds: [(50, failures)])
    monkeypatch.setattr(gate, "specimens_of", lambda assignment: [])
    monkeypatch.setattr(gate, "grade_all", lambda job, submissions: graded)
    monkeypatch.setattr(type(hw1), "misconceptions", [])
    monkeypatch.setattr(gate, "incomplete", lambda _: [])
    monkeypatch.setattr(gate, "leaks", lambda *_: [])
    verdict = validate(Job(hw1, "medium", Limits(), 1), seeds=50)
    assert len(verdict.shortcomings) == len({one.test for one in failures})
    assert all("under 3 of 50 seeds (3, 4, 999)" in line for line in verdict.shortcomings)


def test_every_fair_variant_is_run_under_the_first_seeds_and_named(monkeypatch):
    hw1 = find("hw1_backprop")
    wrong = "def relu(x):\n    return x\n"
    right = hw1.solution.read_text()
    variants = [
        Submission("right", "a.py", right.encode()),
        # Right under the seed of the course alone, which is what the sandbox sees.
        Submission("lucky", "b.py", f"{right}\n{wrong}".encode()),
    ]
    monkeypatch.setattr(many_seeds, "fair_variants", lambda _: variants)
    ran, elsewhere = right_answers.__wrapped__(hw1)
    assert list(ran) == [SOLUTION, f"{FAIR}right"]
    assert [one.student for one in elsewhere] == [f"{FAIR}lucky"]
    monkeypatch.setattr(many_seeds, "failed", lambda tests, functions: [])
    assert list(right_answers.__wrapped__(hw1)[0]) == [SOLUTION, f"{FAIR}right", f"{FAIR}lucky"]
