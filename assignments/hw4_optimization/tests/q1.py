"""Public tests of q1: gradient descent with momentum.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case, values

OK_FORMAT = False

name = "q1"
points = None


@test_case(name="q1.v.worked_example", points=1.75)
def public_v(momentum_step):
    w, grad, v = np.array([1.0, 2.0, -1.0]), np.array([2.0, -4.0, 0.5]), np.array([1.0, 3.0, -2.0])
    result = momentum_step(w, grad, v, 0.5, 0.9)
    what = "v for v = [1, 3, -2], grad = [2, -4, 0.5], lr = 0.5, mu = 0.9"
    look = "what is multiplied by mu, and that neither lr nor 1 - mu enters v"
    check(what, values("momentum_step", result, "w", "v")[1], [2.9, -1.3, -1.3], look)


@test_case(name="q1.v.unchanged", points=0.25)
def public_unchanged(momentum_step):
    v = np.array([1.0, 3.0])
    momentum_step(np.array([1.0, 2.0]), np.array([2.0, -4.0]), v, 0.5, 0.9)
    check("v after the call", v, [1.0, 3.0], "a line that writes into v, such as v *= mu")


@test_case(name="q1.w.first_step", points=1.5)
def public_w(momentum_step):
    w, grad = np.array([[1.0, 2.0], [-1.0, 0.0]]), np.array([[2.0, -4.0], [0.5, 1.0]])
    got, v = values("momentum_step", momentum_step(w, grad, np.zeros((2, 2)), 0.5, 0.9), "w", "v")
    what = f"w for w = {w.tolist()}, grad = {grad.tolist()}, v = 0, lr = 0.5, mu = 0.9"
    look = "the sign, and which v makes the step: the old one or the new one"
    expected = [[0.0, 4.0], [-1.25, -0.5]]
    check(what, got, expected, look, lambda: w - 0.5 * v if np.any(v) else None)
