"""Public tests of q5: polynomials and ridge regression.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case

OK_FORMAT = False

name = "q5"
points = None


@test_case(name="q5.polynomial_features.worked_example", points=1.5)
def public_features(polynomial_features):
    got = polynomial_features(np.array([2.0, -1.0, 0.0]), 3)
    look = "(0.5.1): the powers 0 to 3, in this order; 0^0 is 1"
    expected = [[1.0, 2.0, 4.0, 8.0], [1.0, -1.0, 1.0, -1.0], [1.0, 0.0, 0.0, 0.0]]
    check("polynomial_features of [2, -1, 0], degree 3", got, expected, look)
    got = polynomial_features(np.array([2.0, -1.0, 0.0]), 0)
    check("polynomial_features of [2, -1, 0], degree 0", got, np.ones((3, 1)), look)


@test_case(name="q5.polynomial_features.whole_numbers", points=0.5)
def public_integers(polynomial_features):
    got = polynomial_features(np.array([10, 1]), 20)
    look = "the type: 10^20 is too large for an integer of 64 bits, not for a float"
    expected = [10.0 ** np.arange(21), np.ones(21)]
    check("polynomial_features of the integers [10, 1], degree 20", got, expected, look)


@test_case(name="q5.ridge_fit.worked_example", points=1.5)
def public_ridge(ridge_fit):
    Phi, y = [[1.0, 1.0], [1.0, -1.0]], [3.0, 1.0]  # Phi^T Phi / B = I, Phi^T y / B = [2, 1]
    what = f"ridge_fit of Phi = {Phi}, y = {y}"
    look = "(0.5.2): the 1/B of the first term, and that every weight is penalised"
    check(f"{what}, lambd = 1", ridge_fit(np.array(Phi), np.array(y), 1.0), [1.0, 0.5], look)
    check(f"{what}, lambd = 0", ridge_fit(np.array(Phi), np.array(y), 0.0), [2.0, 1.0], look)


@test_case(name="q5.ridge_fit.smallest_norm", points=1)
def public_least_norm(ridge_fit):
    got = ridge_fit(np.array([[1.0, 2.0]]), np.array([5.0]), 0.0)
    look = "lambd = 0 and fewer examples than weights: many w fit, the shortest is asked for"
    check("ridge_fit of Phi = [[1, 2]], y = [5], lambd = 0", got, [1.0, 2.0], look)
