"""Mistakes in q3: the running statistics, and what train=False means."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

EVALUATION = (
    "With train=False the running statistics take the place of the batch: the output is normalised "
    "by them, and they stay as they are."
)
STANDARD_DEVIATION = "running_var takes up a standard deviation. It is a variance (BN 3)."
IN_PLACE = (
    "Your function writes into the caller's arrays, as operators like *=, += and -= do. "
    "Make new ones."
)


@misconception(
    "batchnorm_forward.stores_the_biased_variance",
    "running_var takes up the variance divided by B. The one that is stored is divided by B - "
    "1 (BN 3).",
)
def biased(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, mean, var = right.batchnorm_forward(*args)
    new = (1 - momentum) * running_var + momentum * x.var(axis=0)
    return out, cache, mean, new if train else var


@misconception("batchnorm_forward.stores_the_deviation", STANDARD_DEVIATION)
def std(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, mean, var = right.batchnorm_forward(*args)
    new = (1 - momentum) * running_var + momentum * x.std(axis=0)
    return out, cache, mean, new if train else var


@misconception("batchnorm_forward.stores_the_unbiased_deviation", STANDARD_DEVIATION)
def unbiased_std(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, mean, var = right.batchnorm_forward(*args)
    new = (1 - momentum) * running_var + momentum * np.sqrt(
        x.var(axis=0) * len(x) / max(len(x) - 1, 1)
    )
    return out, cache, mean, new if train else var


@misconception(
    "batchnorm_forward.momentum_on_the_old_statistics",
    "Your running statistics keep the share momentum of their old value. momentum is the "
    "share of the new batch (BN 3).",
)
def other_share(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var
    return right.batchnorm_forward(*args, 1 - momentum, eps, train)


@misconception(
    "batchnorm_forward.running_statistics_never_fade",
    "The running statistics only grow: their old value has to be multiplied by 1 - momentum "
    "(BN 3).",
)
def no_fading(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, mean, var = right.batchnorm_forward(*args)
    share = momentum * train
    return out, cache, mean + share * running_mean, var + share * running_var


@misconception(
    "batchnorm_forward.new_statistics_added_whole",
    "The statistics of the batch are added whole to the running ones: they enter with the "
    "share momentum (BN 3).",
)
def whole_batch(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, mean, var = right.batchnorm_forward(*args)
    last_mean, last_var = right.batchnorm_forward(*args[:5], 1.0, eps, train)[2:]
    share = (1 - momentum) * train
    return out, cache, mean + share * last_mean, var + share * last_var


@misconception(
    "batchnorm_forward.running_statistics_of_the_last_batch",
    "The running statistics are those of the last batch: momentum is not used (BN 3).",
)
def last_batch(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var
    return right.batchnorm_forward(*args, 1.0, eps, train)


@misconception(
    "batchnorm_forward.momentum_always_the_default",
    "The argument momentum is not used: the running statistics move by a tenth whatever is asked "
    "for.",
)
def fixed_share(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var
    return right.batchnorm_forward(*args, 0.1, eps, train)


@misconception(
    "batchnorm_forward.running_statistics_not_updated",
    "In training the running statistics come back as they were: they have to be updated (BN 3).",
)
def no_update(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, *_ = right.batchnorm_forward(*args)
    return out, cache, running_mean, running_var


# --- evaluation ---
@misconception("batchnorm_forward.running_statistics_updated_in_evaluation", EVALUATION)
def updated_in_evaluation(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True
):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, mean, var = right.batchnorm_forward(*args)
    if len(x) > 1:
        mean, var = right.batchnorm_forward(*args[:-1], True)[2:]
    return out, cache, mean, var


@misconception("batchnorm_forward.batch_statistics_in_evaluation", EVALUATION)
def batch_in_evaluation(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True
):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, mean, var = right.batchnorm_forward(*args)
    if len(x) > 1:
        out, cache, *_ = right.batchnorm_forward(*args[:-1], True)
    return out, cache | {"train": train}, mean, var


@misconception("batchnorm_forward.batch_statistics_of_one_example_in_evaluation", EVALUATION)
def always_batch_in_evaluation(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True
):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    _, cache, mean, var = right.batchnorm_forward(*args)
    cache |= {"mean": np.mean(x, axis=0), "var": np.var(x, axis=0)}
    return gamma * right._normalised(cache) + beta, cache, mean, var


@misconception("batchnorm_forward.train_ignored", EVALUATION)
def always_training(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var
    return right.batchnorm_forward(*args, momentum, eps, len(x) > 1)


# --- arguments ---
@misconception("batchnorm_forward.changes_x_in_place", IN_PLACE)
def changes_x(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    result = right.batchnorm_forward(x.copy(), *args[1:])
    x[...] = x - x.mean(axis=0)
    return result


@misconception("batchnorm_forward.changes_the_running_statistics_in_place", IN_PLACE)
def changes_running(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, cache, running_mean[...], running_var[...] = right.batchnorm_forward(*args)
    return out, cache, running_mean, running_var
