"""Mistakes in q4: dx as a whole, and what happens to dout."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

IN_PLACE = (
    "Your function writes into the caller's arrays, as operators like *=, += and -= do. "
    "Make new ones."
)


@misconception(
    "batchnorm_backward.gamma_missing_in_dx",
    "gamma is missing in dx: the output is gamma x_hat + beta (BN 4).",
)
def no_gamma(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx / cache["gamma"], dgamma, dbeta


@misconception(
    "batchnorm_backward.gamma_squared_in_dx",
    "gamma is a factor of dx twice (BN 4).",
)
def gamma_twice(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx * cache["gamma"], dgamma, dbeta


@misconception(
    "batchnorm_backward.division_by_the_deviation_missing",
    "dx has the size of the gradient of x_hat: the division by sqrt(var + eps) is missing (BN 6).",
)
def no_deviation(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    std = np.sqrt(cache["var"] + cache["eps"])
    return dx * std, dgamma, dbeta


@misconception(
    "batchnorm_backward.deviation_multiplied",
    "dx is multiplied by sqrt(var + eps), where it is to be divided (BN 6).",
)
def times_deviation(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    std = np.sqrt(cache["var"] + cache["eps"])
    return dx * std**2, dgamma, dbeta


@misconception(
    "batchnorm_backward.divided_by_the_variance",
    "dx is divided by var + eps: the root is missing (BN 6).",
)
def by_variance(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    std = np.sqrt(cache["var"] + cache["eps"])
    return dx / std, dgamma, dbeta


@misconception(
    "batchnorm_backward.no_eps",
    "eps is missing in dx: it divides by sqrt(var + eps), as the forward pass does (BN 6).",
)
def no_eps(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    std = np.sqrt(cache["var"] + cache["eps"])
    return dx * std / np.sqrt(cache["var"]), dgamma, dbeta


@misconception(
    "batchnorm_backward.eps_outside_the_root",
    "dx divides by sqrt(var) + eps: eps stands under the root, as in the forward pass (BN 6).",
)
def eps_outside(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    std = np.sqrt(cache["var"] + cache["eps"])
    return dx * std / (np.sqrt(cache["var"]) + cache["eps"]), dgamma, dbeta


@misconception(
    "batchnorm_backward.dx_times_the_batch_size",
    "dx is B times too large (BN 6).",
)
def times_batch(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx * (len(dout) if cache["train"] else 1), dgamma, dbeta


@misconception(
    "batchnorm_backward.dx_over_the_batch_size",
    "dx is B times too small: dout is the gradient of each output already, nothing is "
    "averaged (BN 6).",
)
def over_batch(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx / (len(dout) if cache["train"] else 1), dgamma, dbeta


@misconception(
    "batchnorm_backward.dx_of_the_wrong_sign",
    "dx has the wrong sign (BN 6).",
)
def minus(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return -dx, dgamma, dbeta


@misconception("batchnorm_backward.changes_dout_in_place", IN_PLACE)
def changes_dout(dout, cache):
    result = right.batchnorm_backward(dout.copy(), cache)
    dout[...] = dout * cache["gamma"]
    return result
