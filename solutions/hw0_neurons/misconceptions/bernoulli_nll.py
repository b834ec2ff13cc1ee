"""Mistakes in q3: the likelihood of yes and no."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

SATURATED = (
    "Your loss cannot grow beyond a certain number, because a small constant keeps the probability "
    "away from 0. Combine logarithm and sigmoid on paper instead, as (0.3.2) does."
)
OVERFLOW = (
    "Your loss is inf or nan for large logits: rewrite (0.3.2) so that no power of e overflows and "
    "no logarithm is taken of 0."
)


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def mean(losses):
    """Their mean; ValueError for none."""
    if len(losses) == 0:
        raise ValueError("the batch is empty")
    return float(np.mean(losses))


def of_probability(p, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        return mean(-(y * np.log(p) + (1 - y) * np.log(1 - p)))


@misconception(
    "bernoulli_nll.sign_flipped",
    "Your loss is negative: it is MINUS the logarithm of a probability (0.3.1).",
)
def sign_flipped(z, y):
    return -right.bernoulli_nll(z, y)


@misconception("bernoulli_nll.sum", "Your loss is B times as large: (0.3.1) is a mean.")
def summed(z, y):
    return right.bernoulli_nll(z, y) * len(y)


@misconception(
    "bernoulli_nll.log_of_base_2",
    "Your loss is divided by ln 2: the logarithm is the natural one.",
)
def log_of_base_2(z, y):
    return right.bernoulli_nll(z, y) / np.log(2)


@misconception(
    "bernoulli_nll.log_of_base_10",
    "Your loss is divided by ln 10: the logarithm is the natural one.",
)
def log_of_base_10(z, y):
    return right.bernoulli_nll(z, y) / np.log(10)


@misconception(
    "bernoulli_nll.halved", "Your loss is half of what it should be: (0.3.2) has no 1/2."
)
def halved(z, y):
    return right.bernoulli_nll(z, y) / 2


@misconception(
    "bernoulli_nll.labels_swapped",
    "Your loss is that of the other label: sigmoid(z) is the probability of y = 1.",
)
def labels_swapped(z, y):
    return right.bernoulli_nll(z, 1 - y)


@misconception(
    "bernoulli_nll.ones_alone",
    "Labels 0 cost nothing with you: they are given the probability 1 - sigmoid(z) (0.3.2).",
)
def ones_alone(z, y):
    return mean(y * np.logaddexp(0, -z))


@misconception(
    "bernoulli_nll.zeros_alone",
    "Labels 1 cost nothing with you: both terms of (0.3.2) are needed.",
)
def zeros_alone(z, y):
    return mean((1 - y) * np.logaddexp(0, z))


@misconception(
    "bernoulli_nll.label_ignored",
    "Your loss does not depend on the labels: the last term of (0.3.2) is missing.",
)
def label_ignored(z, y):
    return mean(np.logaddexp(0, z) + 0 * y)


@misconception(
    "bernoulli_nll.label_term_added",
    "The last term of (0.3.2) has the wrong sign: a large logit must be cheap for the label 1.",
)
def label_term_added(z, y):
    return mean(np.logaddexp(0, z) + y * z)


@misconception(
    "bernoulli_nll.labels_of_plus_and_minus_one",
    "You use the formula for labels -1 and +1: here they are 0 and 1 (0.3.2).",
)
def labels_of_plus_and_minus_one(z, y):
    return mean(np.logaddexp(0, -np.asarray(y) * z))


@misconception(
    "bernoulli_nll.sigmoid_twice",
    "You take the sigmoid of a sigmoid: z is a logit, and the sigmoid is in (0.3.2) already.",
)
def sigmoid_twice(z, y):
    return right.bernoulli_nll(sigmoid(z), y)


@misconception(
    "bernoulli_nll.logarithm_missing",
    "You average probabilities, without their logarithm (0.3.1).",
)
def logarithm_missing(z, y):
    p = sigmoid(z)
    return mean(-(y * p + (1 - y) * (1 - p)))


@misconception(
    "bernoulli_nll.wrong_probability",
    "You average the probabilities of the wrong label: the loss is minus the logarithm of that of "
    "the right one.",
)
def wrong_probability(z, y):
    return mean(np.abs(y - sigmoid(z)))


@misconception(
    "bernoulli_nll.squared_error",
    "This is a squared error of the probability: (0.3.2) is minus the logarithm of a probability.",
)
def squared_error(z, y):
    return mean((sigmoid(z) - y) ** 2)


@misconception(
    "bernoulli_nll.share_of_mistakes",
    "You count the labels that are read wrong. The loss also says how sure the network was "
    "(0.3.2).",
)
def share_of_mistakes(z, y):
    return mean((np.asarray(z) > 0) != (np.asarray(y) == 1))


@misconception(
    "bernoulli_nll.log_of_the_mean",
    "You take the logarithm of the mean probability: (0.3.1) is the mean of the logarithms.",
)
def log_of_the_mean(z, y):
    p = sigmoid(z)
    return -np.log(mean(np.where(np.asarray(y) == 1, p, 1 - p)))


@misconception("bernoulli_nll.log_of_zero", OVERFLOW)
def log_of_zero(z, y):
    return of_probability(sigmoid(z), y)


@misconception("bernoulli_nll.power_overflows", OVERFLOW)
def power_overflows(z, y):
    with np.errstate(over="ignore", invalid="ignore"):
        return mean(np.log(1 + np.exp(np.asarray(z, dtype=float))) - y * z)


@misconception("bernoulli_nll.clipped_at_1e-7", SATURATED)
def clipped_7(z, y):
    return of_probability(np.clip(sigmoid(z), 1e-7, 1 - 1e-7), y)


@misconception("bernoulli_nll.clipped_at_1e-12", SATURATED)
def clipped_12(z, y):
    return of_probability(np.clip(sigmoid(z), 1e-12, 1 - 1e-12), y)


@misconception("bernoulli_nll.clipped_at_1e-15", SATURATED)
def clipped_15(z, y):
    return of_probability(np.clip(sigmoid(z), 1e-15, 1 - 1e-15), y)


@misconception("bernoulli_nll.plus_1e-12", SATURATED)
def plus_12(z, y):
    p = sigmoid(z)
    return mean(-(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)))


@misconception("bernoulli_nll.plus_1e-8", SATURATED)
def plus_8(z, y):
    p = sigmoid(z)
    return mean(-(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8)))


@misconception("bernoulli_nll.logits_clipped", SATURATED)
def logits_clipped(z, y):
    return right.bernoulli_nll(np.clip(z, -500, 500), y)


@misconception(
    "bernoulli_nll.empty_batch",
    "An empty batch has no mean: raise ValueError before you divide by its size.",
)
def empty_batch(z, y):
    with np.errstate(invalid="ignore"):
        return float(np.float64(np.sum(np.logaddexp(0.0, z) - y * z)) / np.float64(len(y)))


@misconception(
    "bernoulli_nll.z_changed",
    "Your function changes the logits of its caller: -= and *= work in place.",
)
def z_changed(z, y):
    loss = right.bernoulli_nll(z, y)
    z *= -1
    return loss
