"""Mistakes in q7: the relative error of two gradients."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

ONE_NORM = "You divide by one of the two norms only. The scale is their sum."


# --- relative_error ---
@misconception(
    "relative_error.absolute_difference",
    "You return norm(a - b), which grows with the scale of a and b. A relative error is divided by "
    "that scale.",
)
def absolute_difference(a, b):
    return float(np.linalg.norm(a - b))


@misconception(
    "relative_error.zero_by_zero",
    "When both arrays are zero you return 0 / 0 = nan. They are equal: the error is 0.",
)
def zero_by_zero(a, b):
    return right.relative_error(a, b) if np.any(a) or np.any(b) else float("nan")


@misconception(
    "relative_error.one_when_both_are_zero",
    "When both arrays are zero you return 1. They are equal: the error is 0.",
)
def one_when_both_are_zero(a, b):
    return right.relative_error(a, b) if np.any(a) or np.any(b) else 1.0


@misconception(
    "relative_error.zero_when_one_is_zero",
    "You return 0 as soon as one of the arrays is zero. Only if BOTH are, they agree.",
)
def zero_when_one_is_zero(a, b):
    return right.relative_error(a, b) if np.any(a) and np.any(b) else 0.0


@misconception("relative_error.norm_of_b_only", ONE_NORM)
def norm_of_b_only(a, b):
    return float(np.linalg.norm(a - b) / np.linalg.norm(b)) if np.any(b) else 0.0


@misconception("relative_error.norm_of_a_only", ONE_NORM)
def norm_of_a_only(a, b):
    return float(np.linalg.norm(a - b) / np.linalg.norm(a)) if np.any(a) else 0.0


@misconception("relative_error.larger_norm", ONE_NORM)
def larger_norm(a, b):
    scale = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / scale) if scale else 0.0


@misconception(
    "relative_error.mean_of_the_norms",
    "You divide by the mean of the two norms. Here the scale is their sum.",
)
def mean_of_the_norms(a, b):
    return 2 * right.relative_error(a, b)


@misconception(
    "relative_error.largest_entry",
    "You take the largest relative error of single entries. The norms run over all entries first, "
    "then one number is divided by another.",
)
def largest_entry(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relative_error.mean_of_entries",
    "You average the relative errors of single entries. The norms run over all entries first, then "
    "one number is divided by another.",
)
def mean_of_entries(a, b):
    return float(np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relative_error.norms_squared",
    "Your norms lack their root: they are the sums of the squares.",
)
def norms_squared(a, b):
    scale = np.sum(a**2) + np.sum(b**2)
    return float(np.sum((a - b) ** 2) / scale) if scale else 0.0


@misconception(
    "relative_error.absolute_values",
    "You add absolute values. The norm is the root of the sum of squares.",
)
def absolute_values(a, b):
    scale = np.sum(np.abs(a)) + np.sum(np.abs(b))
    return float(np.sum(np.abs(a - b)) / scale) if scale else 0.0


@misconception(
    "relative_error.spectral_norm",
    "norm(a, 2) of a matrix is its largest singular value. Here the norm is the root of the sum of "
    "squares of all entries.",
)
def spectral_norm(a, b):
    scale = np.linalg.norm(a, 2) + np.linalg.norm(b, 2)
    return float(np.linalg.norm(a - b, 2) / scale) if scale else 0.0


@misconception(
    "relative_error.difference_of_the_norms",
    "You subtract the norms. Two arrays of the same length can point anywhere: take the norm of "
    "the difference.",
)
def difference_of_the_norms(a, b):
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(abs(np.linalg.norm(a) - np.linalg.norm(b)) / scale) if scale else 0.0


@misconception(
    "relative_error.difference_in_place",
    "Your relative_error leaves the difference in its argument a: -= works in place.",
)
def difference_in_place(a, b):
    error = right.relative_error(a, b)
    a -= b
    return error
