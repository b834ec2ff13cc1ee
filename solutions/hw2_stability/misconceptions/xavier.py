"""Mistakes in q5: Xavier initialisation. They are told apart by their statistics."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "xavier_normal.variance_one_over_n_in",
    "Your variance is 1/n_in, which keeps the forward pass only: (5.4.5) takes both n_in and "
    "n_out.",
)
def xavier_normal_variance_one_over_n_in(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(1 / n_in), (n_out, n_in))


@misconception(
    "xavier_normal.variance_two_over_n_in",
    "Your variance is 2/n_in, that of He for relu; Xavier's (5.4.5) takes both n_in and n_out.",
)
def xavier_normal_variance_two_over_n_in(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))


@misconception(
    "xavier_normal.uniform_bound_as_deviation",
    "The root of 6/(n_in + n_out) is the bound of the uniform one, not a standard deviation.",
)
def xavier_normal_uniform_bound_as_deviation(rng, n_in, n_out):
    return np.sqrt(3) * right.xavier_normal(rng, n_in, n_out)


@misconception(
    "xavier_normal.three_for_two",
    "Your variance is 3/(n_in + n_out); (5.4.5) asks for 2/(n_in + n_out).",
)
def xavier_normal_three_for_two(rng, n_in, n_out):
    return np.sqrt(1.5) * right.xavier_normal(rng, n_in, n_out)


@misconception(
    "xavier_normal.one_for_two",
    "Your variance is half of 2/(n_in + n_out), which (5.4.5) asks for.",
)
def xavier_normal_one_for_two(rng, n_in, n_out):
    return np.sqrt(0.5) * right.xavier_normal(rng, n_in, n_out)


@misconception(
    "xavier_normal.variance_as_deviation",
    "The variance 2/(n_in + n_out) is your standard deviation, which is its root: rng.normal "
    "takes the deviation.",
)
def xavier_normal_variance_as_deviation(rng, n_in, n_out):
    return rng.normal(0, 2 / (n_in + n_out), (n_out, n_in))


@misconception(
    "xavier_normal.integer_division",
    "All your weights are 0, as they are with // for /: 2 // (n_in + n_out) is 0.",
)
def xavier_normal_integer_division(rng, n_in, n_out):
    return rng.normal(0, 2 // (n_in + n_out), (n_out, n_in))


@misconception(
    "xavier_normal.standard_normal",
    "Your weights have variance 1: they are not scaled at all.",
)
def xavier_normal_standard_normal(rng, n_in, n_out):
    return rng.normal(size=(n_out, n_in))


@misconception("xavier_normal.precedence", "2/n_in + n_out is not 2/(n_in + n_out).")
def xavier_normal_precedence(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(2 / n_in + n_out), (n_out, n_in))


@misconception(
    "xavier_normal.uniform",
    "The variance is right, but your weights are uniform; a normal distribution is asked for.",
)
def xavier_normal_uniform(rng, n_in, n_out):
    return right.xavier_uniform(rng, n_in, n_out)


@misconception(
    "xavier_normal.truncated_at_two_deviations",
    "Your distribution is cut off at two standard deviations; a normal one has tails.",
)
def xavier_normal_truncated_at_two_deviations(rng, n_in, n_out):
    W = rng.normal(size=(n_out, n_in))
    while (outside := np.abs(W) > 2).any():
        W[outside] = rng.normal(size=outside.sum())
    return W * np.sqrt(2 / (n_in + n_out) / 0.7737413)


@misconception(
    "xavier_normal.shape_transposed",
    "The shape is (n_out, n_in), outputs first; yours is (n_in, n_out).",
)
def xavier_normal_shape_transposed(rng, n_in, n_out):
    return right.xavier_normal(rng, n_in, n_out).T


@misconception(
    "xavier_normal.one_row_repeated",
    "All rows are the same: every hidden unit would be a copy. Draw n_out x n_in numbers.",
)
def xavier_normal_one_row_repeated(rng, n_in, n_out):
    return np.repeat(right.xavier_normal(rng, n_in, n_out)[:1], n_out, axis=0)


@misconception(
    "xavier_normal.reseeded_inside",
    "Two calls return the same weights: you make a generator of your own with a fixed seed. Draw "
    "from the `rng` that is passed in.",
)
def xavier_normal_reseeded_inside(rng, n_in, n_out):
    return right.xavier_normal(np.random.default_rng(0), n_in, n_out)


@misconception(
    "xavier_normal.global_seed",
    "np.random.seed inside a function resets the generator of the whole program: leave it out.",
)
def xavier_normal_global_seed(rng, n_in, n_out):
    np.random.seed(0)  # noqa: NPY002 - the mistake itself
    return right.xavier_normal(rng, n_in, n_out)


@misconception(
    "xavier_uniform.root_missing",
    "The square root is missing in your bound sqrt(6/(n_in + n_out)).",
)
def xavier_uniform_root_missing(rng, n_in, n_out):
    bound = 6 / (n_in + n_out)
    return rng.uniform(-bound, bound, (n_out, n_in))


@misconception(
    "xavier_uniform.positive_only",
    "All your weights are positive: the interval is symmetric, U(-a, a).",
)
def xavier_uniform_positive_only(rng, n_in, n_out):
    return np.abs(right.xavier_uniform(rng, n_in, n_out))


@misconception(
    "xavier_uniform.normal_with_the_bound_as_deviation",
    "You draw normals with the bound as standard deviation; a uniform distribution is asked for.",
)
def xavier_uniform_normal_with_the_bound_as_deviation(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(6 / (n_in + n_out)), (n_out, n_in))


@misconception(
    "xavier_uniform.normal_of_this_variance",
    "The variance is right, but your weights are normal; a uniform distribution is asked for.",
)
def xavier_uniform_normal_of_this_variance(rng, n_in, n_out):
    return right.xavier_normal(rng, n_in, n_out)


@misconception("xavier_uniform.precedence", "6/n_in + n_out is not 6/(n_in + n_out).")
def xavier_uniform_precedence(rng, n_in, n_out):
    bound = np.sqrt(6 / n_in + n_out)
    return rng.uniform(-bound, bound, (n_out, n_in))


@misconception(
    "xavier_uniform.deviation_as_bound",
    "sqrt(2/(n_in + n_out)) is the standard deviation. U(-a, a) has variance a^2/3, so the bound "
    "is larger.",
)
def xavier_uniform_deviation_as_bound(rng, n_in, n_out):
    return right.xavier_uniform(rng, n_in, n_out) / np.sqrt(3)


@misconception(
    "xavier_uniform.three_for_six",
    "Your bound has 3 where (5.4.5) with variance a^2/3 gives 6.",
)
def xavier_uniform_three_for_six(rng, n_in, n_out):
    return right.xavier_uniform(rng, n_in, n_out) / np.sqrt(2)


@misconception(
    "xavier_uniform.bound_one_over_root_n_in",
    "1/sqrt(n_in) is PyTorch's default for linear layers; Xavier's bound takes n_in and n_out.",
)
def xavier_uniform_bound_one_over_root_n_in(rng, n_in, n_out):
    return rng.uniform(-1, 1, (n_out, n_in)) / np.sqrt(n_in)


@misconception(
    "xavier_uniform.unit_interval",
    "Your weights reach from -1 to 1: they are not scaled at all.",
)
def xavier_uniform_unit_interval(rng, n_in, n_out):
    return rng.uniform(-1, 1, (n_out, n_in))


@misconception(
    "xavier_uniform.shape_transposed",
    "The shape is (n_out, n_in), outputs first; yours is (n_in, n_out).",
)
def xavier_uniform_shape_transposed(rng, n_in, n_out):
    return right.xavier_uniform(rng, n_in, n_out).T


@misconception(
    "xavier_uniform.one_row_repeated",
    "All rows are the same: every hidden unit would be a copy. Draw n_out x n_in numbers.",
)
def xavier_uniform_one_row_repeated(rng, n_in, n_out):
    return np.repeat(right.xavier_uniform(rng, n_in, n_out)[:1], n_out, axis=0)


@misconception(
    "xavier_uniform.reseeded_inside",
    "Two calls return the same weights: you make a generator of your own with a fixed seed. Draw "
    "from the `rng` that is passed in.",
)
def xavier_uniform_reseeded_inside(rng, n_in, n_out):
    return right.xavier_uniform(np.random.default_rng(0), n_in, n_out)


@misconception(
    "xavier_uniform.global_generator",
    "You draw from NumPy's global generator: draw from the `rng` that is passed in.",
)
def xavier_uniform_global_generator(rng, n_in, n_out):
    bound = np.sqrt(6 / (n_in + n_out))
    return np.random.uniform(-bound, bound, (n_out, n_in))  # noqa: NPY002 - the mistake itself
