"""Hidden tests of q2: shifted relus, and the curve that bends at given knots."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q2"
points = None

C, V = 0, 1
rng = generator("hw0_neurons", "relu_features")
RELU = Cases(
    "relu_features",
    reference.relu_features,
    [
        (rng.normal(size=9), rng.normal(size=4)),
        (rng.normal(size=4), np.sort(rng.normal(size=4))),
        (rng.uniform(-3, 3, 6), rng.uniform(-3, 3, 1)),
        (rng.integers(-9, 9, 5), rng.integers(-9, 9, 7)),
    ],
)


def curve(rng, distances):
    """Knots at these distances, and heights whose slopes differ from knot to knot."""
    slopes = rng.uniform(0.5, 3, len(distances)) * rng.choice([-1, 1], len(distances))
    knots, values = (
        start + np.concatenate([[0.0], np.cumsum(steps)])
        for start, steps in ((rng.uniform(-2, -1), distances), (rng.normal(), slopes * distances))
    )
    return knots, values


line_rng = generator("hw0_neurons", "piecewise_linear_weights")
LINES = Cases(
    "piecewise_linear_weights",
    reference.piecewise_linear_weights,
    [
        curve(line_rng, np.full(5, 0.625)),
        curve(line_rng, line_rng.uniform(0.3, 1.4, 4)),
        curve(line_rng, line_rng.uniform(0.3, 1.4, 7)),
    ],
)
ONE_PIECE = Cases(
    "piecewise_linear_weights",
    reference.piecewise_linear_weights,
    [curve(line_rng, line_rng.uniform(0.3, 0.8, 1))],
    beside=[LINES],
)
INTEGERS = Cases(
    "piecewise_linear_weights",
    reference.piecewise_linear_weights,
    [(np.array([-3, -1, 1, 4, 8]), line_rng.permutation([3, -4, 8, 1, 0]))],
    beside=[LINES],
)


def check_rest(rare, function):
    """Check on rare inputs what is right on common ones; all of it if nothing is."""
    right = [key for key in (C, V) if not LINES.mismatch(function, key)]
    for key in right or (C, V):
        rare.check(function, key)


@test_case(name="q2.relu_features", points=4, hidden=True)
def hidden_features(relu_features):
    RELU.check(relu_features)


@test_case(name="q2.relu_features.arguments", points=0.25, hidden=True)
def hidden_features_arguments(relu_features):
    RELU.check_arguments(relu_features)


@test_case(name="q2.c", points=1.5, hidden=True)
def hidden_c(piecewise_linear_weights):
    LINES.check(piecewise_linear_weights, C)


@test_case(name="q2.v", points=5.5, hidden=True)
def hidden_v(piecewise_linear_weights):
    LINES.check(piecewise_linear_weights, V)


@test_case(name="q2.piecewise_linear_weights.one_piece", points=0.75, hidden=True)
def hidden_one_piece(piecewise_linear_weights):
    check_rest(ONE_PIECE, piecewise_linear_weights)


@test_case(name="q2.piecewise_linear_weights.integers", points=1, hidden=True)
def hidden_integers(piecewise_linear_weights):
    check_rest(INTEGERS, piecewise_linear_weights)


@test_case(name="q2.piecewise_linear_weights.arguments", points=0.5, hidden=True)
def hidden_arguments(piecewise_linear_weights):
    LINES.check_arguments(piecewise_linear_weights)
