"""Mistakes in q3: labels taken for numbers, one-hot rows for indices, columns for entries."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

AS_NUMBERS = (
    "You compute with the class index as with a number: class 2 is not twice class 1. An index "
    "chooses an entry of its row; or make one-hot rows of the labels."
)
AS_INDICES = (
    "You index with one-hot rows: their 0 and 1 are taken for the classes 0 and 1. Multiply by "
    "them, or take their argmax first."
)
WHOLE_COLUMNS = (
    "log_p[:, y] takes whole columns, one for each label: every row is counted at the labels of "
    "all examples. Each row has one label: log_p[np.arange(B), y]."
)


def is_index(o, y):
    return np.ndim(y) < np.ndim(o)


def log_softmax(o):
    """Log probabilities (B, q)."""
    rows = right._rows(o)
    above = rows - rows.max(axis=-1, keepdims=True)
    return above - np.log(np.exp(above).sum(axis=-1, keepdims=True))


def chosen_by_rows(o, y):
    """Log-probabilities of the classes 0 and 1 that one-hot rows name as indices."""
    return np.take_along_axis(log_softmax(o), np.atleast_2d(np.asarray(y, dtype=int)), axis=1)


# --- cross_entropy ---
@misconception("cross_entropy.labels_as_numbers", AS_NUMBERS)
def ce_of_numbers(o, y):
    if not is_index(o, y):
        return right.cross_entropy(o, y)
    return float(-np.sum(np.reshape(y, (-1, 1)) * log_softmax(o)) / len(right._rows(o)))


@misconception("cross_entropy.one_hot_rows_as_indices", AS_INDICES)
def ce_of_rows(o, y):
    if is_index(o, y):
        return right.cross_entropy(o, y)
    return float(-chosen_by_rows(o, y).sum(axis=-1).mean())


@misconception("cross_entropy.mean_of_one_hot_rows_as_indices", AS_INDICES)
def ce_of_rows_averaged(o, y):
    if is_index(o, y):
        return right.cross_entropy(o, y)
    return float(-chosen_by_rows(o, y).mean())


@misconception("cross_entropy.whole_columns", WHOLE_COLUMNS)
def ce_of_columns(o, y):
    if not is_index(o, y):
        return right.cross_entropy(o, y)
    return float(-log_softmax(o)[:, np.atleast_1d(y)].mean())


@misconception("cross_entropy.sum_of_whole_columns", WHOLE_COLUMNS)
def ce_of_columns_summed(o, y):
    if not is_index(o, y):
        return right.cross_entropy(o, y)
    return float(-log_softmax(o)[:, np.atleast_1d(y)].sum() / len(right._rows(o)))


# --- cross_entropy_grad ---
@misconception("cross_entropy_grad.labels_as_numbers", AS_NUMBERS)
def grad_of_numbers(o, y):
    if not is_index(o, y):
        return right.cross_entropy_grad(o, y)
    p = right.softmax(right._rows(o))
    return ((p - np.reshape(y, (-1, 1))) / len(p)).reshape(np.shape(o))


@misconception("cross_entropy_grad.one_hot_rows_as_indices", AS_INDICES)
def grad_of_rows(o, y):
    if is_index(o, y):
        return right.cross_entropy_grad(o, y)
    p = right.softmax(right._rows(o))
    p[np.arange(len(p))[:, None], np.atleast_2d(np.asarray(y, dtype=int))] -= 1
    return (p / len(p)).reshape(np.shape(o))
