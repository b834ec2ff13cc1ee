"""Mistakes in q3: by what x is normalised. The cache holds what the forward pass used."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def normalised_by(mean, var, x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """The result where x is normalised by these statistics; the running ones are as they should."""
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    *_, new_mean, new_var = right.batchnorm_forward(*args)
    out, cache, *_ = right.batchnorm_forward(x, gamma, beta, mean, var, momentum, eps, train=False)
    return out, cache | {"train": train}, new_mean, new_var


@misconception(
    "batchnorm_forward.normalises_with_the_unbiased_variance",
    "x is normalised with the variance divided by B - 1. That one goes into running_var; "
    "normalising divides by B (BN 1).",
)
def unbiased(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(x.mean(axis=0), x.var(axis=0, ddof=1), *args)


@misconception(
    "batchnorm_forward.divides_by_the_variance",
    "x is divided by its variance: the root is missing (BN 2).",
)
def by_variance(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(x.mean(axis=0), (x.var(axis=0) + eps) ** 2 - eps, *args)


@misconception(
    "batchnorm_forward.running_var_taken_for_a_deviation",
    "In evaluation x is divided by running_var itself: the root is missing (BN 2).",
)
def by_running_var(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if train:
        return right.batchnorm_forward(*args)
    return normalised_by(running_mean, (running_var + eps) ** 2 - eps, *args)


@misconception(
    "batchnorm_forward.mean_not_subtracted",
    "x is scaled but not centred: subtract the mean before you divide (BN 2).",
)
def no_mean(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(0.0, x.var(axis=0), *args)


@misconception(
    "batchnorm_forward.centres_only",
    "x is centred but keeps its deviation: the division by the root of the variance is "
    "missing (BN 2).",
)
def only_mean(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(x.mean(axis=0), 1 - eps, *args)


@misconception(
    "batchnorm_forward.scales_by_the_range",
    "x is divided by its range. It is divided by the root of variance plus eps (BN 2).",
)
def by_range(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(x.mean(axis=0), np.ptp(x, axis=0) ** 2, *args)


@misconception(
    "batchnorm_forward.mean_of_squares_for_the_variance",
    "Your variance is the mean of x^2: the deviations from the mean are squared (BN 1).",
)
def raw_moment(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(x.mean(axis=0), (x**2).mean(axis=0), *args)


@misconception(
    "batchnorm_forward.normalises_each_example",
    "Mean and variance run over the features of one example (layer normalisation). Here they "
    "run over the batch, one for each feature (BN 1).",
)
def layer_norm(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True), *args)


ONE_MEAN = (
    "There is one mean and one variance for the whole batch. Every feature has its own (BN 1)."
)


@misconception("batchnorm_forward.one_mean_for_all_features", ONE_MEAN)
def one_mean(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(x.mean(), x.var(), *args)


@misconception("batchnorm_forward.one_running_mean_for_all_features", ONE_MEAN)
def one_running_mean(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    out, cache, *_ = normalised_by(x.mean(), x.var(), *args)
    mean = (1 - momentum) * running_mean + momentum * x.mean()
    unbiased = x.var() * len(x) / (len(x) - 1)
    return out, cache, mean, (1 - momentum) * running_var + momentum * unbiased


@misconception(
    "batchnorm_forward.running_statistics_in_training",
    "With train=True your output is normalised by the running statistics. In training it is "
    "the statistics of the batch (BN 1).",
)
def running_too_early(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True
):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(running_mean, running_var, *args)


@misconception(
    "batchnorm_forward.updated_running_statistics_in_training",
    "In training x is normalised by the updated running statistics. It is normalised by the "
    "statistics of this batch alone (BN 1).",
)
def updated_running(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    if not train:
        return right.batchnorm_forward(*args)
    return normalised_by(*right.batchnorm_forward(*args)[2:], *args)


# --- eps ---
@misconception(
    "batchnorm_forward.eps_outside_the_root",
    "eps is added to the standard deviation. It is added to the variance, under the root (BN 2).",
)
def eps_outside(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    std = np.sqrt(right.batchnorm_forward(*args)[1]["var"]) + eps
    return normalised_by(right.batchnorm_forward(*args)[1]["mean"], std**2 - eps, *args)


@misconception(
    "batchnorm_forward.no_eps",
    "eps is missing: where a feature hardly varies, x_hat grows without bound (BN 2).",
)
def no_eps(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var
    with np.errstate(all="ignore"):
        return right.batchnorm_forward(*args, momentum, 0.0, train)


@misconception(
    "batchnorm_forward.eps_always_the_default",
    "The argument eps is not used: x is normalised with 1e-5 whatever is asked for.",
)
def fixed_eps(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var
    return right.batchnorm_forward(*args, momentum, 1e-5, train)
