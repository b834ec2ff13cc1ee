"""Mistakes in q6: He initialisation."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

RESEEDED = (
    "Two calls return the same weights: you make a generator of your own with a fixed seed. Draw "
    "from the `rng` that is passed in."
)


@misconception(
    "he_normal.xavier",
    "Your variance is Xavier's, 2/(n_in + n_out). He's counts n_in alone (He).",
)
def he_normal_xavier(rng, n_in, n_out):
    return right.xavier_normal(rng, n_in, n_out)


@misconception(
    "he_normal.one_for_two",
    "Your variance is 1/n_in. The 2 makes up for the half of the numbers that relu sets to 0 (He).",
)
def he_normal_one_for_two(rng, n_in, n_out):
    return np.sqrt(0.5) * right.he_normal(rng, n_in, n_out)


@misconception(
    "he_normal.n_out_for_n_in",
    "Your variance is 2/n_out: a unit adds up n_in products, so n_in it is (He).",
)
def he_normal_n_out(rng, n_in, n_out):
    return right.he_normal(rng, n_out, n_in).T


@misconception(
    "he_normal.variance_as_deviation",
    "The variance 2/n_in is your standard deviation, which is its root (He): rng.normal takes "
    "the deviation.",
)
def he_normal_variance_as_deviation(rng, n_in, n_out):
    return rng.normal(0, 2 / n_in, (n_out, n_in))


@misconception(
    "he_normal.two_outside_the_root",
    "Your variance is 4/n_in, as it is where the 2 stands outside of the root in the deviation "
    "(He).",
)
def he_normal_two_outside(rng, n_in, n_out):
    return rng.normal(0, 2 / np.sqrt(n_in), (n_out, n_in))


@misconception(
    "he_normal.three_for_two",
    "Your variance is 3/n_in. (He) asks for 2/n_in.",
)
def he_normal_three_for_two(rng, n_in, n_out):
    return np.sqrt(1.5) * right.he_normal(rng, n_in, n_out)


@misconception(
    "he_normal.uniform_bound_as_deviation",
    "The root of 6/n_in is the bound of the uniform one, not a standard deviation (He).",
)
def he_normal_uniform_bound(rng, n_in, n_out):
    return np.sqrt(3) * right.he_normal(rng, n_in, n_out)


@misconception(
    "he_normal.integer_division",
    "All your weights are 0, as they are with // for /: 2 // n_in is 0 from n_in = 3 on.",
)
def he_normal_integer_division(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(2 // n_in), (n_out, n_in))


@misconception(
    "he_normal.standard_normal",
    "Your weights have variance 1: they are not scaled at all.",
)
def he_normal_standard(rng, n_in, n_out):
    return rng.normal(size=(n_out, n_in))


@misconception(
    "he_normal.uniform",
    "The variance is right, but your weights are uniform: a normal distribution is asked for.",
)
def he_normal_uniform(rng, n_in, n_out):
    bound = np.sqrt(6 / n_in)
    return rng.uniform(-bound, bound, (n_out, n_in))


@misconception(
    "he_normal.positive_only",
    "All your weights are positive: their mean is 0 (He).",
)
def he_normal_positive(rng, n_in, n_out):
    return np.abs(right.he_normal(rng, n_in, n_out))


@misconception(
    "he_normal.truncated_at_two_deviations",
    "Your distribution is cut off at two standard deviations: a normal one has tails.",
)
def he_normal_truncated(rng, n_in, n_out):
    W = rng.normal(size=(n_out, n_in))
    while (outside := np.abs(W) > 2).any():
        W[outside] = rng.normal(size=outside.sum())
    return W * np.sqrt(2 / n_in / 0.7737413)


@misconception(
    "he_normal.shape_transposed",
    "The shape is (n_out, n_in), outputs first: yours is (n_in, n_out).",
)
def he_normal_transposed(rng, n_in, n_out):
    return right.he_normal(rng, n_in, n_out).T


@misconception(
    "he_normal.one_row_repeated",
    "All rows are the same: every hidden unit would be a copy. Draw n_out x n_in numbers.",
)
def he_normal_one_row(rng, n_in, n_out):
    return np.repeat(right.he_normal(rng, n_in, n_out)[:1], n_out, axis=0)


@misconception("he_normal.reseeded_inside", RESEEDED)
def he_normal_reseeded(rng, n_in, n_out):
    return right.he_normal(np.random.default_rng(0), n_in, n_out)


@misconception(
    "he_normal.global_generator",
    "You draw from NumPy's global generator: draw from the `rng` that is passed in.",
)
def he_normal_global(rng, n_in, n_out):
    return np.random.normal(0, np.sqrt(2 / n_in), (n_out, n_in))  # noqa: NPY002 - the mistake


@misconception(
    "he_normal.global_seed",
    "np.random.seed inside a function resets the generator of the whole program: leave it out.",
)
def he_normal_global_seed(rng, n_in, n_out):
    np.random.seed(0)  # noqa: NPY002 - the mistake itself
    return right.he_normal(rng, n_in, n_out)
