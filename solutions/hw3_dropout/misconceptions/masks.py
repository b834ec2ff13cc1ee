"""Mistakes in q1: which units the mask keeps, and what it says of them."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def masked(h, p, mask):
    """Out and mask of inverted dropout with a given mask."""
    scale = 1 / (1 - p) if p < 1 else 0
    return h * mask * scale, mask


@misconception(
    "dropout_forward.keeps_with_p",
    "Units are kept with probability p; p is the probability of dropping one, and your scale "
    "1/(1 - p) says so, too.",
)
def dropout_forward_keeps_with_p(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or p in (0, 1):
        return out, mask
    return masked(h, p, 1.0 - mask)


@misconception(
    "dropout_forward.p_is_the_probability_of_keeping",
    "You take p for the probability of keeping a unit, in the mask and in the scale. Here p is the "
    "probability of dropping one (5.6.1).",
)
def dropout_forward_p_is_the_probability_of_keeping(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or p in (0, 1):
        return out, mask
    return masked(h, 1 - p, 1.0 - mask)


@misconception(
    "dropout_forward.one_half",
    "Half of the units are dropped, whatever p is.",
)
def dropout_forward_one_half(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or p in (0, 1):
        return out, mask
    return masked(h, p, right.dropout_forward(h, 0.5, rng)[1])


@misconception(
    "dropout_forward.normal_below_p",
    "You compare normal numbers with p: a number that is below p with probability p is uniform on "
    "[0, 1).",
)
def dropout_forward_normal_below_p(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or p in (0, 1):
        return out, mask
    return masked(h, p, (rng.normal(size=np.shape(h)) >= p).astype(float))


@misconception(
    "dropout_forward.mask_of_the_dropped",
    "The returned mask marks the units that are dropped. It is 1 where a unit is kept: the "
    "backward pass lets the gradient through there.",
)
def dropout_forward_mask_of_the_dropped(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return out, (mask if mask is None else 1.0 - mask)


@misconception(
    "dropout_forward.mask_from_the_output",
    "The mask is read off the output: a unit that is 0 by itself, as after relu, counts as dropped "
    "although it was kept.",
)
def dropout_forward_mask_from_the_output(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return out, (mask if mask is None else (out != 0).astype(float))


@misconception(
    "dropout_forward.mask_scaled",
    "The returned mask holds 1/(1 - p) where a unit is kept; it should hold 1 there. Scale the "
    "output, not the mask.",
)
def dropout_forward_mask_scaled(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return out, (mask if mask is None or p == 1 else mask / (1 - p))


@misconception(
    "dropout_forward.no_mask_when_training",
    "In training mode the mask is None: return the mask that you drew, the backward pass needs it.",
)
def dropout_forward_no_mask_when_training(h, p, rng, train=True):
    return right.dropout_forward(h, p, rng, train)[0], None


@misconception(
    "dropout_forward.mask_of_ones_in_evaluation",
    "In evaluation mode the mask is None, not an array of ones.",
)
def dropout_forward_mask_of_ones_in_evaluation(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    return out, (np.ones(np.shape(h)) if mask is None else mask)


@misconception(
    "dropout_forward.fixed_number",
    "Every call drops the same number of units. Each unit is dropped by a draw of its own, so the "
    "number varies.",
)
def dropout_forward_fixed_number(h, p, rng, train=True):
    if not train:
        return right.dropout_forward(h, p, rng, train)
    dropped = right.dropout_forward(h, p, rng)[1]  # raises where p is no probability
    mask = np.ones(dropped.size)
    mask[rng.permutation(dropped.size)[: round(p * dropped.size)]] = 0.0
    return masked(h, p, mask.reshape(dropped.shape))


@misconception(
    "dropout_forward.fixed_number_an_example",
    "Every example loses the same number of units. Each unit is dropped by a draw of its own, so "
    "the number varies.",
)
def dropout_forward_fixed_number_an_example(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or mask.ndim < 2:
        return out, mask
    rows = np.ones((mask.shape[0], mask[0].size))
    rows[:, : round(p * rows.shape[1])] = 0.0
    return masked(h, p, rng.permuted(rows, axis=1).reshape(mask.shape))


@misconception(
    "dropout_forward.one_mask_for_all_examples",
    "All examples lose the same units: draw a mask of the shape of h, not of one row.",
)
def dropout_forward_one_mask_for_all_examples(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or mask.ndim < 2:
        return out, mask
    return masked(h, p, np.broadcast_to(mask[:1], mask.shape).copy())


@misconception(
    "dropout_forward.whole_examples",
    "Whole examples are dropped: each unit of each example has a draw of its own.",
)
def dropout_forward_whole_examples(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or mask.ndim < 2:
        return out, mask
    return masked(
        h, p, np.repeat(mask.reshape(len(mask), -1)[:, :1], h[0].size, 1).reshape(h.shape)
    )


@misconception(
    "dropout_forward.all_or_nothing",
    "One draw decides for all units together: draw a number for each of them.",
)
def dropout_forward_all_or_nothing(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None or p in (0, 1):
        return out, mask
    return masked(h, p, np.full(mask.shape, mask.flat[0]))


@misconception(
    "dropout_forward.reseeded_inside",
    "The same units are dropped at every call: you make a generator of your own with a fixed seed. "
    "Draw from the `rng` that is passed in.",
)
def dropout_forward_reseeded_inside(h, p, rng, train=True):
    return right.dropout_forward(h, p, np.random.default_rng(0), train)


@misconception(
    "dropout_forward.global_generator",
    "You draw from NumPy's global generator: draw from the `rng` that is passed in.",
)
def dropout_forward_global_generator(h, p, rng, train=True):
    if not train or not 0 <= p < 1:
        return right.dropout_forward(h, p, rng, train)
    return masked(h, p, (np.random.rand(*np.shape(h)) >= p).astype(float))  # noqa: NPY002


@misconception(
    "dropout_forward.global_seed",
    "np.random.seed inside a function resets the generator of the whole program: leave it out.",
)
def dropout_forward_global_seed(h, p, rng, train=True):
    np.random.seed(0)  # noqa: NPY002 - the mistake itself
    return right.dropout_forward(h, p, rng, train)


@misconception(
    "dropout_forward.normal_below_one_minus_p",
    "You compare normal numbers with 1 - p: a number that is below 1 - p with probability 1 - p is "
    "uniform on [0, 1): rng.random, not rng.normal.",
)
def dropout_forward_normal_below_one_minus_p(h, p, rng, train=True):
    out, mask = right.dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    return masked(h, p, (rng.normal(size=np.shape(h)) < 1 - p).astype(float))
