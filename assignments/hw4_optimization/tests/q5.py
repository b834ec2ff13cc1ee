"""Public tests of q5: Nesterov's momentum, RMSProp and AdaGrad.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case, values

OK_FORMAT = False

name = "q5"
points = None


@test_case(name="q5.nesterov_step.v.worked_example", points=0.5)
def public_nesterov_v(nesterov_step):
    w, grad, v = np.array([1.0, 2.0]), np.array([2.0, -4.0]), np.array([1.0, 3.0])
    result = nesterov_step(w, grad, v, 0.5, 0.5)
    look = "what is returned as v: the velocity of question 1, not the point it looks ahead to"
    what = "v for v = [1, 3], grad = [2, -4], lr = mu = 0.5"
    check(what, values("nesterov_step", result, "w", "v")[1], [2.5, -2.5], look)


@test_case(name="q5.nesterov_step.w.worked_example", points=0.5)
def public_nesterov_w(nesterov_step):
    w, grad, v = np.array([1.0, 2.0]), np.array([2.0, -4.0]), np.array([1.0, 3.0])
    got, own = values("nesterov_step", nesterov_step(w, grad, v, 0.5, 0.5), "w", "v")
    what = "w for w = [1, 2], grad = [2, -4], v = [1, 3], lr = mu = 0.5"
    look = "the two parts of the step (Nesterov 2): the gradient, and mu times the new v"
    # v is [2.5, -2.5], so the step is half of [2 + 1.25, -4 - 1.25].
    by_own = lambda: w - 0.5 * (grad + 0.5 * own)  # noqa: E731
    check(what, got, [-0.625, 4.625], look, lambda: by_own() if np.any(own) else None)


@test_case(name="q5.rmsprop_step.s.worked_example", points=0.5)
def public_rmsprop_s(rmsprop_step):
    w, grad, s = np.array([1.0, 2.0]), np.array([2.0, -4.0]), np.array([4.0, 8.0])
    result = rmsprop_step(w, grad, s, 0.5, 0.75, 1e-8)
    what = "s for s = [4, 8], grad = [2, -4], beta = 0.75"
    look = "the square, and which of the two weights belongs to the old s"
    check(what, values("rmsprop_step", result, "w", "s")[1], [4.0, 10.0], look)


@test_case(name="q5.rmsprop_step.w.worked_example", points=0.75)
def public_rmsprop_w(rmsprop_step):
    w, grad, s = np.array([1.0, 2.0]), np.array([3.0, -4.0]), np.array([9.0, 16.0])
    # s stays as it is; its roots are 3 and 4, and eps adds 1.
    got, own = values("rmsprop_step", rmsprop_step(w, grad, s, 0.5, 0.75, 1.0), "w", "s")
    what = "w for w = [1, 2], grad = [3, -4], s = [9, 16], lr = 0.5, beta = 0.75, eps = 1"
    look = "the square root, and eps, which is added to it"
    by_own = lambda: w - 0.5 * grad / (np.sqrt(own) + 1.0)  # noqa: E731
    check(what, got, [0.625, 2.4], look, lambda: by_own() if np.any(own) else None)


@test_case(name="q5.adagrad_step.s.worked_example", points=0.5)
def public_adagrad_s(adagrad_step):
    w, grad, s = np.array([[1.0], [2.0]]), np.array([[2.0], [-4.0]]), np.array([[5.0], [9.0]])
    result = adagrad_step(w, grad, s, 0.5, 1e-8)
    look = "how squares are gathered here: they are added up, and nothing is forgotten"
    what = "s for s = [[5], [9]], grad = [[2], [-4]]"
    check(what, values("adagrad_step", result, "w", "s")[1], [[9.0], [25.0]], look)


@test_case(name="q5.adagrad_step.w.worked_example", points=0.5)
def public_adagrad_w(adagrad_step):
    w, grad, s = np.array([[1.0], [2.0]]), np.array([[2.0], [-4.0]]), np.array([[5.0], [9.0]])
    # The new s is [[9], [25]]; its roots are 3 and 5, and eps adds 1.
    got, own = values("adagrad_step", adagrad_step(w, grad, s, 0.5, 1.0), "w", "s")
    what = "w for w = [[1], [2]], grad = [[2], [-4]], s = [[5], [9]], lr = 0.5, eps = 1"
    look = "which s makes the step (the new one), its root, and eps beside the root"
    expected = [[0.75], [2 + 1 / 3]]
    by_own = lambda: w - 0.5 * grad / (np.sqrt(own) + 1.0)  # noqa: E731
    check(what, got, expected, look, lambda: by_own() if np.any(own) else None)
