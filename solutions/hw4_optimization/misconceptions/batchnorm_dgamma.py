"""Mistakes in q4: dgamma and dbeta."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

SUMS = "dgamma and dbeta are sums over the batch, not means: every example adds to them (BN 4)."


def x_hat(cache):
    return (cache["x"] - cache["mean"]) / np.sqrt(cache["var"] + cache["eps"])


@misconception("batchnorm_backward.dgamma_and_dbeta_averaged", SUMS)
def averaged(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx, dgamma / len(dout), dbeta / len(dout)


@misconception("batchnorm_backward.dgamma_averaged", SUMS)
def dgamma_averaged(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx, dgamma / len(dout), dbeta


@misconception("batchnorm_backward.dbeta_averaged", SUMS)
def dbeta_averaged(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx, dgamma, dbeta / len(dout)


@misconception(
    "batchnorm_backward.dgamma_and_dbeta_not_summed",
    "dgamma and dbeta have a row for each example. They have the shape of gamma and beta: sum "
    "over the batch (BN 4).",
)
def not_summed(dout, cache):
    return right.batchnorm_backward(dout, cache)[0], dout * x_hat(cache), dout


@misconception(
    "batchnorm_backward.dgamma_and_dbeta_summed_over_features",
    "dgamma and dbeta are summed over the features. There is one number for each feature: sum "
    "over the batch (BN 4).",
)
def over_features(dout, cache):
    return (
        right.batchnorm_backward(dout, cache)[0],
        (dout * x_hat(cache)).sum(axis=1),
        dout.sum(axis=1),
    )


@misconception(
    "batchnorm_backward.dgamma_with_x",
    "dgamma multiplies dout by x. In the forward pass gamma multiplies x_hat (BN 4).",
)
def with_x(dout, cache):
    dx, _, dbeta = right.batchnorm_backward(dout, cache)
    return dx, (dout * cache["x"]).sum(axis=0), dbeta


@misconception(
    "batchnorm_backward.dgamma_with_the_centred_x",
    "dgamma multiplies dout by x - mean. In the forward pass gamma multiplies x_hat, which is "
    "divided by the deviation, too (BN 4).",
)
def with_centred_x(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx, dgamma * np.sqrt(cache["var"] + cache["eps"]), dbeta


@misconception(
    "batchnorm_backward.dgamma_with_the_output_scale",
    "gamma itself is a factor of your dgamma: the derivative of gamma x_hat by gamma is x_hat "
    "alone (BN 4).",
)
def with_gamma(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx, dgamma * cache["gamma"], dbeta


@misconception(
    "batchnorm_backward.dgamma_with_dx",
    "dgamma multiplies x_hat by the gradient of x. It takes dout, the gradient that arrives "
    "at the output (BN 4).",
)
def with_dx(dout, cache):
    dx, _, dbeta = right.batchnorm_backward(dout, cache)
    return dx, (dx * x_hat(cache)).sum(axis=0), dbeta


@misconception(
    "batchnorm_backward.dbeta_times_gamma",
    "gamma is a factor of your dbeta: beta is added after gamma has multiplied (BN 4).",
)
def dbeta_times_gamma(dout, cache):
    dx, dgamma, dbeta = right.batchnorm_backward(dout, cache)
    return dx, dgamma, dbeta * cache["gamma"]
