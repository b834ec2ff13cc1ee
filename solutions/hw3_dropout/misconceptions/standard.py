"""Mistakes in q4: the original dropout."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "standard_dropout_forward.inverted",
    "This is inverted dropout, which scales while training. The original one (3.4.1) leaves "
    "what is kept alone, and shrinks the outputs at test time.",
)
def standard_dropout_forward_inverted(h, p, rng, train=True):
    return right.dropout_forward(h, p, rng, train)


@misconception(
    "standard_dropout_forward.test_unscaled",
    "At test time h comes out as it went in: the original dropout (3.4.1) makes it smaller then, "
    "because all units are there.",
)
def standard_dropout_forward_test_unscaled(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return (np.array(h, dtype=float) if mask is None else out), mask


@misconception(
    "standard_dropout_forward.test_times_p",
    "At test time you multiply by p, the probability of dropping; (3.4.1) takes that of keeping.",
)
def standard_dropout_forward_test_times_p(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return (p * np.asarray(h) if mask is None else out), mask


@misconception(
    "standard_dropout_forward.test_divided",
    "At test time you divide by 1 - p: more units are there than while training, so their outputs "
    "have to shrink.",
)
def standard_dropout_forward_test_divided(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return (h / (1 - p) if mask is None else out), mask


@misconception(
    "standard_dropout_forward.scaled_in_both_modes",
    "You scale while training: the original dropout (3.4.1) scales at test time only.",
)
def standard_dropout_forward_scaled_in_both_modes(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return (out if mask is None or p == 1 else out / (1 - p)), mask


@misconception(
    "standard_dropout_forward.training_times_keep",
    "You multiply by 1 - p while training; the original dropout does so at test time.",
)
def standard_dropout_forward_training_times_keep(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return (out if mask is None else out * (1 - p)), mask


@misconception(
    "standard_dropout_forward.train_ignored",
    "Units are dropped at test time: all of them are there then, times 1 - p.",
)
def standard_dropout_forward_train_ignored(h, p, rng, train=True):
    return right.standard_dropout_forward(h, p, rng)


@misconception(
    "standard_dropout_forward.keeps_with_p",
    "Units are kept with probability p while training; p is the probability of dropping one.",
)
def standard_dropout_forward_keeps_with_p(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return (out, mask) if mask is None or p in (0, 1) else (h * (1 - mask), 1 - mask)


@misconception(
    "standard_dropout_forward.mask_of_the_dropped",
    "The returned mask marks the units that are dropped; it is 1 where a unit is kept.",
)
def standard_dropout_forward_mask_of_the_dropped(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return out, (mask if mask is None else 1 - mask)


@misconception(
    "standard_dropout_forward.one_mask_for_all_examples",
    "All examples lose the same units: draw a mask of the shape of h, not of one row.",
)
def standard_dropout_forward_one_mask_for_all_examples(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    mask = np.broadcast_to(mask[:1], mask.shape).copy()
    return h * mask, mask


@misconception(
    "standard_dropout_forward.p_not_checked",
    "A p below 0 or above 1 is no probability: raise ValueError.",
)
def standard_dropout_forward_p_not_checked(h, p, rng, train=True):
    if not train:
        return (1 - p) * np.asarray(h, dtype=float), None
    mask = (rng.random(np.shape(h)) >= p).astype(float)
    return h * mask, mask


@misconception(
    "standard_dropout_forward.reseeded_inside",
    "The same units are dropped at every call: you make a generator of your own with a fixed seed. "
    "Draw from the `rng` that is passed in.",
)
def standard_dropout_forward_reseeded_inside(h, p, rng, train=True):
    return right.standard_dropout_forward(h, p, np.random.default_rng(0), train)


@misconception(
    "standard_dropout_forward.mask_from_the_output",
    "The mask is read off the output: a unit that is 0 by itself, as after relu, counts as dropped "
    "although it was kept.",
)
def standard_dropout_forward_mask_from_the_output(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    return out, (mask if mask is None else (out != 0).astype(float))


@misconception(
    "standard_dropout_forward.fixed_number",
    "Every call drops the same number of units. Each unit is dropped by a draw of its own, so the "
    "number varies.",
)
def standard_dropout_forward_fixed_number(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    mask = np.ones(mask.size)
    mask[rng.permutation(mask.size)[: round(p * mask.size)]] = 0.0
    return h * mask.reshape(np.shape(h)), mask.reshape(np.shape(h))


@misconception(
    "standard_dropout_forward.global_generator",
    "You draw from NumPy's global generator: draw from the `rng` that is passed in.",
)
def standard_dropout_forward_global_generator(h, p, rng, train=True):
    if not train or not 0 <= p <= 1:
        return right.standard_dropout_forward(h, p, rng, train)
    mask = (np.random.random_sample(np.shape(h)) >= p).astype(float)  # noqa: NPY002
    return h * mask, mask


@misconception(
    "standard_dropout_forward.h_changed",
    "Your function changes the h of its caller (h *= ...): make a new array.",
)
def standard_dropout_forward_h_changed(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    if np.asarray(h).dtype.kind == "f":
        h[...] = out
    return out, mask


@misconception(
    "standard_dropout_forward.h_scaled_at_test_time",
    "In evaluation mode your function scales the h of its caller (h *= ...): make a new array.",
)
def standard_dropout_forward_h_scaled_at_test_time(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    if mask is None and np.asarray(h).dtype.kind == "f":
        h *= 1 - p
    return out, mask


@misconception(
    "standard_dropout_forward.normal_below_one_minus_p",
    "You compare normal numbers with 1 - p: a number that is below 1 - p with probability 1 - p is "
    "uniform on [0, 1): rng.random, not rng.normal.",
)
def standard_dropout_forward_normal_below_one_minus_p(h, p, rng, train=True):
    out, mask = right.standard_dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    mask = (rng.normal(size=np.shape(h)) < 1 - p).astype(float)
    return h * mask, mask
