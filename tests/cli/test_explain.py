"""The staff's magnifying glass: can a TA read off it what the function was given, and got?"""

import numpy as np
import pytest
from bundled import find
from rich.console import Console

from autograder.cli.explanation import explanation, facts, short, source_of
from autograder.cli.pasteable import as_misconception
from autograder.course.author_modules import load
from autograder.course.misconception import misconception
from autograder.sandbox.trials import Edit
from autograder.submissions.submission import Submission
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.statistical_test import BrokenLaw, Experiment, Law

MATRIX = np.arange(6.0).reshape(2, 3)


def shown(function, inputs, expected, got, **how):
    found = Difference("wrong_value", "has the wrong value")
    case = Case(inputs, expected, got)
    return rendered(WrongValue(function, None, found, case, [case]), **how)


def rendered(failure, test="q3.l2_penalty", width=80, edits=()):
    assignment = find("hw1_backprop")
    (test,) = [each for each in assignment.tests if each.name == test]
    submission = Submission("ada", "hw.py", b"def l2_penalty(W1, W2, lambd):\n    return 7\n")
    console = Console(width=width)
    with console.capture() as capture:
        console.print(explanation(assignment, submission, test, failure, edits))
    return capture.get()


def reference_of(function):
    return find("hw1_backprop").reference(function)


def test_inputs_have_the_names_of_the_parameters():
    told = shown("l2_penalty", (MATRIX, MATRIX + 1, 0.25), 20.5, 7.0)
    assert "W1 = [[0. 1. 2.]" in told
    assert "W2 = [[1. 2. 3.]" in told
    assert "lambd = 0.25" in told
    assert "20.5" in told
    assert "def l2_penalty" in told


def test_a_cache_is_shown_key_by_key():
    told = short({"W1": MATRIX, "loss": "squared"}).splitlines()
    assert told == ["W1 = [[0. 1. 2.]", "      [3. 4. 5.]]", "loss = squared"]
    assert short(({"z": MATRIX},), ["cache"]).startswith("cache: z = [[0.")


def test_names_of_misconceptions_are_whole_on_a_narrow_terminal():
    told = shown("l2_penalty", (MATRIX, MATRIX, 0.25), 20.5, 7.0, width=70)
    assert "…" not in told


def test_a_misconception_that_is_further_off_than_the_right_answer_is_not_shown():
    right = reference_of("l2_penalty")(MATRIX, MATRIX, 0.25)
    told = shown("l2_penalty", (MATRIX, MATRIX, 0.25), right, 2 * right)
    assert "l2_penalty.half_missing" in told
    near = shown("l2_penalty", (MATRIX, MATRIX, 0.25), right, right + 0.01)
    assert "misconceptions comes nearer than the right answer does" in near
    assert "half_missing" not in near


def test_a_huge_value_is_cut():
    assert len(short(np.zeros((500, 500))).splitlines()) <= 13
    assert len(short({f"k{n}": MATRIX for n in range(100)}).splitlines()) <= 81


WRONG = Difference("wrong_value", "has the wrong value")
INPUTS = (MATRIX, 1.5, 0.25)
CASE = Case(INPUTS, 20.5, 7.0)
TOLD = "W1 = [[0. 1. 2.]\n      [3. 4. 5.]]\nW2 = 1.5\nlambd = 0.25"
DRAWN = {"mean": 2.5, "spread": 1.0, "again": ValueError("no draw")}
LAW = Law(-0.125, 0.125, "has another mean")
EXPERIMENT = Experiment("l2_penalty", {})
KINDS = [
    (
        WrongValue("l2_penalty", "a", WRONG, CASE, [CASE]),
        {"inputs": TOLD, "expected": "20.5", "got": "7.0"},
    ),
    (
        LostEntry("l2_penalty", "a", WRONG, Case(INPUTS, 20.5, {"b": 7.0})),
        {"inputs": TOLD, "expected": "20.5", "got": "b = 7.0"},
    ),
    (
        ChangedArgument("l2_penalty", "W1", INPUTS, 0, MATRIX + 1),
        {
            "inputs": TOLD,
            "W1 before the call": "[[0. 1. 2.]\n [3. 4. 5.]]",
            "W1 after the call": "[[1. 2. 3.]\n [4. 5. 6.]]",
        },
    ),
    (
        NotRepeatable("l2_penalty", INPUTS, 1.0, 2.0),
        {"inputs": TOLD, "the first answer": "1.0", "the second answer": "2.0"},
    ),
    (
        NotRaised("l2_penalty", INPUTS, 1.0),
        {"inputs": TOLD, "returned in place of ValueError": "1.0"},
    ),
    (
        BrokenLaw(EXPERIMENT, "mean", LAW, DRAWN),
        {
            "statistic": "mean = 2.5",
            "bounds": "-0.125 to 0.125",
            "all statistics": "mean = 2.5\nspread = 1.0\nagain = no draw",
        },
    ),
]


