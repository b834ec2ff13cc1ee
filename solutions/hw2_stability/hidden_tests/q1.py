"""Hidden tests of q1: the sigmoid, its derivative, and both on the grid of the book."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, Mismatch, generator, same

from .. import reference

OK_FORMAT = False
name = "q1"
points = None

INTEGERS = (np.array([-3, -1, 1, 2, 5]),)
ZERO = (np.array([0.0, -0.0, 1.5, 0.0, -2.0]),)
LARGE = (np.array([-1000.0, -750.0, -40.0, -1.0, 1.0, 40.0, 750.0, 1000.0]),)


def inputs(function):
    """Numbers of either sign in several shapes, integers, zeros, and large ones."""
    rng = generator("hw2_stability", function)
    shapes = ((9,), (4, 3), (2, 3, 2))
    moderate = [(rng.uniform(0.5, 4, size=s) * rng.choice([-1, 1], s),) for s in shapes]
    return [*moderate, INTEGERS, ZERO, LARGE]


SIGMOID = Cases("sigmoid", reference.sigmoid, inputs("sigmoid"))
SIGMOID_GRAD = Cases("sigmoid_grad", reference.sigmoid_grad, inputs("sigmoid_grad"))
CURVE = Cases("sigmoid_gradient_curve", reference.sigmoid_gradient_curve, [()])


def is_integer(x):
    return x.dtype.kind == "i"


def is_large(x):
    return np.max(np.abs(x)) > 100


def is_moderate(x):
    return not (is_integer(x) or is_large(x))


def check_curve(sigmoid_gradient_curve, key, function):
    """Check a curve on the grid, or on the student's own: a wrong grid costs its own test only."""
    try:
        CURVE.check(sigmoid_gradient_curve, key)
    except Mismatch:
        answer = CURVE.answer(sigmoid_gradient_curve, 0)
        if not is_pair_on_own_grid(answer, key, function):
            raise


def is_pair_on_own_grid(answer, key, function):
    """Whether answer[key] is the function's value on answer[0], a grid of its own."""
    if not isinstance(answer, (tuple, list)) or len(answer) <= key:
        return False
    x = answer[0]
    is_grid = isinstance(x, np.ndarray) and x.dtype.kind in "if" and x.ndim == 1 and x.size > 10
    return is_grid and np.isfinite(x).all() and np.ptp(x) > 4 and same(function(x), answer[key])


@test_case(name="q1.sigmoid", points=0.75, hidden=True)
def hidden_sigmoid(sigmoid):
    SIGMOID.check(sigmoid, only=is_moderate)


@test_case(name="q1.sigmoid.large", points=0.5, hidden=True)
def hidden_sigmoid_large(sigmoid):
    SIGMOID.check(sigmoid, only=is_large)


@test_case(name="q1.sigmoid.integers", points=0.25, hidden=True)
def hidden_sigmoid_integers(sigmoid):
    SIGMOID.check(sigmoid, only=is_integer)


@test_case(name="q1.sigmoid.arguments", points=0.25, hidden=True)
def hidden_sigmoid_arguments(sigmoid):
    SIGMOID.check_arguments(sigmoid)


@test_case(name="q1.sigmoid_grad", points=0.75, hidden=True)
def hidden_sigmoid_grad(sigmoid_grad):
    SIGMOID_GRAD.check(sigmoid_grad, only=is_moderate)


@test_case(name="q1.sigmoid_grad.large", points=0.5, hidden=True)
def hidden_sigmoid_grad_large(sigmoid_grad):
    SIGMOID_GRAD.check(sigmoid_grad, only=is_large)


@test_case(name="q1.sigmoid_grad.integers", points=0.25, hidden=True)
def hidden_sigmoid_grad_integers(sigmoid_grad):
    SIGMOID_GRAD.check(sigmoid_grad, only=is_integer)


@test_case(name="q1.sigmoid_grad.arguments", points=0.25, hidden=True)
def hidden_sigmoid_grad_arguments(sigmoid_grad):
    SIGMOID_GRAD.check_arguments(sigmoid_grad)


@test_case(name="q1.sigmoid_gradient_curve.x", points=0.5, hidden=True)
def hidden_sigmoid_gradient_curve_x(sigmoid_gradient_curve):
    CURVE.check(sigmoid_gradient_curve, 0)


@test_case(name="q1.sigmoid_gradient_curve.sigmoid", points=0.5, hidden=True)
def hidden_sigmoid_gradient_curve_sigmoid(sigmoid_gradient_curve):
    check_curve(sigmoid_gradient_curve, 1, reference.sigmoid)


@test_case(name="q1.sigmoid_gradient_curve.gradient", points=0.5, hidden=True)
def hidden_sigmoid_gradient_curve_gradient(sigmoid_gradient_curve):
    check_curve(sigmoid_gradient_curve, 2, reference.sigmoid_grad)
