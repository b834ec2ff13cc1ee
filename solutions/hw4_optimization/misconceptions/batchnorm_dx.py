"""Mistakes in q4: dx and its three parts, direct, through the mean, and through the variance."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def parts(dout, cache):
    """dx in three parts, direct and through mean and variance; std, dgamma and dbeta."""
    std = np.sqrt(cache["var"] + cache["eps"])
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    direct = cache["gamma"] * dout / std
    through_mean = -direct.mean(axis=0) * cache["train"]
    return direct, through_mean, dx - direct - through_mean, std, dgamma, dbeta


@misconception(
    "batchnorm_backward.statistics_taken_for_constants",
    "In training dx has to add up to 0 over the batch: mean and variance depend on x, too (BN 5).",
)
def constants(dout, cache):
    return right.batchnorm_backward(dout, cache | {"train": False})


@misconception(
    "batchnorm_backward.no_gradient_through_the_variance",
    "The gradient through the variance is missing: in training dx is also orthogonal to x_hat "
    "(BN 5).",
)
def no_variance(dout, cache):
    direct, mean, _, _, *sums = parts(dout, cache)
    return direct + mean, *sums


@misconception(
    "batchnorm_backward.no_gradient_through_the_mean",
    "The gradient through the mean is missing: in training dx has to add up to 0 over the "
    "batch (BN 5).",
)
def no_mean(dout, cache):
    direct, _, var, _, *sums = parts(dout, cache)
    return direct + var, *sums


@misconception(
    "batchnorm_backward.gradient_through_the_variance_doubled",
    "The gradient through the variance is twice as large as it should be: d(1/sqrt(u))/du "
    "brings a half (BN 5).",
)
def twice(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + mean + 2 * var, *sums


@misconception(
    "batchnorm_backward.gradient_through_the_variance_halved",
    "The gradient through the variance is half of what it should be: the square in it brings "
    "a 2 (BN 6).",
)
def half(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + mean + var / 2, *sums


@misconception(
    "batchnorm_backward.gradient_through_the_variance_unbiased",
    "The gradient through the variance is divided by B - 1. The variance that normalises x is "
    "divided by B (BN 6).",
)
def unbiased(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + mean + var * len(dout) / (len(dout) - 1), *sums


@misconception(
    "batchnorm_backward.gradient_through_the_variance_added",
    "The gradient through the variance has the wrong sign: a larger variance makes the output "
    "smaller (BN 5).",
)
def plus_variance(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + mean - var, *sums


@misconception(
    "batchnorm_backward.gradient_through_the_mean_added",
    "The gradient through the mean has the wrong sign: the mean is subtracted from x (BN 5).",
)
def plus_mean(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct - mean + var, *sums


@misconception(
    "batchnorm_backward.sums_in_place_of_means",
    "The two parts that are taken away from the gradient are sums over the batch; they are "
    "means (BN 6).",
)
def sums(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + len(dout) * (mean + var), *sums


@misconception(
    "batchnorm_backward.gradient_through_the_variance_summed",
    "In the part of dx that goes through the variance the 1/B is missing: the variance is a mean "
    "(BN 6).",
)
def sum_of_squares(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + mean + len(dout) * var, *sums


@misconception(
    "batchnorm_backward.gradient_through_the_mean_summed",
    "In the part of dx that goes through the mean the 1/B is missing: it is a mean of the batch "
    "(BN 6).",
)
def sum_for_mean(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + len(dout) * mean + var, *sums


@misconception(
    "batchnorm_backward.gradient_through_the_variance_by_the_root",
    "The part of dx that goes through the variance is divided by sqrt(var + eps) once too often: "
    "the derivative of 1/sqrt(u) is -1/(2 u sqrt(u)), and x - mean, not x_hat, is at it (BN 5).",
)
def once_more(dout, cache):
    direct, mean, var, std, *sums = parts(dout, cache)
    return direct + mean + var / std, *sums


@misconception(
    "batchnorm_backward.centred_x_in_place_of_x_hat",
    "In the part of dx that goes through the variance stands x - mean where x_hat belongs (BN 5).",
)
def centred(dout, cache):
    direct, mean, var, std, *sums = parts(dout, cache)
    return direct + mean + var * std, *sums


@misconception(
    "batchnorm_backward.gamma_in_the_direct_part_only",
    "In dx only the direct part has the factor gamma; the parts through mean and variance "
    "need it as well (BN 4).",
)
def gamma_once(dout, cache):
    direct, mean, var, _, *sums = parts(dout, cache)
    return direct + (mean + var) / cache["gamma"], *sums


@misconception(
    "batchnorm_backward.means_over_the_features",
    "The two means in dx run over the features of an example. They run over the batch (BN 6).",
)
def other_axis(dout, cache):
    std = np.sqrt(cache["var"] + cache["eps"])
    if not cache["train"]:
        return right.batchnorm_backward(dout, cache)
    x_hat, dx_hat = (cache["x"] - cache["mean"]) / std, dout * cache["gamma"]
    means = [a.mean(axis=1, keepdims=True) for a in (dx_hat, dx_hat * x_hat)]
    return (dx_hat - means[0] - x_hat * means[1]) / std, *right.batchnorm_backward(dout, cache)[1:]


@misconception(
    "batchnorm_backward.training_formula_in_evaluation",
    "In evaluation mean and variance are constants: no gradient goes through them.",
)
def always_training(dout, cache):
    return right.batchnorm_backward(dout, cache | {"train": True})


@misconception(
    "batchnorm_backward.gradient_of_the_variance_summed_to_a_number",
    "The gradient of the variance is one number: you sum it over the features, too. Each feature "
    "has a variance of its own: sum over the batch, axis 0 (BN 5).",
)
def variance_summed(dout, cache):
    direct, mean, _, std, *sums = parts(dout, cache)
    centred = cache["x"] - cache["mean"]
    dvar = np.sum(-0.5 * cache["gamma"] * dout * centred / std**3) * cache["train"]
    return direct + mean + dvar * 2 * (centred - centred.mean(axis=0)) / len(dout), *sums


@misconception(
    "batchnorm_backward.unrolled_formula_in_evaluation",
    "In evaluation mean and variance are constants: no gradient goes through them.",
)
def always_unrolled(dout, cache):
    *_, std, dgamma, dbeta = parts(dout, cache)
    dx_hat, centred = cache["gamma"] * dout, cache["x"] - cache["mean"]
    dvar = np.sum(-0.5 * dx_hat * centred / std**3, axis=0)
    dmean = -np.sum(dx_hat / std, axis=0) - 2 * dvar * centred.mean(axis=0)
    return dx_hat / std + (2 * dvar * centred + dmean) / len(dout), dgamma, dbeta