@pytest.mark.parametrize(("failure", "told"), KINDS, ids=[type(each).__name__ for each, _ in KINDS])
def test_of_each_kind_of_mismatch_is_shown_what_belongs_to_it(failure, told):
    """And nothing else: of a changed argument there is no expected value to speak of."""
    assert dict(facts(failure, ["W1", "W2", "lambd"])) == told
    page = rendered(failure)
    assert str(failure) in page
    for title, text in told.items():
        assert title in page
        assert all(line.strip() in page for line in text.splitlines())
    is_value = isinstance(failure, WrongValue)
    assert ("largest error" in page) == ("misconception" in page) == is_value


def test_every_kind_of_mismatch_has_something_to_show():
    there_are = [k for k in Mismatch.__subclasses__() if k.__module__.startswith("autograder.")]
    assert {type(failure) for failure, _ in KINDS} == set(there_are)


def test_what_mends_the_function_is_shown_as_a_diff():
    edit = Edit("operator", 0, 2, 2, "def f(x):\n    return x + 1", "def f(x):\n    return x - 1")
    page = rendered(KINDS[0][0], edits=[edit])
    assert "all its tests pass with this in line 2" in page
    assert "-    return x + 1" in page
    assert "+    return x - 1" in page
    assert "def f" not in page


STUDENT = '''
import numpy as np
from math import sqrt


def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def twice(x):
    return sqrt(4) * x

def tanh_grad(x):
    """relu is not called here.\x1b[2J"""
    s = sigmoid(twice(x))
    return 2 * s * (1 - s)

def relu(x):
    return x * (x > 0)
'''


def test_a_function_is_printed_as_a_misconception_that_can_be_pasted():
    hw1 = find("hw1_backprop")
    submission = Submission("ada", "hw.py", STUDENT.encode())
    edit = Edit("constant", 0, 14, 14, "return 2 * s", "return 4 * s")
    text = as_misconception(hw1, submission, "tanh_grad", [edit])
    assert "# -return 2 * s" in text
    assert "# +return 4 * s" in text
    assert "def relu" not in text
    assert "def sigmoid" not in text
    assert text.replace("\n", "").isprintable()
    right = load(hw1.secrets, "solution")
    namespace = {"np": np, "right": right, "misconception": misconception}
    exec(text, namespace)
    found = namespace["tanh_grad_in_a_few_words"]
    assert found.function == "tanh_grad"
    assert np.allclose(found.wrong(MATRIX), right.tanh_grad(MATRIX) / 2)


def test_the_source_has_its_line_numbers_and_is_not_cut():
    long = "    return np.sum(W1 ** 2) + " + " + ".join(["np.sum(W2 ** 2)"] * 6)
    text = f"# %%\nx = 1\n\ndef l2_penalty(W1, W2, lambd):\n{long}\n\n# %% q4\n"
    submission = Submission("ada", "hw.py", text.encode())
    console = Console(width=80)
    with console.capture() as capture:
        console.print(source_of(submission, "l2_penalty", []))
    first, *rest = capture.get().splitlines()
    assert first.split()[:2] == ["4", "def"]
    assert "".join("".join(line.split()) for line in rest).count("np.sum(W2**2)") == 6
    assert "%%" not in capture.get()
