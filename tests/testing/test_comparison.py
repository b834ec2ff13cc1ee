"""The comparison rule: does it notice what is wrong, and let pass what is right?"""

import numpy as np
import pytest

from autograder.sandbox.worker.wire import Unsupported
from autograder.testing.comparison import difference, identical

GRADIENT = np.random.default_rng(0).normal(size=(3, 4))
SQUARE = np.random.default_rng(1).normal(size=(4, 4))
PAIR = [SQUARE, GRADIENT]


@pytest.mark.parametrize(
    "same",
    [
        GRADIENT,
        GRADIENT.astype(np.float32),
        np.asfortranarray(GRADIENT),
        GRADIENT * (1 + 9e-6),
        GRADIENT + 0.9e-6 * np.abs(GRADIENT).max(),
    ],
    ids=["itself", "float32", "column-major", "within rtol", "within atol"],
)
def test_right_values_pass(same):
    assert difference(GRADIENT, same) is None


@pytest.mark.parametrize("same", [PAIR, tuple(PAIR), [SQUARE, GRADIENT.astype(np.float32)]])
def test_right_lists_pass(same):
    assert difference(PAIR, same) is None


@pytest.mark.parametrize(
    ("expected", "got", "reason"),
    [
        (GRADIENT, GRADIENT * 1.0001, "wrong_value"),
        (SQUARE, SQUARE.T, "wrong_value"),
        (GRADIENT, -GRADIENT, "wrong_value"),
        (GRADIENT, GRADIENT.T, "wrong_shape"),
        (GRADIENT, GRADIENT[:1], "wrong_shape"),
        (GRADIENT, GRADIENT[None], "wrong_shape"),
        (np.ones((3, 4)), np.ones(4), "wrong_shape"),
        (np.ones((3, 4)), np.array(1.0), "wrong_shape"),
        (np.ones(4), np.ones((4, 1)), "wrong_shape"),
        (GRADIENT, GRADIENT * np.nan, "not_finite"),
        (GRADIENT, np.where(GRADIENT > 1, np.inf, GRADIENT), "not_finite"),
        (GRADIENT, GRADIENT.astype(int), "wrong_value"),
        (GRADIENT, GRADIENT.tolist(), "wrong_type"),
        (GRADIENT, GRADIENT + 0j, "wrong_type"),
        (GRADIENT, None, "wrong_type"),
        (GRADIENT, "GRADIENT", "wrong_type"),
        (GRADIENT, 1.0, "wrong_type"),
        (GRADIENT, Unsupported("E"), "wrong_type"),
        (1.5, None, "wrong_type"),
        (1.5, "1.5", "wrong_type"),
        (1.5, [1.5], "wrong_type"),
        (1.5, 1.5 + 0j, "wrong_type"),
        (1.5, np.array([1.5]), "wrong_shape"),
        (1.5, float("nan"), "not_finite"),
        (1.5, 10**400, "wrong_type"),
        (1.5, 1.50002, "wrong_value"),
        (None, np.ones(2), "wrong_type"),
        (PAIR, [SQUARE, GRADIENT * 1.0001], "wrong_value"),
        (PAIR, [SQUARE, GRADIENT.T], "wrong_shape"),
        (PAIR, [SQUARE, None], "wrong_type"),
        (PAIR, [SQUARE], "wrong_shape"),
        (PAIR, SQUARE, "wrong_type"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_wrong_values_are_noticed(expected, got, reason):
    assert difference(expected, got).reason == reason


@pytest.mark.parametrize("got", [1.5, np.float32(1.5), np.array(1.5)])
def test_a_number_may_come_in_any_dress(got):
    assert difference(1.5, got) is None


def test_integers_and_bools_that_are_right_pass():
    assert difference(np.array([0.0, 1.0, 2.0]), np.array([0, 1, 2])) is None
    assert difference(np.array([0.0, 1.0]), np.array([False, True])) is None
    assert difference(3.0, 3) is None


def test_a_tiny_gradient_is_not_lost_in_the_absolute_tolerance():
    """A gradient of 1e-12 that is off by half must not hide behind a fixed atol."""
    assert difference(1e-12 * GRADIENT, 0.5e-12 * GRADIENT).reason == "wrong_value"
    assert difference(1e-12 * GRADIENT, 1e-12 * GRADIENT) is None


def test_zero_is_zero():
    assert difference(np.zeros(3), np.zeros(3)) is None
    assert difference(np.zeros(3), np.full(3, 1e-300)).reason == "wrong_value"


def test_empty_arrays_agree():
    assert difference(np.zeros((0, 3)), np.zeros((0, 3))) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (GRADIENT, GRADIENT + 1e-9),
        (GRADIENT, GRADIENT.astype(np.float32)),
        ({"W1": GRADIENT}, {"W1": GRADIENT, "W2": GRADIENT}),
        ({"W1": GRADIENT}, {"W1": -GRADIENT}),
        ((GRADIENT, 2.0), (GRADIENT, 2)),
        (GRADIENT, None),
        ("relu", "tanh"),
    ],
)
def test_a_changed_argument_is_noticed(before, after):
    assert identical(before, before)
    assert not identical(before, after)
