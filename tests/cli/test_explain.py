"""The staff's magnifying glass: can a TA read off it what the function was given, and got?"""

import numpy as np
from bundled import find
from rich.console import Console

from autograder.cli.explanation import explanation, facts, short
from autograder.submissions.submission import Submission
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import Case, ChangedArgument, WrongValue

MATRIX = np.arange(6.0).reshape(2, 3)


def shown(function, inputs, expected, got, test="q3.l2_penalty", width=80):
    assignment = find("hw1_backprop")
    found = Difference("wrong_value", "has the wrong value")
    case = Case(inputs, expected, got)
    failure = WrongValue(function, None, found, case, [case])
    (test,) = [each for each in assignment.tests if each.name == test]
    submission = Submission("ada", "hw.py", b"def l2_penalty(W1, W2, lambd):\n    return 7\n")
    console = Console(width=width)
    with console.capture() as capture:
        console.print(explanation(assignment, submission, test, failure))
    return capture.get()


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


def test_a_huge_value_is_cut():
    assert len(short(np.zeros((500, 500))).splitlines()) <= 13
    assert len(short({f"k{n}": MATRIX for n in range(100)}).splitlines()) <= 41


def test_a_changed_argument_is_shown_before_and_after():
    """And there is no expected value, and no error, to speak of."""
    failure = ChangedArgument("relu", "x", (MATRIX,), 0, MATRIX + 1)
    titles = [title for title, _ in facts(failure, ["x"])]
    assert titles == ["inputs", "x before the call", "x after the call"]
    assert str(failure) == "relu changes its argument x"
