"""Mistakes in q3: the gradient of the likelihood of yes and no."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


@misconception(
    "bernoulli_nll_grad.batch_size_missing",
    "Your gradient is B times as large: the loss is a mean.",
)
def batch_size_missing(z, y):
    return right.bernoulli_nll_grad(z, y) * len(y)


@misconception(
    "bernoulli_nll_grad.batch_size_twice",
    "You divide by B twice.",
)
def batch_size_twice(z, y):
    return right.bernoulli_nll_grad(z, y) / len(y)


@misconception(
    "bernoulli_nll_grad.sign_flipped",
    "Your gradient points the other way: a step against it must raise the logit of a label 1.",
)
def grad_sign_flipped(z, y):
    return -right.bernoulli_nll_grad(z, y)


@misconception(
    "bernoulli_nll_grad.label_ignored",
    "Your gradient does not depend on the labels: differentiate both terms of (0.3.2).",
)
def grad_label_ignored(z, y):
    return right.bernoulli_nll_grad(z, np.zeros(len(y)))


@misconception(
    "bernoulli_nll_grad.slope_of_the_sigmoid",
    "You multiply by the slope of the sigmoid once more: it cancels in the derivative of (0.3.2) "
    "in z.",
)
def slope_of_the_sigmoid(z, y):
    p = sigmoid(z)
    return right.bernoulli_nll_grad(z, y) * p * (1 - p)


@misconception(
    "bernoulli_nll_grad.slope_of_the_sigmoid_alone",
    "This is the slope of the sigmoid: the derivative of (0.3.2) is asked for.",
)
def slope_alone(z, y):
    p = sigmoid(z)
    return p * (1 - p) / len(y)


@misconception(
    "bernoulli_nll_grad.in_the_probability",
    "This is the derivative in the probability: the one in the logit z is asked for.",
)
def in_the_probability(z, y):
    p = sigmoid(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (p - y) / (p * (1 - p)) / len(y)


@misconception(
    "bernoulli_nll_grad.logit_for_the_probability",
    "You subtract the label from the logit: from what would you have to subtract it?",
)
def logit_for_the_probability(z, y):
    return (z - np.asarray(y)) / len(y)


@misconception(
    "bernoulli_nll_grad.labels_swapped",
    "Your gradient is that of the other label: sigmoid(z) is the probability of y = 1.",
)
def grad_labels_swapped(z, y):
    return right.bernoulli_nll_grad(z, 1 - y)


@misconception(
    "bernoulli_nll_grad.sigmoid_mirrored",
    "Your sigmoid falls: it belongs to -z.",
)
def sigmoid_mirrored(z, y):
    return (sigmoid(-z) - y) / len(y)


@misconception(
    "bernoulli_nll_grad.halved",
    "Your gradient is half, or twice, of what it should be: (0.3.2) has no factor 1/2, and no 2.",
)
def grad_halved(z, y):
    return right.bernoulli_nll_grad(z, y) / 2


@misconception(
    "bernoulli_nll_grad.doubled",
    "Your gradient is half, or twice, of what it should be: (0.3.2) has no factor 1/2, and no 2.",
)
def grad_doubled(z, y):
    return right.bernoulli_nll_grad(z, y) * 2


@misconception(
    "bernoulli_nll_grad.mean",
    "You return one number: every logit has a derivative of its own.",
)
def grad_mean(z, y):
    return float(right.bernoulli_nll_grad(z, y).sum())


@misconception(
    "bernoulli_nll_grad.hard_labels",
    "You use the predicted label in place of the probability.",
)
def hard_labels(z, y):
    return ((np.asarray(z) > 0) - np.asarray(y, dtype=float)) / len(y)


@misconception(
    "bernoulli_nll_grad.power_overflows",
    "Your sigmoid is inf / inf for large logits: divide numerator and denominator by the power "
    "that "
    "overflows.",
)
def grad_power_overflows(z, y):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(np.asarray(z, dtype=float))
        return (e / (1 + e) - y) / len(y)


@misconception(
    "bernoulli_nll_grad.z_changed",
    "Your function changes the logits of its caller: -= and *= work in place.",
)
def grad_z_changed(z, y):
    grad = right.bernoulli_nll_grad(z, y)
    z -= y
    return grad
