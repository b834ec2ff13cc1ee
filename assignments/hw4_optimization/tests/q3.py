"""Public tests of q3: the forward pass of batch normalization.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, require, test_case, values

OK_FORMAT = False

name = "q3"
points = None

NAMES = ("out", "cache", "running_mean", "running_var")


def forward(batchnorm_forward, key, *args):
    """One value of what batchnorm_forward returns."""
    return results(batchnorm_forward, *args)[NAMES.index(key)]


def results(batchnorm_forward, *args):
    """All four values that batchnorm_forward returns."""
    return values("batchnorm_forward", batchnorm_forward(*args), *NAMES)


def batch():
    """Four examples of two features: means 0 and 4, variances 5 and 12."""
    return np.array([[-3.0, 2.0], [-1.0, 2.0], [1.0, 2.0], [3.0, 10.0]])


def ones_and_zeros():
    """gamma, beta, running_mean, running_var that a layer starts with."""
    return np.ones(2), np.zeros(2), np.zeros(2), np.ones(2)


@test_case(name="q3.out.worked_example", points=1.5)
def public_out(batchnorm_forward):
    gamma, beta = np.array([2.0, 4.0]), np.array([1.0, -1.0])
    args = batch(), gamma, beta, *ones_and_zeros()[2:], 0.1, 4.0, True
    what = f"out for x = {batch().tolist()}, gamma = [2, 4], beta = [1, -1], eps = 4, training"
    look = "the axis (a mean for each feature), the biased variance, eps in the root: sqrt(5 + 4)"
    expected = [[-1.0, -3.0], [1 / 3, -3.0], [5 / 3, -3.0], [3.0, 5.0]]
    check(what, forward(batchnorm_forward, "out", *args), expected, look)


@test_case(name="q3.out.worked_evaluation", points=1)
def public_out_evaluation(batchnorm_forward):
    x, mean, var = np.array([[4.0, 8.0], [-5.0, 0.0]]), np.array([1.0, 4.0]), np.array([9.0, 16.0])
    args = x, *ones_and_zeros()[:2], mean, var, 0.1, 1e-5, False
    what = f"out for x = {x.tolist()}, running_mean = [1, 4], running_var = [9, 16], train=False"
    look = "which mean and variance are used when train is False"
    check(what, forward(batchnorm_forward, "out", *args), [[1.0, 1.0], [-2.0, -1.0]], look)


@test_case(name="q3.running_mean.worked_example", points=1)
def public_running_mean(batchnorm_forward):
    gamma, beta, _, var = ones_and_zeros()
    args = batch(), gamma, beta, np.array([4.0, 8.0]), var, 0.25, 1e-5, True
    what = "running_mean: [4, 8] before, batch mean [0, 4], momentum = 0.25"
    look = "which of the two momentum belongs to"
    check(what, forward(batchnorm_forward, "running_mean", *args), [3.0, 7.0], look)


@test_case(name="q3.running_var.worked_example", points=1)
def public_running_var(batchnorm_forward):
    args = batch(), np.ones(2), np.zeros(2), np.zeros(2), np.zeros(2), 0.5, 1e-5, True
    _, _, mean, got = results(batchnorm_forward, *args)
    what = "running_var: [0, 0] before, sums of squared deviations [20, 48], B = 4, momentum = 0.5"
    look = "the kind of variance that is stored: divided by B - 1"
    # The share that running_mean took of the batch mean 4 is counted in its own test only.
    check(what, got, [10 / 3, 8.0], look, lambda: mean[1] / 4 * np.array([20 / 3, 16.0]))


@test_case(name="q3.running.kept", points=0.5)
def public_running_evaluation(batchnorm_forward):
    mean, var = np.array([1.0, 4.0]), np.array([9.0, 16.0])
    args = batch(), *ones_and_zeros()[:2], mean.copy(), var.copy(), 0.25, 1e-5, False
    look = "the running statistics when train is False: they stay as they are"
    check("running_mean", forward(batchnorm_forward, "running_mean", *args), mean, look)
    check("running_var", forward(batchnorm_forward, "running_var", *args), var, look)


@test_case(name="q3.x.unchanged", points=0.25)
def public_unchanged(batchnorm_forward):
    x = batch()
    results(batchnorm_forward, x, *ones_and_zeros(), 0.1, 1e-5, True)
    check("x after the call", x, batch(), "a line that writes into x, such as x -= mean")


@test_case(name="q3.out.integer_batch", points=0.25)
def public_integers(batchnorm_forward):
    args = batch().astype(int), *ones_and_zeros(), 0.1, 4.0, True
    expected = batch() / [3, 4] - [0, 1]
    look = "the type of what is computed: integers are promoted to float"
    check("out for integers", forward(batchnorm_forward, "out", *args), expected, look)


@test_case(name="q3.out.empty_batch", points=0.25)
def public_empty(batchnorm_forward):
    try:
        batchnorm_forward(np.zeros((0, 2)), *ones_and_zeros())
    except ValueError:
        return
    require(False, "batchnorm_forward of no examples: expected a ValueError", "the size of x")
