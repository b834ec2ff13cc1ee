"""Mistakes in q3: the gradients of the likelihood of numbers."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

BATCH_SIZE = "Your gradient is B times as large: the loss is a mean."


def terms(mu, log_var, y):
    """The square over twice the variance."""
    return (y - mu) ** 2 / (2 * np.exp(log_var))


def with_dmu(mu, log_var, y, change):
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, y)
    return change(dmu), dlog_var


def with_dlog_var(mu, log_var, y, dlog_var):
    dmu, _ = right.gaussian_nll_grad(mu, log_var, y)
    return dmu, dlog_var / len(y)


# --- dmu ---
@misconception(
    "gaussian_nll_grad.dmu_sign_flipped",
    "dmu points the other way: a step against it must bring mu nearer to y.",
)
def dmu_sign_flipped(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: -d)


@misconception(
    "gaussian_nll_grad.dmu_without_variance",
    "dmu does not depend on your variance: in (0.3.3) the square is divided by it.",
)
def dmu_without_variance(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: d * np.exp(log_var))


@misconception(
    "gaussian_nll_grad.dmu_by_the_deviation",
    "dmu is divided by the standard deviation: by the variance, as in (0.3.3).",
)
def dmu_by_the_deviation(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: d * np.exp(log_var / 2))


@misconception(
    "gaussian_nll_grad.dmu_times_the_variance",
    "dmu is multiplied by the variance: an error should count less where that is large.",
)
def dmu_times_the_variance(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: d * np.exp(2 * log_var))


@misconception(
    "gaussian_nll_grad.dmu_doubled",
    "dmu is twice as large: the 2 of the square cancels the 2 below it (0.3.3).",
)
def dmu_doubled(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: 2 * d)


@misconception(
    "gaussian_nll_grad.dmu_halved",
    "dmu is half as large: the derivative of a square brings a 2 (0.3.3).",
)
def dmu_halved(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: d / 2)


@misconception("gaussian_nll_grad.dmu_times_B", BATCH_SIZE)
def dmu_times_B(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: d * len(y))


@misconception(
    "gaussian_nll_grad.dmu_over_log_var",
    "dmu is divided by log_var: the variance is e to that (0.3.3).",
)
def dmu_over_log_var(mu, log_var, y):
    return with_dmu(mu, log_var, y, lambda d: d * np.exp(log_var) / log_var)


# --- dlog_var ---
@misconception(
    "gaussian_nll_grad.dlog_var_sign_flipped",
    "dlog_var points the other way: where the error is large, a step against it must raise the "
    "variance.",
)
def dlog_var_sign_flipped(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, terms(mu, log_var, y) - 0.5)


@misconception(
    "gaussian_nll_grad.by_the_variance",
    "This is the derivative in the variance: the one in its logarithm is asked for.",
)
def by_the_variance(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, (0.5 - terms(mu, log_var, y)) / np.exp(log_var))


@misconception(
    "gaussian_nll_grad.by_the_log_deviation",
    "dlog_var is twice as large: s is the logarithm of the variance, not of the standard "
    "deviation, "
    "and both terms have a 1/2.",
)
def by_the_log_deviation(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, 1 - 2 * terms(mu, log_var, y))


@misconception(
    "gaussian_nll_grad.dlog_var_without_half",
    "The second term of (0.3.3) is s / 2: what is its derivative in s?",
)
def dlog_var_without_half(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, 1 - terms(mu, log_var, y))


@misconception(
    "gaussian_nll_grad.dlog_var_square_alone",
    "dlog_var lacks the second term of (0.3.3): with it alone the variance would grow for ever.",
)
def dlog_var_square_alone(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, -terms(mu, log_var, y))


@misconception(
    "gaussian_nll_grad.dlog_var_constant",
    "dlog_var does not depend on the errors: the last term of (0.3.3) holds s, too.",
)
def dlog_var_constant(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, np.full(len(y), 0.5))


@misconception(
    "gaussian_nll_grad.dlog_var_square_added",
    "The derivative of e^(-s) has a minus, which your dlog_var has lost.",
)
def dlog_var_square_added(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, 0.5 + terms(mu, log_var, y))


@misconception(
    "gaussian_nll_grad.dlog_var_square_not_halved",
    "The square in your dlog_var is twice as large: see the 2 in the last term of (0.3.3).",
)
def dlog_var_square_not_halved(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, 0.5 - 2 * terms(mu, log_var, y))


@misconception(
    "gaussian_nll_grad.dlog_var_without_variance",
    "The square in your dlog_var is not divided by the variance (0.3.3).",
)
def dlog_var_without_variance(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, 0.5 - (y - mu) ** 2 / 2)


@misconception(
    "gaussian_nll_grad.dlog_var_error_not_squared",
    "The error in your dlog_var is not squared (0.3.3).",
)
def dlog_var_error_not_squared(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, 0.5 - np.abs(y - mu) / (2 * np.exp(log_var)))


@misconception("gaussian_nll_grad.dlog_var_times_B", BATCH_SIZE)
def dlog_var_times_B(mu, log_var, y):
    return with_dlog_var(mu, log_var, y, (0.5 - terms(mu, log_var, y)) * len(y))


@misconception("gaussian_nll_grad.batch_size_missing", BATCH_SIZE)
def batch_size_missing(mu, log_var, y):
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, y)
    return dmu * len(y), dlog_var * len(y)


@misconception(
    "gaussian_nll_grad.summed",
    "You add up over the examples: each of them has a derivative of its own.",
)
def summed_grads(mu, log_var, y):
    dmu, dlog_var = right.gaussian_nll_grad(mu, log_var, y)
    return float(dmu.sum()), float(dlog_var.sum())


@misconception(
    "gaussian_nll_grad.mu_changed",
    "Your function changes an array of its caller: -= works in place.",
)
def grad_mu_changed(mu, log_var, y):
    found = right.gaussian_nll_grad(mu, log_var, y)
    mu -= y
    return found
