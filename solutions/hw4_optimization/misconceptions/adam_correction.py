"""Mistakes in q2: the bias correction. The moments are right."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "adam_step.no_bias_correction",
    "The bias correction is missing: m and v start at zero and are too small at first, so "
    "they are divided by 1 - beta1^t and 1 - beta2^t (Adam 3).",
)
def none(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@misconception(
    "adam_step.only_m_corrected",
    "m is corrected for its start at zero, v is not. Both need it (Adam 3).",
)
def only_m(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v) + eps), m, v


@misconception(
    "adam_step.only_v_corrected",
    "v is corrected for its start at zero, m is not. Both need it (Adam 3).",
)
def only_v(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "adam_step.correction_without_the_power",
    "The bias correction divides by 1 - beta where 1 - beta^t is meant: the same at t = 1 "
    "only (Adam 3).",
)
def without_power(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), m, v


@misconception(
    "adam_step.correction_counts_from_zero",
    "The power in the bias correction is one too small: the first call has t = 1, which is "
    "already the right power (Adam 3).",
)
def from_zero(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    with np.errstate(all="ignore"):
        m_hat, v_hat = m / (1 - beta1 ** (t - 1.0)), v / (1 - beta2 ** (t - 1.0))
        return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "adam_step.correction_one_step_ahead",
    "The power in the bias correction is one too large: t counts from 1, so it is used as it "
    "is (Adam 3).",
)
def ahead(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    m_hat, v_hat = m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "adam_step.correction_multiplies",
    "m and v are too small at first: the bias correction divides by 1 - beta^t, yours "
    "multiplies (Adam 3).",
)
def multiplies(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m * (1 - beta1**t) / (np.sqrt(v * (1 - beta2**t)) + eps), m, v


@misconception(
    "adam_step.root_before_the_correction",
    "v is corrected first and its root taken then: in your step the correction 1 - beta2^t "
    "stands outside the root (Adam 4).",
)
def root_first(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v) / (1 - beta2**t) + eps), m, v


@misconception(
    "adam_step.correction_with_beta1_twice",
    "v_hat is corrected with beta1; the moving average v was made with beta2 (Adam 3).",
)
def beta1_twice(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta1**t)) + eps), m, v


@misconception(
    "adam_step.correction_with_beta2_twice",
    "m_hat is corrected with beta2; the moving average m was made with beta1 (Adam 3).",
)
def beta2_twice(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / (1 - beta2**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "adam_step.no_bias_correction_and_eps_inside",
    "The bias correction is missing: m and v start at zero and are too small at first, so they are "
    "divided by 1 - beta1^t and 1 - beta2^t (Adam 3). And eps stands inside the root.",
)
def no_correction_eps_inside(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, m, v = right.adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w - lr * m / np.sqrt(v + eps), m, v
