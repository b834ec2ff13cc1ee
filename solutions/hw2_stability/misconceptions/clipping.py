"""Mistakes in q6: gradients that are clipped."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

ONE_FACTOR = (
    "Each array is clipped by itself. All of them together have one norm, and get one factor, so "
    "that the direction of the step stays (clipping)."
)
IN_PLACE = (
    "Your function changes the caller's list, or writes into the arrays in it, as grad *= factor "
    "does. Make new ones."
)
LENGTH = (
    "Your norm is not the root of the sum of the squares of all entries of all arrays (clipping)."
)


def norm_of(grads):
    return np.sqrt(sum(np.sum(np.square(grad)) for grad in grads))


def scaled(grads, factor, norm):
    return [factor * np.asarray(grad, dtype=float) for grad in grads], norm


def clipped(grads, max_norm, own):
    """Clipped right, but by a norm of one's own."""
    return scaled(grads, max_norm / own if own > max_norm else 1.0, float(own))


@misconception("clip_gradients.each_array_by_itself", ONE_FACTOR)
def each(grads, max_norm):
    pairs = [right.clip_gradients([grad], max_norm) for grad in grads]
    return [own for (own,), _ in pairs], norm_of(grads)


@misconception("clip_gradients.each_array_and_the_largest_norm", ONE_FACTOR)
def each_and_largest(grads, max_norm):
    pairs = [right.clip_gradients([grad], max_norm) for grad in grads]
    return [own for (own,), _ in pairs], max(norm for _, norm in pairs)


@misconception(
    "clip_gradients.by_value",
    "You clip entry by entry, which turns the step: shorten it as a whole, by one factor "
    "(clipping).",
)
def by_value(grads, max_norm):
    return [np.clip(grad, -max_norm, max_norm) for grad in grads], norm_of(grads)


@misconception("clip_gradients.largest_norm", LENGTH)
def largest(grads, max_norm):
    return clipped(grads, max_norm, max(np.linalg.norm(grad) for grad in grads))


@misconception("clip_gradients.sum_of_norms", LENGTH)
def sum_of_norms(grads, max_norm):
    return clipped(grads, max_norm, sum(np.linalg.norm(grad) for grad in grads))


@misconception("clip_gradients.mean_of_norms", LENGTH)
def mean_of_norms(grads, max_norm):
    return clipped(grads, max_norm, np.mean([np.linalg.norm(grad) for grad in grads]))


@misconception("clip_gradients.sum_of_sizes", LENGTH)
def sum_of_sizes(grads, max_norm):
    return clipped(grads, max_norm, sum(np.sum(np.abs(grad)) for grad in grads))


@misconception("clip_gradients.largest_entry", LENGTH)
def largest_entry(grads, max_norm):
    return clipped(grads, max_norm, max(np.max(np.abs(grad)) for grad in grads))


@misconception("clip_gradients.norm_of_the_first", LENGTH)
def first(grads, max_norm):
    return clipped(grads, max_norm, np.linalg.norm(grads[0]))


@misconception(
    "clip_gradients.no_root",
    "Your norm is the sum of the squares: its root is missing (clipping).",
)
def no_root(grads, max_norm):
    return clipped(grads, max_norm, norm_of(grads) ** 2)


@misconception(
    "clip_gradients.root_mean_square",
    "Your norm divides by the number of entries. It is the root of their sum (clipping).",
)
def root_mean_square(grads, max_norm):
    return clipped(grads, max_norm, norm_of(grads) / np.sqrt(sum(np.size(g) for g in grads)))


@misconception(
    "clip_gradients.always_scaled",
    "Short gradients grow: what is within the limit stays as it is (clipping).",
)
def always(grads, max_norm):
    norm = norm_of(grads)
    return scaled(grads, max_norm / norm if norm else 1.0, norm)


@misconception(
    "clip_gradients.never_scaled",
    "Long gradients stay long: they are multiplied by max_norm / norm (clipping).",
)
def never(grads, max_norm):
    return scaled(grads, 1.0, norm_of(grads))


@misconception(
    "clip_gradients.the_short_ones_are_scaled",
    "The comparison is the wrong way round: the long ones are to be shortened (clipping).",
)
def short_ones(grads, max_norm):
    norm = norm_of(grads)
    return scaled(grads, max_norm / norm if 0 < norm < max_norm else 1.0, norm)


@misconception(
    "clip_gradients.to_norm_one",
    "Long gradients get the norm 1, whatever max_norm is (clipping).",
)
def to_one(grads, max_norm):
    norm = norm_of(grads)
    return scaled(grads, 1 / norm if norm > max_norm else 1.0, norm)


@misconception(
    "clip_gradients.times_max_norm",
    "Long gradients are multiplied by max_norm. The factor is max_norm / norm (clipping).",
)
def times(grads, max_norm):
    norm = norm_of(grads)
    return scaled(grads, max_norm if norm > max_norm else 1.0, norm)


@misconception(
    "clip_gradients.factor_upside_down",
    "Long gradients are multiplied by norm / max_norm, and grow: it is the other way round "
    "(clipping).",
)
def upside_down(grads, max_norm):
    norm = norm_of(grads)
    return scaled(grads, norm / max_norm if norm > max_norm else 1.0, norm)


@misconception(
    "clip_gradients.factor_squared",
    "The factor max_norm / norm is applied twice (clipping).",
)
def squared(grads, max_norm):
    norm = norm_of(grads)
    return scaled(grads, (max_norm / norm) ** 2 if norm > max_norm else 1.0, norm)


@misconception(
    "clip_gradients.set_to_zero",
    "Long gradients are thrown away. They are shortened to max_norm (clipping).",
)
def to_zero(grads, max_norm):
    norm = norm_of(grads)
    return scaled(grads, 0.0 if norm > max_norm else 1.0, norm)


@misconception(
    "clip_gradients.norm_after_clipping",
    "The norm that you return is that of the clipped gradients. It is the one before: who trains "
    "wants to know how often it was too large.",
)
def norm_after(grads, max_norm):
    own, norm = right.clip_gradients(grads, max_norm)
    return own, min(norm, max_norm)


@misconception(
    "clip_gradients.returns_the_factor",
    "You return the factor in place of the norm before clipping.",
)
def returns_factor(grads, max_norm):
    own, norm = right.clip_gradients(grads, max_norm)
    return own, max_norm / norm if norm > max_norm else 1.0


@misconception(
    "clip_gradients.zero_over_zero",
    "Gradients of zeros become nan: 0/0. They are short enough (clipping).",
)
def zero_over_zero(grads, max_norm):
    norm = norm_of(grads)
    with np.errstate(all="ignore"):
        factor = np.minimum(1.0, np.float64(max_norm) / norm)
        return scaled(grads, np.where(norm > 0, factor, np.nan), norm)


@misconception("clip_gradients.changes_the_gradients_in_place", IN_PLACE)
def in_place(grads, max_norm):
    own, norm = right.clip_gradients(grads, max_norm)
    for grad, new in zip(grads, own, strict=True):
        grad[...] = new
    return grads, norm


@misconception("clip_gradients.changes_the_list_in_place", IN_PLACE)
def list_in_place(grads, max_norm):
    grads[:], norm = right.clip_gradients(grads, max_norm)
    return grads, norm
