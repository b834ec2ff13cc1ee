"""Mistakes in q3 and q4: means along the wrong axis. They raise unless there are B = d examples."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def with_statistics(
    mean_axis, var_axis, x, gamma, beta, running_mean, running_var, momentum, eps, train
):
    """The result where mean and variance are taken along these axes, and all follows from them."""
    args = x, gamma, beta, running_mean, running_var, momentum, eps
    if not train:
        return right.batchnorm_forward(*args, train)
    mean, var, num_examples = x.mean(axis=mean_axis), x.var(axis=var_axis), len(x)
    out, cache, *_ = right.batchnorm_forward(x, gamma, beta, mean, var, momentum, eps, train=False)
    running_mean = (1 - momentum) * running_mean + momentum * mean
    unbiased = var * num_examples / (num_examples - 1)
    running_var = (1 - momentum) * running_var + momentum * unbiased
    return out, cache | {"train": True}, running_mean, running_var


@misconception(
    "batchnorm_forward.statistics_along_axis_1",
    "Mean and variance are taken along axis 1, over the features of an example. They run over the "
    "batch, axis 0, one for each feature (BN 1).",
)
def both(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    return with_statistics(1, 1, x, gamma, beta, running_mean, running_var, momentum, eps, train)


@misconception(
    "batchnorm_forward.mean_along_axis_1",
    "The mean is taken along axis 1, over the features of an example. It runs over the batch, axis "
    "0, one for each feature (BN 1).",
)
def mean(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    return with_statistics(1, 0, x, gamma, beta, running_mean, running_var, momentum, eps, train)


@misconception(
    "batchnorm_forward.variance_along_axis_1",
    "The variance is taken along axis 1, over the features of an example. It runs over the batch, "
    "axis 0, one for each feature (BN 1).",
)
def variance(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    return with_statistics(0, 1, x, gamma, beta, running_mean, running_var, momentum, eps, train)


def with_means(direct_axis, product_axis, dout, cache):
    """The result where the two means in dx are taken along these axes."""
    dx, *sums = right.batchnorm_backward(dout, cache)
    if cache["train"]:
        std = np.sqrt(cache["var"] + cache["eps"])
        x_hat, dx_hat = (cache["x"] - cache["mean"]) / std, dout * cache["gamma"]
        product = (dx_hat * x_hat).mean(axis=product_axis)
        dx = (dx_hat - dx_hat.mean(axis=direct_axis) - x_hat * product) / std
    return dx, *sums


@misconception(
    "batchnorm_backward.means_along_axis_1",
    "The two means in dx are taken along axis 1, over the features of an example. They run over "
    "the batch, axis 0, one for each feature (BN 6).",
)
def both_means(dout, cache):
    return with_means(1, 1, dout, cache)


@misconception(
    "batchnorm_backward.mean_of_the_gradient_along_axis_1",
    "In dx the mean of the gradient is taken along axis 1, over the features of an example. It "
    "runs over the batch, axis 0, one for each feature (BN 6).",
)
def direct_mean(dout, cache):
    return with_means(1, 0, dout, cache)


@misconception(
    "batchnorm_backward.mean_of_the_product_along_axis_1",
    "In dx the mean of the gradient times x_hat is taken along axis 1, over the features of an "
    "example. It runs over the batch, axis 0, one for each feature (BN 6).",
)
def product_mean(dout, cache):
    return with_means(0, 1, dout, cache)
