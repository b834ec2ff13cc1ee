"""Public tests of q4: the backward pass of batch normalization.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, difference, kind_of, test_case, values, wrong_type

OK_FORMAT = False

name = "q4"
points = None


def batch():
    """Four examples of two features: means 0, variances 5 and 12."""
    return np.array([[-3.0, -2.0], [-1.0, -2.0], [1.0, -2.0], [3.0, 6.0]])


GAMMA, EPS = np.array([2.0, 4.0]), 4.0
DEVIATION = np.array([3.0, 4.0])  # sqrt(5 + 4) and sqrt(12 + 4)
DOUT = np.array([[1.0, 2.0], [0.0, 1.0], [2.0, -1.0], [-1.0, 4.0]])
# By hand, before any division by a deviation: the centred gradient, the inner product of x and
# gradient, and that product's share of each example.
CENTRED = np.array([[0.5, 0.5], [-0.5, -0.5], [1.5, -2.5], [-1.5, 2.5]])
PRODUCT = np.array([-4.0, 20.0])
SHARE = np.array([[3.0, -10.0], [1.0, -10.0], [-1.0, -10.0], [-3.0, 30.0]])


def gradients(forward, backward, *args):
    """What the two functions give: out, dx, dgamma, dbeta."""
    result, label = forward(*args), "batchnorm_forward"
    wanted = "expected a tuple (out, cache, ...)"
    if not isinstance(result, (tuple, list)):
        wrong_type(label, f"{wanted}, got {kind_of(result)}")
    if len(result) < 2:
        wrong_type(label, f"{wanted}, got {len(result)} values")
    out, cache, *_ = result
    grads = backward(DOUT.copy(), cache)
    return out, *values("batchnorm_backward", grads, "dx", "dgamma", "dbeta")


def deviation(out, gamma=GAMMA):
    """What your own forward pass divided x by: its mistakes are counted in q3 only."""
    return gamma * np.array([6.0, 8.0]) / (out[3] - out[0])


def dx_in_training(gamma, deviation):
    return gamma / deviation * (CENTRED - SHARE / deviation**2)


def training():
    return batch(), GAMMA, np.array([1.0, -1.0]), np.zeros(2), np.ones(2), 0.1, EPS, True


@test_case(name="q4.dbeta.worked_example", points=0.75)
def public_dbeta(batchnorm_forward, batchnorm_backward):
    _, _, _, got = gradients(batchnorm_forward, batchnorm_backward, *training())
    look = "the axis, and sum or mean: every example adds to the gradient of beta"
    check(f"dbeta for dout = {DOUT.tolist()}", got, [2.0, 6.0], look)


@test_case(name="q4.dgamma.worked_example", points=1.25)
def public_dgamma(batchnorm_forward, batchnorm_backward):
    out, _, got, dbeta = gradients(batchnorm_forward, batchnorm_backward, *training())
    what = f"dgamma for x = {batch().tolist()}, eps = 4, dout = {DOUT.tolist()}"
    look = "what gamma is multiplied by in the forward pass; sum or mean over the batch"
    parts = 4 if difference(dbeta, [0.5, 1.5]) is None else 1  # a mean is counted in its own test
    check(what, got, PRODUCT / DEVIATION, look, lambda: PRODUCT / deviation(out) / parts)


@test_case(name="q4.dx.worked_example", points=2)
def public_dx(batchnorm_forward, batchnorm_backward):
    out, got, _, _ = gradients(batchnorm_forward, batchnorm_backward, *training())
    what = f"dx for x = {batch().tolist()}, gamma = [2, 4], eps = 4, dout = {DOUT.tolist()}"
    look = "the three ways from x to the output: directly, through the mean, through the variance"
    expected = dx_in_training(GAMMA, DEVIATION)
    check(what, got, expected, look, lambda: dx_in_training(GAMMA, deviation(out)))


@test_case(name="q4.dx.worked_evaluation", points=0.75)
def public_dx_evaluation(batchnorm_forward, batchnorm_backward):
    args = batch(), np.ones(2), np.zeros(2), np.array([1.0, 4.0]), np.array([4.0, 16.0])
    out, got, _, _ = gradients(batchnorm_forward, batchnorm_backward, *args, 0.1, 1e-5, False)
    what = "dx for gamma = 1, running_var = [4, 16], train=False"
    look = "which ways from x to the output are left when the statistics are constants"
    earlier = []
    if difference(out, (batch() - args[3]) / np.array([2.0, 4.0])):
        earlier = [lambda: DOUT / deviation(out, 1), lambda: dx_in_training(1, deviation(out, 1))]
    check(what, got, DOUT / np.array([2.0, 4.0]), look, *earlier)
