"""The comparison rule: does it notice what is wrong, and let pass what is right?"""

import numpy as np
import pytest

from autograder.sandbox.worker.wire import Unsupported
from autograder.testing.comparison import difference, excess, identical, within

GRADIENT = np.random.default_rng(0).normal(size=(3, 4))
SQUARE = np.random.default_rng(1).normal(size=(4, 4))
SINGLE = GRADIENT.astype(np.float32)
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


BOUND = 1.1e-5  # of a number alone: rtol, and atol of itself as the largest


@pytest.mark.parametrize("expected", [3.0, -0.02, 5e8, np.float32(3.0)])
@pytest.mark.parametrize(("share", "is_right"), [(0.999, True), (-0.999, True), (1.001, False)])
def test_the_bound_of_a_number(expected, share, is_right):
    got = float(expected) * (1 + share * BOUND)
    assert within(float(expected), got) is is_right
    assert within(np.array(expected, float), np.array(got)) is is_right


def test_a_number_that_is_no_float_is_compared_as_well():
    assert within(3.0, np.float32(3.00001))
    assert not within(3.0, np.float32(3.0001))
    assert not within(2.0, 3)


def test_the_error_in_units_of_the_tolerance():
    expected, atol = np.array([0.0, -2.0]), 2e-6
    got = np.add(expected, [2 * atol, 3 * (2e-5 + atol)])
    assert excess(expected, got) == pytest.approx([2, 3])
    assert excess(expected, expected).tolist() == [0, 0]
    assert excess(np.zeros(2), np.array([0.0, 1.0])).tolist() == [0, np.inf]


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
        (SINGLE, SINGLE.astype(float)),
        (1e-9 * GRADIENT, 1e-9 * GRADIENT + 1e-15),
        (np.zeros(3), np.full(3, 1e-13)),
        ({"W1": GRADIENT}, {"W1": GRADIENT, "W2": GRADIENT}),
        ({"W1": GRADIENT}, {"W1": -GRADIENT}),
        ((GRADIENT, 2.0), (GRADIENT, 2)),
        ([GRADIENT], []),
        ([GRADIENT], [GRADIENT, GRADIENT]),
        (GRADIENT, GRADIENT[:2]),
        (GRADIENT[:2], GRADIENT),
        (np.array([1, 2]), np.array([1, 3])),
        (np.array([1, 2]), np.array([1, 1])),
        (2.0, 3.0),
        (3.0, 2.0),
        (True, False),
        (GRADIENT, None),
        ("relu", "tanh"),
    ],
)
def test_a_changed_argument_is_noticed(before, after):
    assert identical(before, before)
    assert not identical(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (float("nan"), float("nan")),
        (np.array([np.nan, 3.0]), np.array([np.nan, np.nextafter(3.0, 4.0)])),
        ([abs], [len]),
        ([np.random.default_rng(1)], [np.random.default_rng(2)]),
    ],
    ids=["nan", "the last bit beside nan", "functions", "generators"],
)
def test_what_came_through_untouched(before, after):
    """Functions and generators travel as handles: what a call did to them is not seen here."""
    assert identical(before, after)
