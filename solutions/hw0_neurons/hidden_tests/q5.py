"""Hidden tests of q5: powers, and ridge regression on features whose columns differ well enough.

Normal equations, singular values and least squares with more rows all are right ways, in float32,
too; so Phi is tall where lambd is small, and of full rank where it is 0.
"""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q5"
points = None

rng = generator("hw0_neurons", "polynomial_features")
POWERS = Cases(
    "polynomial_features",
    reference.polynomial_features,
    [(rng.uniform(-1.5, 1.5, size), degree) for size, degree in ((8, 5), (4, 3), (5, 1))],
)
CONSTANT = Cases(
    "polynomial_features",
    reference.polynomial_features,
    [(rng.uniform(-1.5, 1.5, 6), 0), (np.array([0.0, 1.0, 0.0, -0.5]), 2)],
    beside=[POWERS],
)
INTEGERS = Cases(
    "polynomial_features",
    reference.polynomial_features,
    [(rng.permutation([-12, -3, 1, 2, 11]), 20)],
    beside=[POWERS],
)

ridge_rng = generator("hw0_neurons", "ridge_fit")


def regression(num_examples, num_weights, lambd):
    """Features around 0 but for the first, which is always 1, and targets that need them all."""
    Phi = ridge_rng.normal(size=(num_examples, num_weights))
    Phi[:, 0] = 1.0
    w = ridge_rng.uniform(0.5, 2, num_weights) * ridge_rng.choice([-1, 1], num_weights)
    return Phi, Phi @ w + 0.3 * ridge_rng.normal(size=num_examples), lambd


def powers(num_examples, degree, lambd):
    x = ridge_rng.uniform(-1, 1, num_examples)
    y = 1.5 - 2 * x + x**2 + 0.3 * ridge_rng.normal(size=num_examples)
    return x[:, None] ** np.arange(degree + 1), y, lambd


RIDGE = Cases(
    "ridge_fit",
    reference.ridge_fit,
    [regression(30, 4, 0.3), regression(25, 3, 1.7), powers(40, 3, 0.05), regression(4, 6, 0.4)],
)
LEAST_SQUARES = Cases(
    "ridge_fit",
    reference.ridge_fit,
    [regression(30, 4, 0.0), powers(40, 2, 0.0)],
    beside=[RIDGE],
)
LEAST_NORM = Cases(
    "ridge_fit",
    reference.ridge_fit,
    [regression(3, 6, 0.0), regression(4, 8, 0.0)],
    beside=[RIDGE],
)


@test_case(name="q5.polynomial_features", points=3, hidden=True)
def hidden_powers(polynomial_features):
    POWERS.check(polynomial_features)


@test_case(name="q5.polynomial_features.constant", points=0.5, hidden=True)
def hidden_constant(polynomial_features):
    CONSTANT.check(polynomial_features)


@test_case(name="q5.polynomial_features.integers", points=0.5, hidden=True)
def hidden_integers(polynomial_features):
    INTEGERS.check(polynomial_features)


@test_case(name="q5.polynomial_features.arguments", points=0.25, hidden=True)
def hidden_features_arguments(polynomial_features):
    POWERS.check_arguments(polynomial_features)


@test_case(name="q5.ridge_fit", points=3.5, hidden=True)
def hidden_ridge(ridge_fit):
    RIDGE.check(ridge_fit)


@test_case(name="q5.ridge_fit.least_squares", points=1, hidden=True)
def hidden_least_squares(ridge_fit):
    LEAST_SQUARES.check(ridge_fit)


@test_case(name="q5.ridge_fit.least_norm", points=1.25, hidden=True)
def hidden_least_norm(ridge_fit):
    LEAST_NORM.check(ridge_fit)


@test_case(name="q5.ridge_fit.arguments", points=0.5, hidden=True)
def hidden_arguments(ridge_fit):
    RIDGE.check_arguments(ridge_fit)
