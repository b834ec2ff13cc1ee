"""Public tests of q1: the sigmoid and its derivative.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import array, check, numbers, require, test_case, values, wrong_type

OK_FORMAT = False

name = "q1"
points = None


def curves(result):
    """The three arrays of sigmoid_gradient_curve, x first."""
    if isinstance(result, (tuple, list)):
        told = f"shape mismatch: expected three arrays, got {len(result)}"
        require(len(result) == 3, told, reason="wrong_shape")
    return values("sigmoid_gradient_curve", result, "x", "sigmoid", "gradient")


# sigmoid(ln 3) = 3/4, sigmoid(ln 7) = 7/8
LN3, LN7 = math.log(3), math.log(7)


@test_case(name="q1.sigmoid.worked_example", points=0.5)
def public_sigmoid(sigmoid):
    x = np.array([[0.0, LN3, -LN3], [LN7, -LN7, 0.0]])
    expected = [[1 / 2, 3 / 4, 1 / 4], [7 / 8, 1 / 8, 1 / 2]]
    check(
        f"sigmoid of {x.tolist()}",
        sigmoid(x),
        expected,
        "the exponential, its sign, and what divides what",
    )


@test_case(name="q1.sigmoid.large_inputs", points=0.5)
def public_sigmoid_large(sigmoid):
    got = array("sigmoid of [-1000, 1000]", sigmoid(np.array([-1000.0, 1000.0])), (2,))
    told = f"not finite: sigmoid of [-1000, 1000]: got {got}"
    require(np.isfinite(got).all(), told, reason="not_finite")


@test_case(name="q1.sigmoid.whole_numbers", points=0.25)
def public_sigmoid_whole_numbers(sigmoid):
    look = "the type of what you return: an array made like x holds integers, too, and cuts 0.5 off"
    x = np.array([0, 40, -40])
    what = "sigmoid of the integers [0, 40, -40]"
    check(what, sigmoid(x), [0.5, 1.0, 0.0], look, lambda: sigmoid(x.astype(float)))


@test_case(name="q1.sigmoid.argument_unchanged", points=0.25)
def public_sigmoid_argument(sigmoid):
    x = np.array([0.0, 40.0, -40.0])
    got = numbers("sigmoid of [0, 40, -40]", sigmoid(x), (3,))
    require(np.ptp(got) > 0, "wrong value: sigmoid is the same for 0, 40 and -40")
    told = f"wrong value: sigmoid changes its argument: x was [0, 40, -40], and is {x.tolist()} now"
    look = "what is written to: x belongs to the caller, so the result needs an array of its own"
    require(x.tolist() == [0.0, 40.0, -40.0], told, look)


@test_case(name="q1.sigmoid_grad.worked_example", points=0.75)
def public_sigmoid_grad(sigmoid_grad):
    x = np.array([[0.0, LN3, -LN3], [LN7, -LN7, 40.0]])
    expected = [[1 / 4, 3 / 16, 3 / 16], [7 / 64, 7 / 64, 0.0]]
    look = "where the derivative is evaluated: at x; far out it is flat"
    check(f"sigmoid_grad of {x.tolist()}", sigmoid_grad(x), expected, look)


@test_case(name="q1.sigmoid_gradient_curve.grid", points=0.25)
def public_curve_grid(sigmoid_gradient_curve):
    x = curves(sigmoid_gradient_curve())[0]
    look = "arange: it leaves its end point out, so the last value is 7.9"
    check("x, from -8 in steps of 0.1", x, [i / 10 for i in range(-80, 80)], look)


@test_case(name="q1.sigmoid_gradient_curve.values", points=0.5)
def public_curve_values(sigmoid_gradient_curve):
    x, sigmoid, gradient = curves(sigmoid_gradient_curve())
    is_grid = isinstance(x, np.ndarray) and x.dtype.kind == "f" and x.ndim == 1 and x.size > 0
    if not is_grid:
        wrong_type("x", "expected an array of floats with one axis")
    expected = 1 / (1 + np.exp(-x))
    check("sigmoid on your x", sigmoid, expected, "the order: x, sigmoid, gradient")
    look = "the gradient: of the closed form, and at x itself"
    check("gradient on your x", gradient, expected * (1 - expected), look)
