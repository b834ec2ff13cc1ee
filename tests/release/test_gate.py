"""What the gate says where an assignment falls short."""

from autograder.release.verdict import Verdict
from bundled import find

from autograder.release import gate as validate
from autograder.release.gate import expect_score, false_failures, unstable
from autograder.runs import batch
from autograder.sandbox.limits import Limits


def result(score, **scores):
    tests = [
        {"name": name, "score": got, "status": "passed" if got else "failed", "output": "no\nmore"}
        for name, got in scores.items()
    ]
    return {"score": score, "tests": tests, "output": "nothing to say"}


def told(expected, got):
    verdict = Verdict(None)
    expect_score(verdict, {"ada": got}, "ada", expected)
    return verdict.shortcomings


def test_a_stub_that_gets_points_is_told_with_the_tests_that_gave_them():
    got = result(5, a=0, b=3, c=0, d=2)
    assert told(0, got) == ["ada gets 5, not 0: it passes b, d"]


def test_a_right_answer_that_loses_points_is_told_with_the_tests_that_took_them():
    got = result(5, a=0, b=3, c=0, d=2, e=0, f=0)
    assert told(100, got) == ["ada gets 5, not 100: a (no); c (no); e (no)"]
    assert told(100, result(0)) == ["ada gets 0, not 100: nothing to say"]
    assert told(5, got) == []


def test_a_test_that_says_nothing_breaks_nothing():
    got = {"score": 0, "tests": [{"name": "a", "score": 0, "status": "failed", "output": ""}]}
    assert told(100, got) == ["ada gets 0, not 100: a ()"]


def test_what_fails_under_many_seeds_is_one_line_a_test():
    failures = [("b", seed, f"off by {seed}") for seed in range(40, 0, -1)] + [("a", 7, "no")]
    assert list(unstable(failures, 1000)) == [
        "a fails a right answer under 1 of 1000 seeds (7): no",
        "b fails a right answer under 40 of 1000 seeds (1, 2, 3, ...): off by 1",
    ]


def test_failures_under_seeds_are_counted_by_the_gate(monkeypatch, tmp_path):
    hw1 = find("hw1_backprop")  # of its own: what the shared one has read already stays with it
    broken = tmp_path / "solution.py"
    broken.write_text(hw1.solution.read_text() + "\ndef relu(x):\n    return x\n")
    monkeypatch.setattr(type(hw1), "solution", broken)
    failures = false_failures(hw1.name, [3, 4])
    assert {seed for _, seed, _ in failures} == {3, 4}
    monkeypatch.setattr(validate, "stable_seeds", lambda job, seeds: [failures, failures])
    monkeypatch.setattr(validate, "specimens_of", lambda assignment: [])
    monkeypatch.setattr(validate, "grade_all", lambda job, submissions: [])
    monkeypatch.setattr(validate, "expect_score", lambda *_: None)
    monkeypatch.setattr(validate, "judge_mutant", lambda *_: None)
    monkeypatch.setattr(type(hw1), "misconceptions", [])
    monkeypatch.setattr(validate, "leaks", lambda *_: [])
    verdict = validate.validate(batch.Job(hw1, "medium", Limits(), 1), seeds=50)
    names = {name for name, _, _ in failures}
    assert len(verdict.shortcomings) == len(names)
    assert all("under 4 of 50 seeds (3, 3, 4, ...)" in line for line in verdict.shortcomings)
