"""Mistakes in q2: the step of the weights. The moments are right."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

IN_PLACE = (
    "Your function writes into the caller's arrays, as operators like *=, += and -= do. "
    "Make new ones."
)


@misconception(
    "adam_step.no_root",
    "The step divides by v_hat itself: the square root is missing, so a gradient ten times as "
    "large makes a step ten times as small (Adam 4).",
)
def no_root(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps), m, v


@misconception(
    "adam_step.no_division_by_v",
    "w moves by m_hat alone: the division by the root of v_hat is missing (Adam 4).",
)
def no_division(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta1**t), m, v


@misconception(
    "adam_step.eps_before_the_correction",
    "eps is added to the root of v, before the bias correction, and is scaled by it. It is "
    "added to the root of v_hat (Adam 4).",
)
def eps_first(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    eps = eps / np.sqrt(1 - beta2**t)
    return right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.eps_inside_the_root",
    "eps stands under the root with v_hat. It is added after the root is taken (Adam 4).",
)
def eps_inside(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(
    "adam_step.no_eps",
    "eps is missing in the denominator: it limits the step where gradients are tiny and keeps "
    "0/0 away (Adam 4).",
)
def no_eps(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    with np.errstate(all="ignore"):
        return right.adam_step(w, grad, m, v, t, lr, beta1, beta2, 0.0)


@misconception(
    "adam_step.eps_always_the_default",
    "The argument eps is not used: the step has 1e-8 whatever is asked for.",
)
def fixed_eps(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(w, grad, m, v, t, lr, beta1, beta2)


@misconception(
    "adam_step.climbs",
    "The step goes up the slope: it is subtracted from w (Adam 4).",
)
def climbs(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return 2 * w - new_w, m, v


@misconception(
    "adam_step.moves_by_the_gradient",
    "The numerator of your step is the gradient, as in RMSProp. In Adam it is m_hat (Adam 4).",
)
def rmsprop(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * grad / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "adam_step.nesterov",
    "The numerator of your step looks one step ahead, as in NAdam. In Adam it is m_hat (Adam 4).",
)
def nesterov(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    ahead = beta1 * m + (1 - beta1) * grad
    return w - lr * ahead / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "adam_step.moves_by_the_old_moments",
    "The step uses m and v from before the update: they are updated first (Adam 4).",
)
def old_moments(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    moments = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)[1:]
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - lr * step, *moments


@misconception(
    "adam_step.no_learning_rate",
    "The learning rate is missing in the step (Adam 4).",
)
def no_rate(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "adam_step.learning_rate_falls_with_t",
    "Your learning rate is divided by the root of t, as in the analysis of the paper. Here lr "
    "is used as it is given (Adam 4).",
)
def falling_rate(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(w, grad, m, v, t, lr / np.sqrt(t), beta1, beta2, eps)


@misconception(
    "adam_step.decoupled_weight_decay",
    "The weights shrink besides the step, as in AdamW. Here there is no weight decay (Adam 4).",
)
def adamw(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return new_w - lr * 0.01 * w, m, v


@misconception("adam_step.changes_the_moments_in_place", IN_PLACE)
def changes_moments(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, m[...], v[...] = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return new_w, m, v


@misconception("adam_step.changes_the_weights_in_place", IN_PLACE)
def changes_w(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w[...], m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w, m, v
