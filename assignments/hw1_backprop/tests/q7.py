"""Public tests of q7: gradient checking.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import check, test_case

OK_FORMAT = False

name = "q7"
points = None


def quadratic(x):
    """x00^2 + 3 x00 x01 - 2 x10 x11 + x11^2: central differences are exact for any eps."""
    (a, b), (c, d) = x
    return a * a + 3 * a * b - 2 * c * d + d * d


def cubic(x):
    return sum(entry**3 for entry in x)


@test_case(name="q7.numerical_gradient.worked_example", points=1)
def public_numerical_gradient(numerical_gradient):
    start = [[1.0, 2.0], [-1.0, 3.0]]
    x = np.array(start)
    got = numerical_gradient(quadratic, x, 0.5)
    look = "one entry moved at a time, both ways, and put back before the next"
    what = f"numerical_gradient of a^2 + 3ab - 2cd + d^2 at [[a, b], [c, d]] = {start}, eps = 0.5"
    check(what, got, [[8.0, 3.0], [-6.0, 8.0]], look)
    look = "what the function does to its argument: it must be left as it was"
    check("x after the call", x, start, look)
    got = numerical_gradient(cubic, np.array([1.0, -2.0, 0.5]))
    look = "the default of eps, and the difference: to both sides of x"
    check("numerical_gradient of sum(x^3) at [1, -2, 0.5]", got, [3.0, 12.0, 0.75], look)


@test_case(name="q7.relative_error.worked_example", points=0.5)
def public_relative_error(relative_error):
    look = "the norms: of the difference above, of each one below"
    got = relative_error(np.array([3.0, 0.0]), np.array([0.0, 4.0]))
    check("relative_error of [3, 0] and [0, 4]", got, 5 / 7, look)
    a, b = np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([[1.0, 2.0], [2.0, 2.0]])
    look = "the norm of a matrix: the root of the sum of squares of all entries"
    what = f"relative_error of {a.tolist()} and {b.tolist()}"
    check(what, relative_error(a, b), 3 / (math.sqrt(10) + math.sqrt(13)), look)


@test_case(name="q7.relative_error.zero_arrays", points=0.5)
def public_relative_error_zeros(relative_error):
    got = relative_error(np.zeros(3), np.zeros(3))
    check("relative_error of two zero arrays", got, 0.0, "the denominator")
    got = relative_error(np.array([1.0, 0.0]), np.zeros(2))
    check("relative_error of [1, 0] and [0, 0]", got, 1.0, "when exactly the 0 is returned")
