"""Mistakes in q1: by what a kept unit is divided, and in which mode."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "dropout_forward.divides_by_p",
    "You divide by p, the probability of dropping; (5.6.1) divides by that of keeping.",
)
def dropout_forward_divides_by_p(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out if mask is None or p in (0, 1) else h * mask / p), mask


@misconception(
    "dropout_forward.unscaled",
    "What is kept comes out as it went in. Inverted dropout (5.6.1) makes up for the dropped units "
    "while training, so that E[h'] = h.",
)
def dropout_forward_unscaled(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out if mask is None else h * mask), mask


@misconception(
    "dropout_forward.standard_dropout",
    "This is the original dropout, which scales at test time. Inverted dropout (5.6.1) scales "
    "while training, and leaves h alone in evaluation mode.",
)
def dropout_forward_standard_dropout(h, p, rng, train=True):
    return right.standard_dropout_forward(h, p, rng, train)


@misconception(
    "dropout_forward.scales_in_both_modes",
    "You multiply by 1 - p at test time: inverted dropout scales while training only, and is the "
    "identity in evaluation mode.",
)
def dropout_forward_scales_in_both_modes(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out * (1 - p) if mask is None else out), mask


@misconception(
    "dropout_forward.divides_in_both_modes",
    "In evaluation mode nothing is dropped, so there is nothing to make up for: h comes out as it "
    "went in.",
)
def dropout_forward_divides_in_both_modes(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out / (1 - p) if mask is None else out), mask


@misconception(
    "dropout_forward.multiplies_by_keep",
    "What is kept is multiplied by 1 - p while training: it should grow, to make up for what is "
    "dropped (5.6.1).",
)
def dropout_forward_multiplies_by_keep(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out if mask is None else h * mask * (1 - p)), mask


@misconception(
    "dropout_forward.divides_by_root",
    "You divide by the root of 1 - p, which keeps the mean of squares; (5.6.1) keeps the mean.",
)
def dropout_forward_divides_by_root(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out if mask is None else out * np.sqrt(1 - p)), mask


@misconception(
    "dropout_forward.divides_twice",
    "What is kept is divided by 1 - p twice: once by a mask that is scaled already, perhaps.",
)
def dropout_forward_divides_twice(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out if mask is None or p == 1 else out / (1 - p)), mask


@misconception(
    "dropout_forward.train_ignored",
    "Units are dropped in evaluation mode: with train=False dropout is the identity.",
)
def dropout_forward_train_ignored(h, p, rng, train=True):
    return right.dropout_forward(h, p, rng)


@misconception(
    "dropout_forward.modes_swapped",
    "Training and evaluation are the wrong way round: units are dropped only while training.",
)
def dropout_forward_modes_swapped(h, p, rng, train=True):
    return right.dropout_forward(h, p, rng, not train)


@misconception(
    "dropout_forward.p_one_is_not_a_number",
    "p = 1 gives 0/0. Nothing is kept then, so nothing has to be scaled: the output is zero.",
)
def dropout_forward_p_one_is_not_a_number(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return (out + np.nan if p == 1 and train else out), mask


@misconception(
    "dropout_forward.p_not_checked",
    "A p below 0 or above 1 is no probability: raise ValueError.",
)
def dropout_forward_p_not_checked(h, p, rng, train=True):
    if not train:
        return np.array(h, dtype=float), None
    mask = (rng.random(np.shape(h)) >= p).astype(float)
    return h * (mask / (1 - p) if p != 1 else mask), mask


@misconception(
    "dropout_forward.gaussian_noise",
    "Nothing is dropped: you multiply by noise of mean 1. Dropout (5.6.1) gives each unit either 0 "
    "or h / (1 - p).",
)
def dropout_forward_gaussian_noise(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or p in (0, 1):
        return out, mask
    noise = rng.normal(1, np.sqrt(p / (1 - p)), np.shape(h))
    return h * noise, np.ones(np.shape(h))


@misconception(
    "dropout_forward.h_changed",
    "Your function changes the h of its caller (h *= ...): make a new array.",
)
def dropout_forward_h_changed(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is not None and np.asarray(h).dtype.kind == "f":
        h[...] = out
    return out, mask


@misconception(
    "dropout_forward.integer_buffer",
    "With an h of integers the output is cut down to integers: make a buffer of floats.",
)
def dropout_forward_integer_buffer(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return out.astype(np.asarray(h).dtype), mask
