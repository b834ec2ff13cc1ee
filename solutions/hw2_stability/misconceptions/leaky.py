"""Mistakes in q6: leaky relu and its slope."""

import numpy as np

from autograder.testing import misconception

CONSTANT = (
    "Negative inputs all give the same, alpha or minus alpha. It is alpha times x (leaky relu)."
)
IN_PLACE = "Your function writes into its argument: x belongs to the caller. Make a new array."


@misconception(
    "leaky_relu.plain_relu",
    "The negative side is 0, as with relu. There it leaks: alpha times x (leaky relu).",
)
def plain(x, alpha=0.1):
    return np.maximum(x, 0.0)


@misconception("leaky_relu.at_least_alpha", CONSTANT)
def at_least_alpha(x, alpha=0.1):
    return np.maximum(x, alpha)


@misconception("leaky_relu.constant_on_the_negative_side", CONSTANT)
def constant(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, x, alpha)


@misconception("leaky_relu.constant_minus_alpha", CONSTANT)
def minus_alpha(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, x, -alpha)


@misconception(
    "leaky_relu.negative_side_turned_up",
    "A negative x gives a positive output: the sign of x stays (leaky relu).",
)
def turned_up(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, -alpha * x)


@misconception(
    "leaky_relu.smaller_of_the_two",
    "You take the smaller of x and alpha x: so the positive side leaks (leaky relu).",
)
def smaller(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.minimum(x, alpha * x)


@misconception(
    "leaky_relu.alpha_on_both_sides",
    "All inputs are multiplied by alpha. The positive ones stay as they are (leaky relu).",
)
def both_sides(x, alpha=0.1):
    return alpha * np.asarray(x, dtype=float)


@misconception(
    "leaky_relu.divides_by_alpha",
    "Negative inputs are divided by alpha: they are multiplied by it (leaky relu).",
)
def divides(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, x / alpha)


@misconception(
    "leaky_relu.exponential",
    "The negative side bends, as with elu. Here it is straight: alpha times x (leaky relu).",
)
def elu(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


@misconception(
    "leaky_relu.relu_plus_alpha_x",
    "alpha x is added on the positive side, too: there the slope is 1 (leaky relu).",
)
def sum_of_both(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.maximum(x, 0) + alpha * x


@misconception(
    "leaky_relu.one_minus_alpha",
    "The negative side has the slope 1 - alpha: it is alpha (leaky relu).",
)
def one_minus(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, (1 - alpha) * x)


@misconception(
    "leaky_relu.returns_the_slope",
    "Your function returns the slope, which is the affair of leaky_relu_grad (leaky relu).",
)
def slope(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, 1.0, alpha)


@misconception(
    "leaky_relu.alpha_always_the_default",
    "The argument alpha is not used: the slope is 0.1 whatever is asked for.",
)
def fixed_alpha(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, 0.1 * x)


@misconception(
    "leaky_relu.default_of_pytorch",
    "Your default of alpha is another than 0.1 (PyTorch's, for one, is 0.01).",
)
def other_default(x, alpha=0.01):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)


@misconception("leaky_relu.changes_x_in_place", IN_PLACE)
def in_place(x, alpha=0.1):
    x[x < 0] *= alpha
    return x


@misconception(
    "leaky_relu.integers_stay_integers",
    "For integers your result is an array of integers, which cuts off what is behind the point: "
    "an array made like x has its type.",
)
def integers(x, alpha=0.1):
    out = np.zeros_like(x)
    out[...] = np.where(np.asarray(x) > 0, x, alpha * np.asarray(x))
    return out


# The slope.
@misconception(
    "leaky_relu_grad.one_at_zero",
    "At 0 your slope is 1. There it is alpha, that of the negative side (leaky relu).",
)
def one_at_zero(x, alpha=0.1):
    return np.where(np.asarray(x) >= 0, 1.0, alpha)


@misconception(
    "leaky_relu_grad.zero_at_zero",
    "At 0 your slope is 0. There it is alpha, that of the negative side (leaky relu).",
)
def zero_at_zero(x, alpha=0.1):
    x = np.asarray(x)
    return np.where(x > 0, 1.0, np.where(x < 0, alpha, 0.0))


@misconception(
    "leaky_relu_grad.mean_at_zero",
    "At 0 your slope is the mean of both sides. There it is alpha (leaky relu).",
)
def mean_at_zero(x, alpha=0.1):
    x = np.asarray(x)
    return np.where(x > 0, 1.0, np.where(x < 0, alpha, (1 + alpha) / 2))


@misconception(
    "leaky_relu_grad.plain_relu",
    "The negative side has slope 0, as with relu. There it is alpha (leaky relu).",
)
def plain_grad(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


@misconception(
    "leaky_relu_grad.the_function_itself",
    "You return leaky relu itself. Its slope is 1 on one side and alpha on the other, whatever "
    "the size of x (leaky relu).",
)
def itself(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)


@misconception(
    "leaky_relu_grad.alpha_x_on_the_negative_side",
    "The negative side of your slope depends on x: the derivative of alpha x is alpha "
    "(leaky relu).",
)
def alpha_x(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, 1.0, alpha * x)


@misconception(
    "leaky_relu_grad.x_on_the_positive_side",
    "The positive side of your slope is x itself: the derivative of x is 1 (leaky relu).",
)
def x_on_positive(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha)


@misconception(
    "leaky_relu_grad.minus_alpha",
    "The slope of the negative side has a minus sign. Leaky relu rises everywhere (leaky relu).",
)
def minus(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, 1.0, -alpha)


@misconception(
    "leaky_relu_grad.sides_exchanged",
    "The slopes are exchanged: 1 for positive x, alpha for negative (leaky relu).",
)
def exchanged(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, alpha, 1.0)


@misconception(
    "leaky_relu_grad.alpha_everywhere",
    "Your slope is alpha on both sides. For positive x it is 1 (leaky relu).",
)
def everywhere(x, alpha=0.1):
    return np.full(np.shape(x), alpha)


@misconception(
    "leaky_relu_grad.one_plus_alpha",
    "For positive x your slope is 1 + alpha. It is 1 (leaky relu).",
)
def one_plus(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, 1 + alpha, alpha)


@misconception(
    "leaky_relu_grad.one_minus_alpha",
    "For negative x your slope is 1 - alpha. It is alpha (leaky relu).",
)
def one_minus_grad(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, 1.0, 1 - alpha)


@misconception(
    "leaky_relu_grad.alpha_always_the_default",
    "The argument alpha is not used: the slope is 0.1 whatever is asked for.",
)
def fixed_alpha_grad(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, 1.0, 0.1)


@misconception(
    "leaky_relu_grad.default_of_pytorch",
    "Your default of alpha is another than 0.1 (PyTorch's, for one, is 0.01).",
)
def other_default_grad(x, alpha=0.01):
    return np.where(np.asarray(x) > 0, 1.0, alpha)


@misconception("leaky_relu_grad.changes_x_in_place", IN_PLACE)
def in_place_grad(x, alpha=0.1):
    slope = np.where(x > 0, 1.0, alpha)
    x[...] = slope
    return slope


@misconception(
    "leaky_relu_grad.integers_stay_integers",
    "For integers your result is an array of integers, which cuts off what is behind the point: "
    "an array made like x has its type.",
)
def integers_grad(x, alpha=0.1):
    out = np.ones_like(x)
    out[np.asarray(x) <= 0] = alpha
    return out
