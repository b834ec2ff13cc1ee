"""Remembered conclusions: is every grade the one that a grader without any memory gives?"""

import pytest

from autograder.grading import answer_cache
from autograder.grading.grader import Grader
from autograder.grading.run_test import run_test
from autograder.sandbox import session, transcript
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

SIGMOID = "return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x, dtype=float)))"
CHANGES = {
    "none": ("", ""),
    "a wrong value": ("lambd / 2 *", "lambd *"),
    "a wrong helper": ("(np.asarray(x) > 0)", "(np.asarray(x) >= 0)"),
    "other last bits": (SIGMOID, f"{SIGMOID} + 1e-14"),
    "a wrong shape": (SIGMOID, f"{SIGMOID}[:1]"),
    "an exception": (SIGMOID, "return x[:, :, :, 0]"),
    "not written": (SIGMOID, "raise NotImplementedError"),
    "missing": ("def sigmoid(x", "def sigm(x"),
    "a crash": (SIGMOID, "import os; os._exit(0)"),
}
COUNTING = """
calls = 0
right = {name}

def {name}(*args):
    global calls
    calls += 1
    return right(*args) if calls != {number} else {otherwise}
"""
HANGS = "__import__('time').sleep(9)"
DIES = "__import__('os')._exit(0)"


def found(grade):
    return [
        (o.test.name, o.reason, o.output, o.misconception, o.carried, o.values, o.answer)
        for o in grade.outcomes
    ]


def submission(text):
    return Submission("student", "student.py", text.encode())


@pytest.fixture
def changed(solution):
    """The model solution with one thing changed."""

    def change(old, new):
        assert old in solution
        return submission(solution.replace(old, new) if old else solution)

    return change


@pytest.fixture
def right(solution):
    return submission(solution)


@pytest.fixture(scope="module")
def warm(hw1, tier):
    """It has patience: a busy machine must not make two grades differ."""
    grader = Grader(hw1, Limits(load_seconds=60, test_seconds=60), tier)
    yield grader
    grader.close()


@pytest.fixture
def impatient(warm, monkeypatch):
    """The same for calls that do not end."""
    monkeypatch.setattr(warm, "_limits", Limits(load_seconds=60, test_seconds=0.3))


@pytest.fixture
def new_grader(warm):
    """Makes a grader that remembers nothing yet."""

    def forget():
        warm._answer_cache = answer_cache.AnswerCache()
        return warm

    return forget


@pytest.fixture
def runs(monkeypatch):
    """The tests that were run, and not remembered."""
    names = []

    def note(session, test, functions, assignment):
        names.append(test.name)
        return run_test(session, test, functions, assignment)

    monkeypatch.setattr("autograder.grading.grader.run_test", note)
    return names


@pytest.mark.slow
def test_the_second_that_answers_alike_runs_no_test(new_grader, solution, right, runs):
    grader = new_grader()
    first = grader.grade(right)
    assert len(runs) == len(first.outcomes)
    runs.clear()
    assert found(grader.grade(submission(f"{solution}\n# by another hand"))) == found(first)
    assert runs == []


def test_one_that_answers_otherwise_runs_the_tests_of_that(new_grader, changed, right, runs):
    grader = new_grader()
    grader.grade(right)
    runs.clear()
    grader.grade(changed(*CHANGES["other last bits"]))
    assert "q2.sigmoid" in runs
    assert not any(name.startswith(("q1.", "q3.")) for name in runs)


@pytest.mark.slow
def test_no_memory_changes_a_grade(new_grader, changed):
    """Each, after all the others and again, gets what it gets alone."""
    submissions = [changed(*change) for change in CHANGES.values()]
    alone = [found(new_grader().grade(each)) for each in submissions]
    grader = new_grader()
    for _ in range(2):
        assert [found(grader.grade(each)) for each in submissions] == alone


@pytest.mark.slow
@pytest.mark.parametrize(
    ("otherwise", "name"),
    [
        ("None", "sigmoid"),
        (DIES, "mlp_forward_batch"),
        ("None", "mlp_forward_batch"),
        (DIES, "sigmoid"),
    ],
)
def test_one_that_counts_its_calls_is_called_as_often(new_grader, solution, right, name, otherwise):
    """It answers as a right one for a while, and then does not."""
    texts = [
        solution + COUNTING.format(name=name, number=number, otherwise=otherwise)
        for number in (1, 2, 7, 30)
    ]
    alone = [found(new_grader().grade(submission(text))) for text in texts]
    assert len({str(outcomes) for outcomes in alone}) > 1
    grader = new_grader()
    grader.grade(right)
    assert [found(grader.grade(submission(text))) for text in texts] == alone


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_one_that_hangs_in_the_middle_of_what_is_known(new_grader, solution, right, monkeypatch):
    monkeypatch.setattr(session, "MAX_ALL_HANGS", 2)
    own = submission(solution + COUNTING.format(name="l2_penalty", number=4, otherwise=HANGS))
    alone = found(new_grader().grade(own))
    assert {reason for _, reason, *_ in alone} == {None, "timeout"}
    grader = new_grader()
    grader.grade(right)
    assert found(grader.grade(own)) == alone


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_what_a_session_in_trouble_came_to_says_nothing_of_the_next(
    new_grader, changed, right, monkeypatch
):
    """After many hangs no function is called at all."""
    monkeypatch.setattr(session, "MAX_ALL_HANGS", 1)
    grader = new_grader()
    lost = grader.grade(changed(SIGMOID, f"return {HANGS}")).outcomes
    assert any("too many calls" in outcome.output for outcome in lost)
    assert all(outcome.passed for outcome in grader.grade(right).outcomes)


def test_a_long_conversation_is_not_remembered(new_grader, right, runs, monkeypatch):
    monkeypatch.setattr(transcript, "MOST_BYTES", 2_000)
    grader = new_grader()
    first = grader.grade(right)
    runs.clear()
    assert found(grader.grade(right)) == found(first)
    assert "q4.z" in runs


@pytest.mark.slow
def test_all_is_forgotten_before_it_is_too_much(new_grader, changed, monkeypatch):
    monkeypatch.setattr(answer_cache, "MOST_BYTES", 50_000)
    grader, held = new_grader(), []
    for number in range(6):
        grade = grader.grade(changed(SIGMOID, f"{SIGMOID} + {number}e-14"))
        assert all(outcome.passed for outcome in grade.outcomes)
        held.append(grader._answer_cache._bytes)
    assert 0 < max(held) < 100_000
