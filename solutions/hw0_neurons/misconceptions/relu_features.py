"""Mistakes in q2: shifted relus."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def gaps(x, knots):
    return np.subtract.outer(x, knots).astype(float)


@misconception(
    "relu_features.mirrored",
    "Your relus rise to the left of their knots: (0.2.1) is 0 there and rises to the right.",
)
def mirrored(x, knots):
    return np.maximum(0.0, -gaps(x, knots))


@misconception(
    "relu_features.transposed",
    "Your result is turned round: a row for each x, a column for each knot (0.2.1).",
)
def transposed(x, knots):
    return right.relu_features(x, knots).T.copy()


@misconception(
    "relu_features.not_cut_off",
    "Your columns are straight lines: left of its knot a relu is 0 (0.2.1).",
)
def not_cut_off(x, knots):
    return gaps(x, knots)


@misconception(
    "relu_features.absolute_values",
    "Your columns rise on both sides of the knot: left of it a relu is 0 (0.2.1).",
)
def absolute_values(x, knots):
    return np.abs(gaps(x, knots))


@misconception(
    "relu_features.steps",
    "Your columns are steps of height 1: right of its knot a relu rises with slope 1 (0.2.1).",
)
def steps(x, knots):
    return (gaps(x, knots) > 0).astype(float)


@misconception(
    "relu_features.relu_before_the_shift",
    "You cut off at 0 and shift afterwards: the knot is where it is cut off (0.2.1).",
)
def relu_before_the_shift(x, knots):
    return np.subtract.outer(np.maximum(x, 0.0), knots)


@misconception(
    "relu_features.x_where_on",
    "Right of the knot your value is x itself, so it jumps there: it rises from 0 (0.2.1).",
)
def x_where_on(x, knots):
    return np.where(gaps(x, knots) > 0, np.asarray(x, dtype=float)[:, None], 0.0)


@misconception(
    "relu_features.shifted_the_other_way",
    "Your kinks are at -t: with which sign does a knot enter (0.2.1)?",
)
def shifted_the_other_way(x, knots):
    return right.relu_features(x, -knots)


@misconception(
    "relu_features.constant_added",
    "You have a column of ones: the constant stands apart, as c in (0.2.2).",
)
def constant_added(x, knots):
    return np.column_stack([np.ones(len(x)), right.relu_features(x, knots)])


@misconception(
    "relu_features.last_knot_left_out",
    "A column is missing: relu_features has one for each knot that it is given.",
)
def last_knot_left_out(x, knots):
    return right.relu_features(x, knots)[:, :-1]


@misconception(
    "relu_features.added_up",
    "You add up over the knots: every knot has a column of its own.",
)
def added_up(x, knots):
    return right.relu_features(x, knots).sum(axis=1)


@misconception("relu_features.squared", "Your columns are curved: a relu is straight (0.2.1).")
def squared(x, knots):
    return right.relu_features(x, knots) ** 2


@misconception(
    "relu_features.leaky",
    "Left of the knot your columns still have a slope: a relu is 0 there (0.2.1).",
)
def leaky(x, knots):
    d = gaps(x, knots)
    return np.where(d > 0, d, 0.01 * d)


@misconception(
    "relu_features.knots_sorted",
    "Your columns are in another order than the knots: they may come in any order.",
)
def knots_sorted(x, knots):
    return right.relu_features(x, np.sort(knots))


@misconception(
    "relu_features.x_sorted",
    "Your rows are in another order than the x.",
)
def x_sorted(x, knots):
    return right.relu_features(np.sort(x), knots)


@misconception(
    "relu_features.x_changed",
    "Your function changes the x of its caller: -= works in place, and sort does, too.",
)
def x_changed(x, knots):
    found = right.relu_features(x, knots)
    x.sort()
    return found
