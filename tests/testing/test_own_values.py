"""What a student's own earlier values excuse, and what tells nothing and so excuses nothing."""

import numpy as np
import pytest

from autograder.testing.reference_cases import Cases

INPUTS = [(np.array([1.0, -2.0, 3.0]),), (np.array([0.5, 4.0, 0.0]),)]
ROWS = Cases(
    "rows",
    lambda x: {"a": 2 * x, "b": 2 * x + 1},
    INPUTS,
    chain={"b": ("a",)},
    step=lambda args, values, key: values["a"] + 1 if key == "b" else 2 * args[0],
)


def by_own(a):
    """A function whose b follows from its own a."""
    return lambda x: {"a": a(x), "b": a(x) + 1}


@pytest.mark.parametrize(
    "a",
    [
        lambda x: 3 * x,
        lambda x: x,  # another quantity's formula, or a factor that was forgotten
        lambda x: -2 * x,
        lambda x: 3 * x * (x[0] == 1),  # zero at one input alone
    ],
)
def test_what_follows_from_a_wrong_value_is_right(a):
    assert ROWS.mismatch(by_own(a), "a")
    assert ROWS.mismatch(by_own(a), "b") is None


@pytest.mark.parametrize("a", [np.zeros_like, np.ones_like])
def test_what_follows_from_zeros_or_one_number_is_wrong(a):
    assert ROWS.mismatch(by_own(a), "b").reason == "wrong_value"


def test_what_is_right_by_itself_needs_no_excuse():
    assert ROWS.mismatch(lambda x: {"a": 0 * x, "b": 2 * x + 1}, "b") is None


def test_what_does_not_follow_is_wrong():
    assert ROWS.mismatch(lambda x: {"a": 3 * x, "b": 3 * x}, "b")


@pytest.mark.parametrize("a", ["text", None, np.zeros((2, 2))])
def test_from_what_is_no_value_of_its_kind_nothing_follows(a):
    assert ROWS.mismatch(lambda x: {"a": a, "b": x}, "b")
