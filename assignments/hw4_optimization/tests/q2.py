"""Public tests of q2: Adam.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case, values

OK_FORMAT = False

name = "q2"
points = None


@test_case(name="q2.m.worked_example", points=1)
def public_m(adam_step):
    w, grad, m, v = np.array([[0.0, 1.0], [3.0, 2.0], [1.0, -2.0], [4.0, 8.0]])
    result = adam_step(w, grad, m, v, 3, 0.1, 0.75, 0.5, 1e-8)
    what = "m for m = [1, -2], grad = [3, 2], beta1 = 0.75, beta2 = 0.5, t = 3"
    look = "the two weights of the moving average, and that m is returned without correction"
    check(what, values("adam_step", result, "w", "m", "v")[1], [1.5, -1.0], look)


@test_case(name="q2.v.worked_example", points=1)
def public_v(adam_step):
    w, grad, m, v = np.array([[0.0, 1.0], [3.0, -2.0], [1.0, -2.0], [1.0, 8.0]])
    result = adam_step(w, grad, m, v, 99, 0.1, 0.75, 0.75, 1e-8)
    what = "v for v = [1, 8], grad = [3, -2], beta1 = beta2 = 0.75, t = 99"
    look = "the square, the two weights, and that v is returned without correction"
    check(what, values("adam_step", result, "w", "m", "v")[2], [3.0, 7.0], look)


@test_case(name="q2.w.second_step", points=2.5)
def public_w(adam_step):
    w, grad = np.array([1.0, 2.0, -1.0]), np.array([1.0, -1.0, 1.0])
    result = adam_step(w, grad, grad.copy(), np.ones(3), 2, 0.3, 0.5, 0.5, 1e-8)
    # The moments stay as they are. m_hat = +-4/3, v_hat = 4/3: each weight moves by 0.6 / sqrt(3).
    got, m, v = values("adam_step", result, "w", "m", "v")
    what = "w for w = [1, 2, -1], m = grad = [1, -1, 1], v = 1, t = 2, lr = 0.3, both betas 0.5"
    look = "the correction of m and of v at t = 2, and the square root"
    expected = [0.6535898385, 2.3464101615, -1.3464101615]
    by_own = lambda: w - 0.3 * (m / 0.75) / (np.sqrt(v / 0.75) + 1e-8)  # noqa: E731
    check(what, got, expected, look, lambda: by_own() if np.any(m) else None)
