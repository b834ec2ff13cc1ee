"""Mistakes in q2: the weights of a curve with given bends."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

TRUNCATED = (
    "With integer knots and values your weights are cut off to integers: slopes are no integers."
)


def slopes_of(knots, values):
    return np.diff(values) / np.diff(knots)


def with_weights(knots, values, v):
    return right.piecewise_linear_weights(knots, values)[0], v


def with_offset(knots, values, c):
    return float(c), right.piecewise_linear_weights(knots, values)[1]


def bends(slopes):
    return np.diff(slopes, prepend=0.0)


@misconception(
    "piecewise_linear_weights.slopes",
    "Your weights are the slopes of the pieces. But the relus of earlier knots are still on: a "
    "weight is what its relu has to add to their slope (0.2.2).",
)
def slopes(knots, values):
    return with_weights(knots, values, slopes_of(knots, values))


@misconception(
    "piecewise_linear_weights.first_slope_missing",
    "A weight is missing, the first: left of the first knot the curve is flat, so it bends there, "
    "too.",
)
def first_slope_missing(knots, values):
    return with_weights(knots, values, np.diff(slopes_of(knots, values)))


@misconception(
    "piecewise_linear_weights.no_bend_at_the_first_knot",
    "Your first relu is off for ever: left of the first knot the curve is flat, right of it it is "
    "not (0.2.2).",
)
def no_bend_at_the_first_knot(knots, values):
    s = slopes_of(knots, values)
    return with_weights(knots, values, np.append(0.0, np.diff(s)))


@misconception(
    "piecewise_linear_weights.distance_one",
    "You take the distance of neighbouring knots for 1: a slope is a difference of heights divided "
    "by it.",
)
def distance_one(knots, values):
    return with_weights(knots, values, bends(np.diff(values)))


@misconception(
    "piecewise_linear_weights.rises",
    "Your weights are the differences of the heights: divide by the distance of the knots, and "
    "think of the relus that are on already (0.2.2).",
)
def rises(knots, values):
    return with_weights(knots, values, np.diff(values).astype(float))


@misconception(
    "piecewise_linear_weights.even_distances",
    "You use one distance for all pieces: knots need not be evenly spaced.",
)
def even_distances(knots, values):
    return with_weights(knots, values, bends(np.diff(values) / (knots[1] - knots[0])))


@misconception(
    "piecewise_linear_weights.mean_distance",
    "You divide by the mean distance of the knots: every piece has a distance of its own.",
)
def mean_distance(knots, values):
    return with_weights(knots, values, bends(np.diff(values) / np.mean(np.diff(knots))))


@misconception(
    "piecewise_linear_weights.bends_the_wrong_way",
    "All your bends but the first go the wrong way: the new slope minus the old one, or the other "
    "way round?",
)
def bends_the_wrong_way(knots, values):
    s = slopes_of(knots, values)
    return with_weights(knots, values, np.append(s[0], s[:-1] - s[1:]))


@misconception(
    "piecewise_linear_weights.all_signs_flipped",
    "Your curve is upside down: all weights have the wrong sign.",
)
def all_signs_flipped(knots, values):
    return with_weights(knots, values, -bends(slopes_of(knots, values)))


@misconception(
    "piecewise_linear_weights.bend_at_the_next_knot",
    "Your bends come one knot late: with which knot does each piece begin?",
)
def bend_at_the_next_knot(knots, values):
    v = bends(slopes_of(knots, values))
    return with_weights(knots, values, np.append(0.0, v[:-1]))


@misconception(
    "piecewise_linear_weights.from_the_first_slope",
    "You subtract the first slope everywhere: what is there already is the slope just before the "
    "knot (0.2.2).",
)
def from_the_first_slope(knots, values):
    s = slopes_of(knots, values)
    return with_weights(knots, values, np.append(s[0], s[1:] - s[0]))


@misconception(
    "piecewise_linear_weights.slopes_added_up",
    "You add up slopes. The relus do that by themselves: a weight is a *change* of slope.",
)
def slopes_added_up(knots, values):
    return with_weights(knots, values, np.cumsum(slopes_of(knots, values)))


@misconception(
    "piecewise_linear_weights.divided_once_more",
    "Your changes of slope are divided by a distance once more: that would be a second derivative.",
)
def divided_once_more(knots, values):
    return with_weights(knots, values, bends(slopes_of(knots, values)) / np.diff(knots))


@misconception(
    "piecewise_linear_weights.run_over_rise",
    "Your slopes are upside down: rise over run.",
)
def run_over_rise(knots, values):
    return with_weights(knots, values, bends(np.diff(knots) / np.diff(values)))


@misconception(
    "piecewise_linear_weights.central_differences",
    "Your slopes are those of np.gradient, across two pieces: the slope of one piece is that "
    "between its own two knots.",
)
def central_differences(knots, values):
    return with_weights(knots, values, bends(np.gradient(values, knots)[:-1]))


@misconception(
    "piecewise_linear_weights.last_knot_first",
    "Your weights are in the order of the knots from right to left.",
)
def last_knot_first(knots, values):
    return with_weights(knots, values, bends(slopes_of(knots, values))[::-1].copy())


@misconception(
    "piecewise_linear_weights.weight_for_the_last_knot",
    "You have a weight for the last knot, too: nothing bends there, so v has K - 1 entries "
    "(0.2.2).",
)
def weight_for_the_last_knot(knots, values):
    v = bends(slopes_of(knots, values))
    return with_weights(knots, values, np.append(v, 0.0))


@misconception(
    "piecewise_linear_weights.offset_0",
    "Your c is 0: which height has the curve left of the first knot, where no relu is on?",
)
def offset_0(knots, values):
    return with_offset(knots, values, 0.0)


@misconception(
    "piecewise_linear_weights.offset_at_0",
    "Your c is the height at x = 0 of the first piece, prolonged. Left of the first knot no "
    "relu is "
    "on, so the curve is flat there.",
)
def offset_at_0(knots, values):
    first = slopes_of(knots, values)[0]
    return with_offset(knots, values, values[0] - first * knots[0])


@misconception(
    "piecewise_linear_weights.offset_is_the_mean",
    "Your c is the mean height: which height has the curve where no relu is on?",
)
def offset_is_the_mean(knots, values):
    return with_offset(knots, values, np.mean(values))


@misconception(
    "piecewise_linear_weights.offset_is_the_last",
    "Your c is the last height: at the last knot all relus are on, at the first one none is.",
)
def offset_is_the_last(knots, values):
    return with_offset(knots, values, values[-1])


@misconception(
    "piecewise_linear_weights.offset_is_the_first_knot",
    "Your c is the first knot: its height is meant.",
)
def offset_is_the_first_knot(knots, values):
    return with_offset(knots, values, knots[0])


@misconception("piecewise_linear_weights.integer_division", TRUNCATED)
def integer_division(knots, values):
    is_integer = knots.dtype.kind == values.dtype.kind == "i"
    s = np.diff(values) // np.diff(knots) if is_integer else slopes_of(knots, values)
    return with_weights(knots, values, bends(s))


@misconception("piecewise_linear_weights.integer_buffer", TRUNCATED)
def integer_buffer(knots, values):
    v = np.zeros(len(knots) - 1, dtype=values.dtype)
    v[:] = bends(slopes_of(knots, values))
    return with_weights(knots, values, v)


@misconception(
    "piecewise_linear_weights.knots_changed",
    "Your function changes the knots of its caller: -= works in place.",
)
def knots_changed(knots, values):
    found = right.piecewise_linear_weights(knots, values)
    knots -= knots[0]
    return found


@misconception(
    "piecewise_linear_weights.values_changed",
    "Your function changes the values of its caller: -= works in place.",
)
def values_changed(knots, values):
    found = right.piecewise_linear_weights(knots, values)
    values -= values[0]
    return found
