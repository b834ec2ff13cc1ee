"""Public tests of q2: curves out of shifted relus.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case, values

OK_FORMAT = False

name = "q2"
points = None

KNOTS, VALUES = [0.0, 1.0, 3.0], [1.0, 3.0, 2.0]  # slopes 2 and -1/2
WHAT = f"knots {KNOTS}, values {VALUES}"


def weights(piecewise_linear_weights, knots, heights):
    """(c, v), as they were returned."""
    result = piecewise_linear_weights(np.array(knots), np.array(heights))
    return values("piecewise_linear_weights", result, "c", "v")


@test_case(name="q2.relu_features.worked_example", points=2)
def public_features(relu_features):
    got = relu_features(np.array([-1.0, 0.5, 2.0, 4.0]), np.array([0.0, 1.5]))
    look = "(0.2.1): a row for each x, a column for each knot"
    expected = [[0.0, 0.0], [0.5, 0.0], [2.0, 0.5], [4.0, 2.5]]
    check("relu_features of x = [-1, 0.5, 2, 4], knots [0, 1.5]", got, expected, look)


@test_case(name="q2.c.worked_example", points=0.5)
def public_offset(piecewise_linear_weights):
    c, _ = weights(piecewise_linear_weights, KNOTS, VALUES)
    check(f"c for {WHAT}", c, 1.0, "the curve left of the first knot, where no relu is on")


@test_case(name="q2.v.worked_example", points=1.5)
def public_weights(piecewise_linear_weights):
    _, v = weights(piecewise_linear_weights, KNOTS, VALUES)
    look = "how much each relu changes the slope, which is 0, then 2, then -0.5"
    check(f"v for {WHAT}", v, [2.0, -2.5], look)


@test_case(name="q2.v.whole_numbers", points=0.5)
def public_integers(piecewise_linear_weights):
    _, v = weights(piecewise_linear_weights, [0, 2, 4], [0, 1, 1])
    look = "the type: slopes of integers are no integers, so no buffer may be an integer one"
    check("v for knots [0, 2, 4], values [0, 1, 1], all integers", v, [0.5, -0.5], look)
    _, v = weights(piecewise_linear_weights, [1, 3], [2, 5])
    check("v for knots [1, 3], values [2, 5]: one piece", v, [1.5], "the number of relus: K - 1")
