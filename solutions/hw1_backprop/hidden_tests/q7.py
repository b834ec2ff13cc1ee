"""Hidden tests of q7: central differences, and the relative error they are judged by."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, Difference, Mismatch, call, generator

from .. import reference

OK_FORMAT = False
name = "q7"
points = None

rng = generator("hw1_backprop", "numerical_gradient")


# Functions of arrays and of tensors alike: autograd differentiates these very lines.
def cubic(x):
    return (x**3).sum() - 2 * (x * x).sum() ** 2


def product(x):
    return (x[:-1] * x[1:]).sum() + x.sum() ** 2


def steep(x):
    return 1000 * ((x - 1) ** 2).sum()


def quadratic(x):
    return (x.sum() + 3) ** 2 + 5 * (x * x).sum()


MATRIX = rng.uniform(0.5, 1.5, size=(3, 2))
STEEP = 1 + rng.uniform(0.02, 0.1, size=3)  # one-sided differences are off by 1 %
CASES = Cases(
    "numerical_gradient",
    reference.numerical_gradient,
    [
        (cubic, MATRIX),
        (product, rng.uniform(0.5, 1.5, size=3)),
        (steep, STEEP),
        # Central differences of a quadratic are exact however large eps is; others are far off.
        (quadratic, rng.uniform(0.5, 1.5, size=(2, 1, 2)), 0.25),
        (quadratic, np.array([[1, -2, 4]])),
    ],
)
RELATIVE_ERROR = Cases(
    "relative_error",
    reference.relative_error,
    [(a, a + 0.3 * rng.normal(size=a.shape)) for a in (MATRIX, rng.normal(size=8))]
    + [(MATRIX, -MATRIX), (np.zeros(3), rng.normal(size=3)), (np.zeros((2, 2)), np.zeros((2, 2)))],
)


def check_reach(numerical_gradient):
    """Check that f is asked as far from x as eps says: the value alone would not show it."""
    eps, reached = 0.25, []

    def probe(x):
        reached.append(np.max(np.abs(x - STEEP)))
        return quadratic(x)

    call("numerical_gradient", numerical_gradient, probe, STEEP, eps)
    if not reached or max(reached) < eps / 2:
        unused = Difference("wrong_value", "does not use eps")
        raise Mismatch("numerical_gradient", None, unused)


def is_default(f, x, eps=None):
    return eps is None and x.dtype.kind == "f"


def is_eps(f, x, eps=None):
    return eps is not None


def is_integer(f, x, eps=None):
    return x.dtype.kind == "i"


def both_zero(a, b):
    return not (np.any(a) or np.any(b))


@test_case(name="q7.numerical_gradient", points=1.5, hidden=True)
def hidden_numerical_gradient(numerical_gradient):
    CASES.check(numerical_gradient, only=is_default)


@test_case(name="q7.numerical_gradient.eps", points=0.5, hidden=True)
def hidden_numerical_gradient_eps(numerical_gradient):
    CASES.check(numerical_gradient, only=is_eps)
    check_reach(numerical_gradient)


@test_case(name="q7.numerical_gradient.integers", points=0.25, hidden=True)
def hidden_numerical_gradient_integers(numerical_gradient):
    CASES.check(numerical_gradient, only=is_integer)


@test_case(name="q7.numerical_gradient.arguments", points=0.5, hidden=True)
def hidden_numerical_gradient_arguments(numerical_gradient):
    CASES.check_arguments(numerical_gradient)


@test_case(name="q7.relative_error", points=0.5, hidden=True)
def hidden_relative_error(relative_error):
    RELATIVE_ERROR.check(relative_error, only=lambda a, b: not both_zero(a, b))


@test_case(name="q7.relative_error.zeros", points=0.5, hidden=True)
def hidden_relative_error_zeros(relative_error):
    RELATIVE_ERROR.check(relative_error, only=both_zero)


@test_case(name="q7.relative_error.arguments", points=0.25, hidden=True)
def hidden_relative_error_arguments(relative_error):
    RELATIVE_ERROR.check_arguments(relative_error)
