"""Mistakes in q2: the two moving averages. Wrong ones also move w."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

WRONG_BETA = (
    "The moving averages use the wrong beta: beta1 belongs to m (Adam 1), beta2 to v (Adam 2)."
)


def move(w, m, v, t, lr, beta1, beta2, eps):
    """The right step from the new moments, however wrong they are."""
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception("adam_step.betas_exchanged", WRONG_BETA)
def exchanged_betas(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(w, grad, m, v, t, lr, beta2, beta1, eps)


@misconception("adam_step.beta1_for_both", WRONG_BETA)
def beta1_for_both(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(w, grad, m, v, t, lr, beta1, beta1, eps)


@misconception("adam_step.beta2_for_both", WRONG_BETA)
def beta2_for_both(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(w, grad, m, v, t, lr, beta2, beta2, eps)


@misconception(
    "adam_step.m_adds_the_whole_gradient",
    "The gradient enters m with weight 1, as in momentum. In Adam m is a moving average: the "
    "two weights add up to 1 (Adam 1).",
)
def whole_gradient(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + grad
    v = beta2 * v + (1 - beta2) * grad**2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.m_with_weights_exchanged",
    "In m the two weights are exchanged: beta1 is the share of the old m that is kept (Adam 1).",
)
def exchanged_m(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * m + beta1 * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_of_the_size",
    "v averages the size |grad|. It averages the square of the gradient (Adam 2).",
)
def size(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.abs(grad)
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_of_the_gradient",
    "v averages the gradient itself, so it can even be negative. It averages the square (Adam 2).",
)
def signed(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad
    with np.errstate(invalid="ignore"):
        return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_of_the_new_m",
    "v averages the square of m. It averages the square of the gradient as it comes in (Adam 2).",
)
def square_of_m(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * m**2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_of_the_deviation",
    "v averages the squared distance of the gradient from m, as AdaBelief does. Adam averages "
    "the square of the gradient itself (Adam 2).",
)
def deviation(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * (grad - m) ** 2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_of_the_norm",
    "v has one number for all coordinates, the squared length of the gradient. Every "
    "coordinate has its own average (Adam 2).",
)
def norm(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.sum(grad**2)
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_never_falls",
    "Your v keeps the larger of its old and its new value, as AMSGrad does. In Adam it may "
    "fall (Adam 2).",
)
def maximum(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = np.maximum(v, beta2 * v + (1 - beta2) * grad**2)
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_adds_the_whole_square",
    "The square enters v with weight 1. In a moving average the two weights add up to 1 (Adam 2).",
)
def whole_square(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + grad**2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_never_forgets",
    "Your v adds up all squares, as AdaGrad does. In Adam it is a moving average (Adam 2).",
)
def adagrad(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = v + grad**2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.v_with_weights_exchanged",
    "In v the two weights are exchanged: beta2 is the share of the old v that is kept (Adam 2).",
)
def exchanged_v(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = (1 - beta2) * v + beta2 * grad**2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.square_of_the_weighted_gradient",
    "The weight 1 - beta2 is squared together with the gradient in your v (Adam 2).",
)
def weighted(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + ((1 - beta2) * grad) ** 2
    return move(w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.weight_decay_in_the_gradient",
    "A multiple of the weights is added to the gradient and so enters m and v. Here there is no "
    "weight decay.",
)
def coupled_decay(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(w, grad + 0.01 * w, m, v, t, lr, beta1, beta2, eps)


@misconception(
    "adam_step.returns_corrected_moments",
    "The m and v that you return are the corrected ones: the next call would correct them again. "
    "Return the plain moving averages.",
)
def corrected(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w, m / (1 - beta1**t), v / (1 - beta2**t)


@misconception(
    "adam_step.returns_the_old_moments",
    "The m and v that you return are those that came in: nothing would be averaged.",
)
def old(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)[0], m, v
