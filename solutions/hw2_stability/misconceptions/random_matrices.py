"""Mistakes in q3: Gaussian matrices. They are told apart by their statistics."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "random_matrices.variance_as_deviation",
    "The variance is your standard deviation, which is its root: rng.normal takes the deviation.",
)
def matrices_variance_as_deviation(rng, count=100, n=4, var=1.0):
    return rng.normal(0, var, (count, n, n))


@misconception(
    "random_matrices.variance_ignored",
    "Your entries have variance 1 whatever `var` is.",
)
def matrices_variance_ignored(rng, count=100, n=4, var=1.0):
    return rng.normal(size=(count, n, n))


@misconception(
    "random_matrices.variance_divided_by_n",
    "The variance of every entry is `var`; you divide it by n.",
)
def matrices_variance_divided_by_n(rng, count=100, n=4, var=1.0):
    return right.random_matrices(rng, count, n, var / n)


@misconception(
    "random_matrices.uniform_from_zero_to_one",
    "Your entries are uniform on [0, 1); asked for is a normal distribution around 0.",
)
def matrices_uniform_from_zero_to_one(rng, count=100, n=4, var=1.0):
    return rng.random((count, n, n))


@misconception(
    "random_matrices.uniform_of_this_variance",
    "Mean and variance are right, but the entries are uniform: asked for is a normal distribution.",
)
def matrices_uniform_of_this_variance(rng, count=100, n=4, var=1.0):
    return rng.uniform(-1, 1, (count, n, n)) * np.sqrt(3 * var)


@misconception(
    "random_matrices.absolute_values",
    "All your entries are positive: a normal distribution with mean 0 has both signs.",
)
def matrices_absolute_values(rng, count=100, n=4, var=1.0):
    return np.abs(right.random_matrices(rng, count, n, var))


@misconception(
    "random_matrices.one_matrix_repeated",
    "All matrices of your stack are the same one: draw a new one for each.",
)
def matrices_one_matrix_repeated(rng, count=100, n=4, var=1.0):
    return np.repeat(right.random_matrices(rng, 1, n, var), count, axis=0)


@misconception(
    "random_matrices.symmetrised",
    "Your matrices are symmetric: all entries should be independent of each other.",
)
def matrices_symmetrised(rng, count=100, n=4, var=1.0):
    M = right.random_matrices(rng, count, n, var)
    return (M + np.swapaxes(M, 1, 2)) / 2


@misconception(
    "random_matrices.one_row_repeated",
    "All rows of a matrix of yours are the same one: all entries should be independent.",
)
def matrices_one_row_repeated(rng, count=100, n=4, var=1.0):
    return np.repeat(rng.normal(0, np.sqrt(var), (count, 1, n)), n, axis=1)


@misconception(
    "random_matrices.reseeded_inside",
    "Two calls return the same numbers: you make a generator of your own with a fixed seed. Draw "
    "from the `rng` that is passed in.",
)
def matrices_reseeded_inside(rng, count=100, n=4, var=1.0):
    return right.random_matrices(np.random.default_rng(0), count, n, var)


@misconception(
    "random_matrices.global_generator",
    "You draw from NumPy's global generator: draw from the `rng` that is passed in.",
)
def matrices_global_generator(rng, count=100, n=4, var=1.0):
    return np.random.normal(0, np.sqrt(var), (count, n, n))  # noqa: NPY002 - the mistake itself


@misconception(
    "random_matrices.one_too_few",
    "There is one matrix too few: `count` of them are asked for.",
)
def one_too_few(rng, count=100, n=4, var=1.0):
    return right.random_matrices(rng, count, n, var)[1:]
