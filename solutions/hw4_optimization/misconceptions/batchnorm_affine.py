"""Mistakes in q3: gamma and beta."""

from autograder.testing import misconception

from .. import solution as right

X_HAT = (
    "gamma and beta are not applied, the output is x_hat itself. They belong to the layer in "
    "training and in evaluation (BN 2)."
)


@misconception("batchnorm_forward.gamma_and_beta_ignored", X_HAT)
def x_hat(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, *rest = right.batchnorm_forward(*args)
    return (out - beta) / gamma, *rest


@misconception("batchnorm_forward.gamma_and_beta_ignored_in_evaluation", X_HAT)
def x_hat_later(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, *rest = right.batchnorm_forward(*args)
    return (out if train else (out - beta) / gamma), *rest


@misconception(
    "batchnorm_forward.gamma_ignored",
    "gamma is not applied: the output is x_hat + beta (BN 2).",
)
def no_gamma(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, *rest = right.batchnorm_forward(*args)
    return (out - beta) / gamma + beta, *rest


@misconception(
    "batchnorm_forward.beta_ignored",
    "beta is not applied: the output is gamma x_hat (BN 2).",
)
def no_beta(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, *rest = right.batchnorm_forward(*args)
    return out - beta, *rest


@misconception(
    "batchnorm_forward.shifts_before_scaling",
    "beta is added before gamma multiplies, so that it is multiplied as well (BN 2).",
)
def shift_first(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, *rest = right.batchnorm_forward(*args)
    return out - beta + gamma * beta, *rest


@misconception(
    "batchnorm_forward.beta_subtracted",
    "beta is subtracted. It is added (BN 2).",
)
def minus_beta(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, *rest = right.batchnorm_forward(*args)
    return out - 2 * beta, *rest


@misconception(
    "batchnorm_forward.gamma_divides",
    "x_hat is divided by gamma. It is multiplied (BN 2).",
)
def by_gamma(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    args = x, gamma, beta, running_mean, running_var, momentum, eps, train
    out, *rest = right.batchnorm_forward(*args)
    return (out - beta) / gamma**2 + beta, *rest
