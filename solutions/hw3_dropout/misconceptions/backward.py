"""Mistakes in q2: the gradient through dropout."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def scaled(dout, mask, factor):
    """Dout times the mask and a factor; as it is where there is no mask."""
    return np.array(dout, dtype=float) if mask is None else dout * np.asarray(mask, float) * factor


@misconception(
    "dropout_backward.mask_ignored",
    "Units that were dropped get a gradient, too: they had no part in the output (3.2.1).",
)
def dropout_backward_mask_ignored(dout, mask, p):
    return scaled(dout, None if mask is None else np.ones(mask.shape), 1 / (1 - p) if p < 1 else 0)


@misconception(
    "dropout_backward.only_the_mask",
    "The gradient lacks the factor by which (3.2.1) scales what is kept.",
)
def dropout_backward_only_the_mask(dout, mask, p):
    return scaled(dout, mask, 1.0)


@misconception(
    "dropout_backward.identity",
    "The gradient passes as if nothing had been dropped or scaled; differentiate (5.6.1) by h.",
)
def dropout_backward_identity(dout, mask, p):
    return np.array(dout, dtype=float)


@misconception(
    "dropout_backward.divides_by_p",
    "You divide by p, the probability of dropping; (3.2.1) divides by that of keeping.",
)
def dropout_backward_divides_by_p(dout, mask, p):
    return scaled(dout, mask, 1 / p if p else 1.0)


@misconception(
    "dropout_backward.divides_twice",
    "The gradient is divided by 1 - p twice; the mask in (3.2.1) is not scaled.",
)
def dropout_backward_divides_twice(dout, mask, p):
    return scaled(dout, mask, (1 - p) ** -2 if p < 1 else 0)


@misconception(
    "dropout_backward.multiplies_by_keep",
    "You multiply by 1 - p; the forward pass divides, and so does its derivative (3.2.1).",
)
def dropout_backward_multiplies_by_keep(dout, mask, p):
    return scaled(dout, mask, 1 - p)


@misconception(
    "dropout_backward.divides_by_root",
    "You divide by the root of 1 - p: there is no root in (3.2.1).",
)
def dropout_backward_divides_by_root(dout, mask, p):
    return scaled(dout, mask, (1 - p) ** -0.5 if p < 1 else 0)


@misconception(
    "dropout_backward.complement",
    "The gradient passes where units were dropped, and stops where they were kept: the mask is 1 "
    "for a kept unit.",
)
def dropout_backward_complement(dout, mask, p):
    other = None if mask is None else 1 - np.asarray(mask, float)
    return scaled(dout, other, 1 / (1 - p) if p < 1 else 1.0)


@misconception(
    "dropout_backward.scaled_without_a_mask",
    "No mask means evaluation mode, where dropout is the identity: nothing is scaled there.",
)
def dropout_backward_scaled_without_a_mask(dout, mask, p):
    return dout / (1 - p) if mask is None else right.dropout_backward(dout, mask, p)


@misconception(
    "dropout_backward.times_keep_without_a_mask",
    "No mask means evaluation mode of inverted dropout: it does not multiply by 1 - p, the "
    "original one does.",
)
def dropout_backward_times_keep_without_a_mask(dout, mask, p):
    return dout * (1 - p) if mask is None else right.dropout_backward(dout, mask, p)


@misconception(
    "dropout_backward.zero_without_a_mask",
    "No mask means evaluation mode, where the gradient passes as it is; yours is zero.",
)
def dropout_backward_zero_without_a_mask(dout, mask, p):
    return np.zeros(np.shape(dout)) if mask is None else right.dropout_backward(dout, mask, p)


@misconception(
    "dropout_backward.p_one_is_not_a_number",
    "p = 1 gives 0/0. Every unit was dropped, so every gradient is zero.",
)
def dropout_backward_p_one_is_not_a_number(dout, mask, p):
    return right.dropout_backward(dout, mask, p) + (np.nan if p == 1 else 0.0)


@misconception(
    "dropout_backward.dout_changed",
    "Your function changes the dout of its caller (dout *= ...): make a new array.",
)
def dropout_backward_dout_changed(dout, mask, p):
    found = right.dropout_backward(dout, mask, p)
    if dout.dtype.kind == "f":
        dout[...] = found
    return found


@misconception(
    "dropout_backward.mask_changed",
    "Your function scales the mask of its caller (mask /= ...): make a new array.",
)
def dropout_backward_mask_changed(dout, mask, p):
    found = right.dropout_backward(dout, mask, p)
    if mask is not None and mask.dtype.kind == "f" and p < 1:
        mask /= 1 - p
    return found


@misconception(
    "dropout_backward.integer_buffer",
    "With a dout of integers the gradient is cut down to integers: make a buffer of floats.",
)
def dropout_backward_integer_buffer(dout, mask, p):
    return right.dropout_backward(dout, mask, p).astype(dout.dtype)
