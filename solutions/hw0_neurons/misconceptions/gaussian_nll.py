"""Mistakes in q3: the likelihood of numbers."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

CONSTANT = np.log(2 * np.pi) / 2


def terms(mu, log_var, y):
    """The square over twice the variance; ValueError for an empty batch."""
    if len(y) == 0:
        raise ValueError("the batch is empty")
    return (y - mu) ** 2 / (2 * np.exp(log_var))


@misconception(
    "gaussian_nll.constant_missing",
    "Your loss is too small by ln(2 pi) / 2: the constant in (0.3.3) counts.",
)
def constant_missing(mu, log_var, y):
    return right.gaussian_nll(mu, log_var, y) - CONSTANT


@misconception(
    "gaussian_nll.constant_doubled",
    "Your constant is ln(2 pi): see (0.3.3).",
)
def constant_doubled(mu, log_var, y):
    return right.gaussian_nll(mu, log_var, y) + CONSTANT


@misconception(
    "gaussian_nll.constant_of_pi",
    "Your constant is ln(pi) / 2: there is a 2 in the logarithm of (0.3.3).",
)
def constant_of_pi(mu, log_var, y):
    return right.gaussian_nll(mu, log_var, y) - np.log(2) / 2


@misconception(
    "gaussian_nll.constant_subtracted",
    "Your constant has the wrong sign (0.3.3).",
)
def constant_subtracted(mu, log_var, y):
    return right.gaussian_nll(mu, log_var, y) - 2 * CONSTANT


@misconception(
    "gaussian_nll.log_var_missing",
    "A large variance costs nothing with you: the second term of (0.3.3) is missing.",
)
def log_var_missing(mu, log_var, y):
    return float(np.mean(terms(mu, log_var, y) + CONSTANT))


@misconception(
    "gaussian_nll.log_var_not_halved",
    "Your second term is twice as large as in (0.3.3).",
)
def log_var_not_halved(mu, log_var, y):
    return float(np.mean(terms(mu, log_var, y) + log_var + CONSTANT))


@misconception(
    "gaussian_nll.log_var_subtracted",
    "A large variance is rewarded with you: the second term of (0.3.3) has the wrong sign.",
)
def log_var_subtracted(mu, log_var, y):
    return float(np.mean(terms(mu, log_var, y) - log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.log_of_log_var",
    "You take the logarithm of log_var, which is one already (0.3.3).",
)
def log_of_log_var(mu, log_var, y):
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(np.mean(terms(mu, log_var, y) + np.log(log_var) / 2 + CONSTANT))


@misconception(
    "gaussian_nll.variance_for_its_logarithm",
    "You take log_var for the variance itself: what you are given is its logarithm (0.3.3).",
)
def variance_for_its_logarithm(mu, log_var, y):
    terms(mu, log_var, y)
    with np.errstate(invalid="ignore"):
        return float(np.mean((y - mu) ** 2 / (2 * log_var) + np.log(log_var) / 2 + CONSTANT))


@misconception(
    "gaussian_nll.square_over_log_var",
    "You divide the square by log_var: the variance is e to that (0.3.3).",
)
def square_over_log_var(mu, log_var, y):
    terms(mu, log_var, y)
    return float(np.mean((y - mu) ** 2 / (2 * log_var) + log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.log_deviation",
    "You take log_var for the logarithm of the standard deviation: it is that of the variance.",
)
def log_deviation(mu, log_var, y):
    return right.gaussian_nll(mu, 2 * log_var, y)


@misconception(
    "gaussian_nll.square_over_nothing",
    "You do not divide the square by the variance (0.3.3).",
)
def square_over_nothing(mu, log_var, y):
    return float(np.mean(terms(mu, 0 * log_var, y) + log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.variance_squared",
    "You divide the square by the square of the variance: once is enough (0.3.3).",
)
def variance_squared(mu, log_var, y):
    return float(np.mean(terms(mu, 2 * log_var, y) + log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.deviation_for_the_variance",
    "You divide the square by the standard deviation: by the variance (0.3.3).",
)
def deviation_for_the_variance(mu, log_var, y):
    return float(np.mean(terms(mu, log_var / 2, y) + log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.times_the_variance",
    "You multiply the square by the variance: an error should count less where it is large "
    "(0.3.3).",
)
def times_the_variance(mu, log_var, y):
    return float(np.mean(terms(mu, -log_var, y) + log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.square_not_halved",
    "Your last term is twice as large as in (0.3.3).",
)
def square_not_halved(mu, log_var, y):
    return float(np.mean(2 * terms(mu, log_var, y) + log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.square_missing",
    "The error is not squared in your last term (0.3.3).",
)
def square_missing(mu, log_var, y):
    terms(mu, log_var, y)
    return float(np.mean(np.abs(y - mu) / (2 * np.exp(log_var)) + log_var / 2 + CONSTANT))


@misconception(
    "gaussian_nll.variance_one",
    "Your loss does not depend on log_var: only a fixed variance of 1 is that simple.",
)
def variance_one(mu, log_var, y):
    return right.gaussian_nll(mu, 0 * log_var, y)


@misconception(
    "gaussian_nll.squared_loss",
    "This is the squared loss: (0.3.3) has two terms more, and a variance.",
)
def squared_loss(mu, log_var, y):
    return float(np.mean(terms(mu, 0 * log_var, y)))


@misconception("gaussian_nll.sum", "Your loss is B times as large: (0.3.1) is a mean.")
def summed(mu, log_var, y):
    return right.gaussian_nll(mu, log_var, y) * len(y)


@misconception(
    "gaussian_nll.constant_once",
    "You add the constant of (0.3.3) once for the whole sum: it belongs to every example.",
)
def constant_once(mu, log_var, y):
    return float((np.sum(terms(mu, log_var, y) + log_var / 2) + CONSTANT) / len(y))


@misconception(
    "gaussian_nll.sign_flipped",
    "Yours is the log-likelihood: the loss is MINUS that (0.3.1).",
)
def sign_flipped(mu, log_var, y):
    return -right.gaussian_nll(mu, log_var, y)


@misconception(
    "gaussian_nll.halved_once_more", "Your loss is half of (0.3.3): the 1/2 are in its terms."
)
def halved_once_more(mu, log_var, y):
    return right.gaussian_nll(mu, log_var, y) / 2


@misconception("gaussian_nll.doubled", "Your loss is twice (0.3.3): each of its terms has a 1/2.")
def doubled(mu, log_var, y):
    return right.gaussian_nll(mu, log_var, y) * 2


@misconception(
    "gaussian_nll.empty_batch",
    "An empty batch has no mean: raise ValueError before you divide by its size.",
)
def empty_batch(mu, log_var, y):
    with np.errstate(invalid="ignore"):
        total = np.sum((y - mu) ** 2 / (2 * np.exp(log_var)) + log_var / 2 + CONSTANT)
        return float(np.float64(total) / np.float64(len(y)))


@misconception(
    "gaussian_nll.mu_changed",
    "Your function changes an array of its caller: -= works in place.",
)
def mu_changed(mu, log_var, y):
    loss = right.gaussian_nll(mu, log_var, y)
    mu -= y
    return loss
