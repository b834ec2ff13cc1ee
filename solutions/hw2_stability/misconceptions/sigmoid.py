"""Mistakes in q1: the sigmoid, its derivative, and both on a grid."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "sigmoid.sign_of_the_exponent",
    "Your sigmoid falls where it should rise: look at the sign in the exponent.",
)
def sigmoid_sign_of_the_exponent(x):
    return right.sigmoid(-np.asarray(x))


@misconception(
    "sigmoid.overflows_for_large_inputs",
    "exp(1000) is infinite, and infinity over infinity is nan. Choose a form in which no large "
    "exponential meets another.",
)
def sigmoid_overflows_for_large_inputs(x):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(x) / (1 + np.exp(x))


@misconception(
    "sigmoid.minus_in_the_denominator",
    "The denominator is a sum, 1 + exp(-x), so it is never zero.",
)
def sigmoid_minus_in_the_denominator(x):
    with np.errstate(over="ignore", divide="ignore"):
        return 1 / (1 - np.exp(-np.asarray(x, dtype=float)))


@misconception(
    "sigmoid.is_tanh",
    "That is tanh, which runs from -1 to 1; sigmoid runs from 0 to 1.",
)
def sigmoid_is_tanh(x):
    return np.tanh(x)


@misconception(
    "sigmoid.tanh_of_x_not_of_half_x",
    "Sigmoid can be written with tanh, but with tanh(x/2): yours is twice as steep at 0.",
)
def sigmoid_tanh_of_x_not_of_half_x(x):
    return right.sigmoid(2 * np.asarray(x))


@misconception(
    "sigmoid.normalised_over_all_entries",
    "Sigmoid works on each entry by itself; you divide by a sum over entries, as softmax does.",
)
def sigmoid_normalised_over_all_entries(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


@misconception(
    "sigmoid.clipped_input",
    "You clip x to a narrow range to keep exp small; beyond it the sigmoid is not constant yet.",
)
def sigmoid_clipped_input(x):
    return right.sigmoid(np.clip(x, -5, 5))


@misconception(
    "sigmoid_grad.at_sigmoid_of_x",
    "Your derivative never gets small: it is evaluated at sigmoid(x) instead of at x.",
)
def sigmoid_grad_at_sigmoid_of_x(x):
    return right.sigmoid_grad(right.sigmoid(x))


@misconception(
    "sigmoid_grad.x_taken_for_sigmoid",
    "The formula sigmoid (1 - sigmoid) wants the value of the sigmoid; you put x in its place.",
)
def sigmoid_grad_x_taken_for_sigmoid(x):
    return x * (1.0 - x)


@misconception(
    "sigmoid_grad.sigmoid_itself",
    "That is the sigmoid, not its derivative, which vanishes at both ends.",
)
def sigmoid_grad_sigmoid_itself(x):
    return right.sigmoid(x)


@misconception(
    "sigmoid_grad.plus",
    "sigmoid' = sigmoid (1 - sigmoid): with a plus it would reach 2 where it should vanish.",
)
def sigmoid_grad_plus(x):
    return right.sigmoid(x) * (1 + right.sigmoid(x))


@misconception(
    "sigmoid_grad.sign",
    "The sigmoid rises everywhere, so its derivative is positive; yours is negative.",
)
def sigmoid_grad_sign(x):
    return -right.sigmoid_grad(x)


@misconception(
    "sigmoid_grad.of_tanh",
    "1 minus the square is the derivative of tanh; that of sigmoid is at most 1/4.",
)
def sigmoid_grad_of_tanh(x):
    return 1 - right.sigmoid(x) ** 2


@misconception(
    "sigmoid_grad.one_factor_squared",
    "sigmoid' is a product of two different factors; you squared one of them.",
)
def sigmoid_grad_one_factor_squared(x):
    return right.sigmoid(-np.asarray(x)) ** 2


@misconception(
    "sigmoid_grad.forward_difference",
    "A finite difference is accurate to a few digits only: use the closed form of sigmoid'.",
)
def sigmoid_grad_forward_difference(x):
    return (right.sigmoid(x + 0.01) - right.sigmoid(x)) / 0.01


@misconception(
    "sigmoid_grad.overflows_for_large_inputs",
    "exp(1000) is infinite, and infinity over infinity is nan. Both tails must come out as 0.",
)
def sigmoid_grad_overflows_for_large_inputs(x):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(-x) / (1 + np.exp(-x)) ** 2


def curve(x):
    """Sigmoid and its gradient on another grid."""
    return x, right.sigmoid(x), right.sigmoid_grad(x)


@misconception(
    "sigmoid_gradient_curve.end_point_included",
    "arange leaves its end point out: arange(-8, 8, 0.1) has 160 values, the last one is 7.9.",
)
def curve_end_point_included():
    return curve(np.arange(-8, 8.05, 0.1))


@misconception(
    "sigmoid_gradient_curve.linspace_to_the_end",
    "Your 160 points reach up to 8, so they are more than 0.1 apart: the last one should be 7.9.",
)
def curve_linspace_to_the_end():
    return curve(np.linspace(-8, 8, 160))


@misconception(
    "sigmoid_gradient_curve.step_of_one",
    "The grid goes in steps of 0.1; without a third argument arange goes in steps of 1.",
)
def curve_step_of_one():
    return curve(np.arange(-8.0, 8.0))


@misconception(
    "sigmoid_gradient_curve.gradient_at_sigmoid_of_x",
    "Your gradient curve never vanishes: sigmoid' is evaluated at sigmoid(x) instead of at x.",
)
def curve_gradient_at_sigmoid_of_x():
    x, s, _ = right.sigmoid_gradient_curve()
    return x, s, right.sigmoid_grad(s)


@misconception(
    "sigmoid_gradient_curve.differences_of_the_grid",
    "Differences between grid points are off by up to 1e-3: use the closed form of sigmoid'.",
)
def curve_differences_of_the_grid():
    x, s, _ = right.sigmoid_gradient_curve()
    return x, s, np.gradient(s, x)
