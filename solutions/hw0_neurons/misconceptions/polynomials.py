"""Mistakes in q5: powers of x."""

from math import factorial

import numpy as np

from autograder.testing import misconception

from .. import solution as right

INTEGERS = (
    "Large powers of integers are wrong: they do not fit into 64 bits. Make x an array of floats "
    "first."
)


def powers(x, exponents):
    return np.asarray(x, dtype=float)[:, None] ** np.asarray(exponents)


@misconception(
    "polynomial_features.constant_missing",
    "The column of x^0 is missing: (0.5.1) begins with j = 0.",
)
def constant_missing(x, degree):
    return powers(x, np.arange(1, degree + 1))


@misconception(
    "polynomial_features.highest_missing",
    "The highest power is missing: degree p has p + 1 columns, 0 to p (0.5.1).",
)
def highest_missing(x, degree):
    return powers(x, np.arange(degree))


@misconception(
    "polynomial_features.one_power_more",
    "You have a power too many: degree p has p + 1 columns, 0 to p (0.5.1).",
)
def one_power_more(x, degree):
    return powers(x, np.arange(degree + 2))


@misconception(
    "polynomial_features.begins_with_1",
    "Your columns are x^1 to x^(degree + 1): (0.5.1) begins with j = 0.",
)
def begins_with_1(x, degree):
    return powers(x, np.arange(1, degree + 2))


@misconception(
    "polynomial_features.highest_first",
    "Your columns begin with the highest power: (0.5.1) begins with x^0.",
)
def highest_first(x, degree):
    return right.polynomial_features(x, degree)[:, ::-1].copy()


@misconception(
    "polynomial_features.constant_last",
    "Your constant is the last column: (0.5.1) begins with x^0.",
)
def constant_last(x, degree):
    return powers(x, [*range(1, degree + 1), 0])


@misconception(
    "polynomial_features.transposed",
    "Your result is turned round: a row for each x, a column for each power (0.5.1).",
)
def transposed(x, degree):
    return right.polynomial_features(x, degree).T.copy()


@misconception(
    "polynomial_features.multiples",
    "Your columns are multiples of x: powers are asked for (0.5.1).",
)
def multiples(x, degree):
    Phi = np.asarray(x, dtype=float)[:, None] * np.arange(degree + 1)
    Phi[:, 0] = 1
    return Phi


@misconception(
    "polynomial_features.exponential",
    "You raise numbers to the power x: x to the power j is asked for (0.5.1).",
)
def exponential(x, degree):
    return np.arange(1.0, degree + 2) ** np.asarray(x, dtype=float)[:, None]


@misconception(
    "polynomial_features.taylor",
    "Your columns are divided by factorials: (0.5.1) has none.",
)
def taylor(x, degree):
    return right.polynomial_features(x, degree) / [factorial(j) for j in range(degree + 1)]


@misconception(
    "polynomial_features.constant_is_0",
    "Your first column is 0: x^0 is 1.",
)
def constant_is_0(x, degree):
    Phi = right.polynomial_features(x, degree)
    Phi[:, 0] = 0
    return Phi


@misconception(
    "polynomial_features.zero_to_the_zero",
    "Where x is 0 your first column is not 1: 0^0 is 1 here, too.",
)
def zero_to_the_zero(x, degree):
    Phi = right.polynomial_features(x, degree)
    Phi[np.asarray(x) == 0, 0] = 0
    return Phi


@misconception(
    "polynomial_features.absolute_values",
    "Your powers are those of |x|: odd powers of negative numbers are negative.",
)
def absolute_values(x, degree):
    return right.polynomial_features(np.abs(x), degree)


@misconception(
    "polynomial_features.columns_scaled",
    "You scale or centre the columns: (0.5.1) takes the powers as they are.",
)
def columns_scaled(x, degree):
    Phi = right.polynomial_features(x, degree)
    Phi[:, 1:] = (Phi[:, 1:] - Phi[:, 1:].mean(axis=0)) / (Phi[:, 1:].std(axis=0) + 1e-12)
    return Phi


@misconception(
    "polynomial_features.one_column",
    "You return one column, the highest power: all from 0 to degree are asked for.",
)
def one_column(x, degree):
    return powers(x, [degree])


@misconception(
    "polynomial_features.squares_alone",
    "From the second power on all your columns are the same: the exponent does not grow.",
)
def squares_alone(x, degree):
    return powers(x, np.minimum(np.arange(degree + 1), 2))


@misconception("polynomial_features.integers_overflow", INTEGERS)
def integers_overflow(x, degree):
    with np.errstate(over="ignore"):
        return x[:, None] ** np.arange(degree + 1)


@misconception(
    "polynomial_features.x_changed",
    "Your function changes the x of its caller: *= works in place.",
)
def x_changed(x, degree):
    Phi = right.polynomial_features(x, degree)
    x *= x
    return Phi
