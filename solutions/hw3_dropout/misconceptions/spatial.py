"""Mistakes in q4: dropout of whole channels."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def channels(h, p, mask):
    """Out and mask of spatial dropout with a given mask, which may be smaller than h."""
    mask = np.broadcast_to(mask, h.shape).copy()
    return h * mask * (1 / (1 - p) if p < 1 else 0), mask


@misconception(
    "spatial_dropout_forward.single_units",
    "The units of a channel differ in whether they are kept: spatial dropout (3.4.2) keeps or "
    "drops it as a whole, for the neighbours in a map say nearly the same.",
)
def spatial_dropout_forward_single_units(h, p, rng, train=True):
    return right.dropout_forward(h, p, rng, train)


@misconception(
    "spatial_dropout_forward.pixels_of_all_channels",
    "The same pixels are dropped in all channels; (3.4.2) has one number for each channel.",
)
def spatial_dropout_forward_pixels_of_all_channels(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (
        (out, mask) if mask is None else channels(h, p, right.dropout_forward(h, p, rng)[1][:, :1])
    )


@misconception(
    "spatial_dropout_forward.rows_of_a_map",
    "Rows of a map are dropped: the channels are axis 1 of (B, C, H, W), and all of H and W go "
    "together.",
)
def spatial_dropout_forward_rows_of_a_map(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    return channels(h, p, right.dropout_forward(h, p, rng)[1][:, :, :, :1])


@misconception(
    "spatial_dropout_forward.channels_last",
    "You drop along the last axis; the channels are axis 1 of (B, C, H, W) (3.4.2).",
)
def spatial_dropout_forward_channels_last(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    return channels(h, p, right.dropout_forward(h, p, rng)[1][:, :1, :1, :])


@misconception(
    "spatial_dropout_forward.same_channels_for_all_examples",
    "All examples lose the same channels: every example has a draw of its own (3.4.2).",
)
def spatial_dropout_forward_same_channels_for_all_examples(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (out, mask) if mask is None else channels(h, p, mask[:1])


@misconception(
    "spatial_dropout_forward.whole_examples",
    "Whole examples are dropped: every channel has a draw of its own.",
)
def spatial_dropout_forward_whole_examples(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (out, mask) if mask is None else channels(h, p, mask[:, :1])


@misconception(
    "spatial_dropout_forward.fixed_number",
    "Every example loses the same number of channels. Each channel is dropped by a draw of its "
    "own, so the number varies.",
)
def spatial_dropout_forward_fixed_number(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    rows = np.ones(h.shape[:2])
    rows[:, : round(p * rows.shape[1])] = 0
    return channels(h, p, rng.permuted(rows, axis=1)[:, :, None, None])


@misconception(
    "spatial_dropout_forward.unscaled",
    "What is kept comes out as it went in: this dropout is inverted, too, and makes up for the "
    "dropped channels while training (3.4.2).",
)
def spatial_dropout_forward_unscaled(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (out if mask is None else h * mask), mask


@misconception(
    "spatial_dropout_forward.divides_by_p",
    "You divide by p, the probability of dropping; (3.4.2) divides by that of keeping.",
)
def spatial_dropout_forward_divides_by_p(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (out if mask is None or p in (0, 1) else h * mask / p), mask


@misconception(
    "spatial_dropout_forward.keeps_with_p",
    "Channels are kept with probability p; p is the probability of dropping one.",
)
def spatial_dropout_forward_keeps_with_p(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (out, mask) if mask is None or p in (0, 1) else channels(h, p, 1 - mask)


@misconception(
    "spatial_dropout_forward.train_ignored",
    "Channels are dropped in evaluation mode, too: with train=False nothing happens.",
)
def spatial_dropout_forward_train_ignored(h, p, rng, train=True):
    return right.spatial_dropout_forward(h, p, rng)


@misconception(
    "spatial_dropout_forward.test_times_keep",
    "In evaluation mode you multiply by 1 - p: this dropout (3.4.2) scales while training only.",
)
def spatial_dropout_forward_test_times_keep(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (out * (1 - p) if mask is None else out), mask


@misconception(
    "spatial_dropout_forward.p_not_checked",
    "A p below 0 or above 1 is no probability: raise ValueError.",
)
def spatial_dropout_forward_p_not_checked(h, p, rng, train=True):
    if not train:
        return np.array(h, dtype=float), None
    mask = (rng.random((*h.shape[:2], 1, 1)) >= p) * np.ones(h.shape)
    return h * mask * (1 / (1 - p) if p != 1 else 0), mask


@misconception(
    "spatial_dropout_forward.reseeded_inside",
    "The same channels are dropped at every call: you make a generator of your own with a fixed "
    "seed. Draw from the `rng` that is passed in.",
)
def spatial_dropout_forward_reseeded_inside(h, p, rng, train=True):
    return right.spatial_dropout_forward(h, p, np.random.default_rng(0), train)


@misconception(
    "spatial_dropout_forward.original_dropout",
    "The factors are those of the original dropout (3.4.1). This one is inverted (3.4.2): it makes "
    "up for the dropped channels while training.",
)
def spatial_dropout_forward_original_dropout(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return (out * (1 - p) if mask is None else h * mask), mask


@misconception(
    "spatial_dropout_forward.mask_of_the_dropped",
    "The returned mask marks the channels that are dropped; it is 1 where one is kept (3.4.2).",
)
def spatial_dropout_forward_mask_of_the_dropped(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return out, (mask if mask is None else 1 - mask)


@misconception(
    "spatial_dropout_forward.mask_from_the_output",
    "The mask is read off the output: an entry that is 0 by itself, as after relu, counts as "
    "dropped although its channel was kept.",
)
def spatial_dropout_forward_mask_from_the_output(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return out, (mask if mask is None else (out != 0).astype(float))


@misconception(
    "spatial_dropout_forward.mask_scaled",
    "The returned mask holds 1/(1 - p) where a channel is kept; it should hold 1 there. Scale the "
    "output, not the mask.",
)
def spatial_dropout_forward_mask_scaled(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    return out, (mask if mask is None or p == 1 else mask / (1 - p))


@misconception(
    "spatial_dropout_forward.global_generator",
    "You draw from NumPy's global generator: draw from the `rng` that is passed in.",
)
def spatial_dropout_forward_global_generator(h, p, rng, train=True):
    if not train or not 0 <= p <= 1:
        return right.spatial_dropout_forward(h, p, rng, train)
    drawn = np.random.random_sample((*h.shape[:2], 1, 1))  # noqa: NPY002 - the mistake itself
    return channels(h, p, (drawn >= p).astype(float))


@misconception(
    "spatial_dropout_forward.h_changed",
    "Your function changes the h of its caller (h *= ...): make a new array.",
)
def spatial_dropout_forward_h_changed(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    if mask is not None and h.dtype.kind == "f":
        h[...] = out
    return out, mask


@misconception(
    "spatial_dropout_forward.normal_below_one_minus_p",
    "You compare normal numbers with 1 - p: a number that is below 1 - p with probability 1 - p is "
    "uniform on [0, 1): rng.random, not rng.normal.",
)
def spatial_dropout_forward_normal_below_one_minus_p(h, p, rng, train=True):
    out, mask = right.spatial_dropout_forward(h, p, rng, train)
    if mask is None:
        return out, mask
    return channels(h, p, rng.normal(size=(*h.shape[:2], 1, 1)) < 1 - p)
