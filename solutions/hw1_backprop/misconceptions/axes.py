"""Mistakes in q3: a sum or a maximum over the wrong axis, in softmax and in cross-entropy."""

import numpy as np

from autograder.testing import misconception

SUM_OVER_BATCH = "You normalise over the examples (axis 0). The classes are on the last axis."
SUM_OVER_ALL = "You divide by one sum for the whole batch. Every row is a distribution of its own."
LARGEST_OF_COLUMN = (
    "You subtract from each entry the largest of its column. Nothing changes only if one number "
    "is subtracted from all of a row: the largest of that row."
)


def shifted(o, axis=-1):
    return o - np.max(o, axis=axis, keepdims=True)


@misconception("softmax.sum_over_the_batch", SUM_OVER_BATCH)
def softmax_sum_over_axis_0(o):
    e = np.exp(shifted(o))
    return e / e.sum(axis=0)


@misconception("softmax.sum_of_all_entries", SUM_OVER_ALL)
def softmax_sum_of_all(o):
    e = np.exp(shifted(o))
    return e / e.sum()


@misconception("softmax.largest_of_each_column", LARGEST_OF_COLUMN)
def softmax_largest_of_column(o):
    e = np.exp(shifted(o, axis=0))
    return e / e.sum(axis=-1, keepdims=True)


def loss(above, sums, o, y):
    """The mean of -log p with p = exp(above) / sums, for one example or a minibatch."""
    labels = np.asarray(y) if np.ndim(y) == np.ndim(o) else np.eye(np.shape(o)[-1])[y]
    return float(-np.sum(labels * (above - np.log(sums))) / (len(o) if np.ndim(o) == 2 else 1))


@misconception("cross_entropy.sum_over_the_batch", SUM_OVER_BATCH)
def ce_sum_over_axis_0(o, y):
    above = shifted(np.atleast_2d(o))
    return loss(above, np.exp(above).sum(axis=0), np.atleast_2d(o), np.reshape(y, like(o, y)))


@misconception("cross_entropy.sum_of_all_entries", SUM_OVER_ALL)
def ce_sum_of_all(o, y):
    return loss(shifted(o), np.exp(shifted(o)).sum(), o, y)


@misconception("cross_entropy.largest_of_each_column", LARGEST_OF_COLUMN)
def ce_largest_of_column(o, y):
    rows = np.atleast_2d(o)
    sums = np.exp(shifted(rows, axis=0)).sum(axis=-1, keepdims=True)
    return loss(shifted(rows, axis=0), sums, rows, np.reshape(y, like(o, y)))


def like(o, y):
    """The shape of labels of a minibatch, of which one example is one."""
    return np.shape(y) if np.ndim(o) == 2 else (1, *np.shape(y))
