"""Mistakes in q3: the growth rate, and the whole experiment."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

ONE_TOO_FEW = (
    "There is one log norm too few: `count` matrices are drawn, and the first of them alone is the "
    "first product."
)


@misconception(
    "growth_rate.divided_by_len",
    "From the first value to the last there are len - 1 steps, not len.",
)
def rate_divided_by_len(log_norms):
    return (log_norms[-1] - log_norms[0]) / len(log_norms)


@misconception(
    "growth_rate.growth_factor",
    "You return the factor exp(rate) by which the norm grows; asked for is the rate itself.",
)
def rate_growth_factor(log_norms):
    return np.exp(right.growth_rate(log_norms))


@misconception(
    "growth_rate.not_divided",
    "You return the whole growth from first to last; the rate is that of one step.",
)
def rate_not_divided(log_norms):
    return log_norms[-1] - log_norms[0]


@misconception(
    "growth_rate.first_not_subtracted",
    "The rate is measured from the first value to the last; you measure from 0.",
)
def rate_first_not_subtracted(log_norms):
    return log_norms[-1] / len(log_norms)


@misconception("growth_rate.first_minus_last", "The sign is wrong: growth is last minus first.")
def rate_first_minus_last(log_norms):
    return -right.growth_rate(log_norms)


@misconception(
    "growth_rate.mean_of_the_values",
    "You average the log norms; the rate is the average of their differences.",
)
def rate_mean_of_the_values(log_norms):
    return np.mean(log_norms)


@misconception(
    "growth_rate.least_squares_slope",
    "You fit a line through all points; asked for is (last - first) / (len - 1).",
)
def rate_least_squares_slope(log_norms):
    return np.polyfit(np.arange(len(log_norms)), log_norms, 1)[0]


@misconception(
    "product_experiment.one_factor_too_many",
    "There are exactly `count` factors: yours has an initial matrix in addition.",
)
def experiment_one_factor_too_many(rng, count=100, n=4, var=1.0):
    return right.product_experiment(rng, count + 1, n, var)


@misconception(
    "product_experiment.variance_ignored",
    "Your matrices have variance 1 whatever `var` is: pass it on.",
)
def experiment_variance_ignored(rng, count=100, n=4, var=1.0):
    return right.product_experiment(rng, count, n)


@misconception(
    "product_experiment.size_ignored",
    "Your matrices are 4 x 4 whatever `n` is: pass it on.",
)
def experiment_size_ignored(rng, count=100, n=4, var=1.0):
    return right.product_experiment(rng, count, 4, var)


@misconception(
    "product_experiment.variance_as_deviation",
    "`var` is the variance of the entries; you use it as their standard deviation.",
)
def experiment_variance_as_deviation(rng, count=100, n=4, var=1.0):
    return right.product_experiment(rng, count, n, var**2)


@misconception(
    "product_experiment.norms_of_the_factors",
    "Those are the log norms of the factors one by one; asked for are those of the prefixes.",
)
def experiment_norms_of_the_factors(rng, count=100, n=4, var=1.0):
    return np.log(np.linalg.norm(right.random_matrices(rng, count, n, var), axis=(1, 2)))


@misconception(
    "product_experiment.growth_rate_only",
    "You return the growth rate, one number; asked for are the `count` log norms.",
)
def experiment_growth_rate_only(rng, count=100, n=4, var=1.0):
    return right.product_experiment(rng, count, n, var)[-1] / count


@misconception(
    "product_experiment.product_itself",
    "You return the product of the matrices; asked for are the log norms of its prefixes.",
)
def experiment_product_itself(rng, count=100, n=4, var=1.0):
    return right.matrix_product(right.random_matrices(rng, count, n, var))


@misconception(
    "product_experiment.reseeded_inside",
    "Two calls return the same numbers: you make a generator of your own with a fixed seed. Pass "
    "on the `rng` that you are given.",
)
def experiment_reseeded_inside(rng, count=100, n=4, var=1.0):
    return right.product_experiment(np.random.default_rng(0), count, n, var)


@misconception(
    "product_experiment.one_factor_too_few",
    ONE_TOO_FEW,
)
def experiment_one_factor_too_few(rng, count=100, n=4, var=1.0):
    return right.product_experiment(rng, count - 1, n, var) if count > 1 else np.empty(0)


@misconception(
    "product_experiment.from_the_second",
    ONE_TOO_FEW,
)
def experiment_from_the_second(rng, count=100, n=4, var=1.0):
    return right.product_experiment(rng, count, n, var)[1:]


@misconception(
    "product_experiment.squares_itself",
    "You multiply the product by itself in every step, and never by the next factor.",
)
def experiment_squares_itself(rng, count=100, n=4, var=1.0):
    product = right.random_matrices(rng, count, n, var)[0]
    log_norms, log_norm = [], 0.0
    for i in range(count):
        product, log_norm = (product @ product, 2 * log_norm) if i else (product, log_norm)
        norm = np.linalg.norm(product)
        product, log_norm = product / norm, log_norm + np.log(norm)
        log_norms.append(log_norm)
    return np.array(log_norms)
