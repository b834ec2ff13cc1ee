"""Mistakes in q2: derivatives of activations, at the pre-activation."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


# --- sigmoid_grad ---
@misconception(
    "sigmoid_grad.at_sigmoid_of_x",
    "You evaluate the derivative at sigmoid(x), so it never falls below 0.19. It takes the "
    "pre-activation x.",
)
def sigmoid_grad_at_sigmoid(x):
    return right.sigmoid_grad(right.sigmoid(x))


@misconception(
    "sigmoid_grad.x_taken_as_activated",
    "x (1 - x) is right only if x is already a sigmoid. sigmoid_grad takes the pre-activation.",
)
def sigmoid_grad_of_activated(x):
    return x * (1.0 - x)


@misconception(
    "sigmoid_grad.sigmoid_itself",
    "This is sigmoid(x), not its derivative: the factor 1 - sigmoid(x) is missing.",
)
def sigmoid_grad_is_sigmoid(x):
    return right.sigmoid(x)


@misconception(
    "sigmoid_grad.only_one_minus_sigmoid",
    "This is 1 - sigmoid(x); the derivative has sigmoid(x) as a second factor. (As a fraction: the "
    "denominator is squared.)",
)
def sigmoid_grad_one_factor(x):
    return right.sigmoid(-x)


@misconception(
    "sigmoid_grad.one_plus_sigmoid",
    "Your second factor is 1 + sigmoid(x). The derivative must vanish where the sigmoid is near 1: "
    "check that sign.",
)
def sigmoid_grad_plus(x):
    return right.sigmoid(x) * (1 + right.sigmoid(x))


@misconception(
    "sigmoid_grad.formula_of_tanh",
    "1 - s^2 with s = sigmoid(x) is the pattern of the derivative of tanh. The sigmoid has one of "
    "its own.",
)
def sigmoid_grad_like_tanh(x):
    return 1 - right.sigmoid(x) ** 2


@misconception(
    "sigmoid_grad.sign_flipped",
    "Your derivative is negative, but the sigmoid rises everywhere: differentiating exp(-x) brings "
    "one minus sign, the power -1 another.",
)
def sigmoid_grad_negative(x):
    return -right.sigmoid_grad(x)


@misconception(
    "sigmoid_grad.forward_difference",
    "This is a finite difference with step 0.01, right to two digits only. Use the derivative in "
    "closed form.",
)
def sigmoid_grad_by_difference(x):
    return (right.sigmoid(x + 0.01) - right.sigmoid(x)) / 0.01


@misconception(
    "sigmoid_grad.overflow_of_exp",
    "For large |x| your derivative is inf / inf = nan, where it should be 0. Write it in terms of "
    "a sigmoid that cannot overflow.",
)
def sigmoid_grad_overflows(x):
    e = np.exp(-1.0 * x)
    return e / (1.0 + e) ** 2


# --- relu_grad ---
@misconception(
    "relu_grad.one_at_zero",
    "At exactly x = 0 you return 1. The convention of this course, as of PyTorch, is relu'(0) = 0.",
)
def relu_grad_one_at_zero(x):
    return x >= 0


@misconception(
    "relu_grad.half_at_zero",
    "At exactly x = 0 you return 0.5. The convention of this course, as of PyTorch, is 0.",
)
def relu_grad_half_at_zero(x):
    return np.heaviside(x, 0.5)


@misconception(
    "relu_grad.relu_itself",
    "You return relu(x). Its slope is what is asked for: the same number for all positive x.",
)
def relu_grad_is_relu(x):
    return right.relu(x)


@misconception(
    "relu_grad.sign_of_x",
    "You return -1 for negative x. relu is constant there, so its slope is 0.",
)
def relu_grad_is_sign(x):
    return np.sign(x)


@misconception(
    "relu_grad.one_everywhere",
    "You return 1 everywhere, the slope of the identity. Where x < 0, relu is flat.",
)
def relu_grad_is_one(x):
    return np.ones(x.shape)


@misconception(
    "relu_grad.condition_reversed",
    "You return 1 where x < 0 and 0 where x > 0: the condition is the wrong way round.",
)
def relu_grad_reversed(x):
    return x < 0


@misconception(
    "relu_grad.leaky",
    "For negative x you return a slope of 0.01, that of the leaky relu. relu is flat there.",
)
def relu_grad_is_leaky(x):
    return np.where(x > 0, 1.0, np.where(x < 0, 0.01, 0.0))


@misconception(
    "relu_grad.in_place",
    "Your relu_grad overwrites the caller's x with zeros and ones. Return a new array.",
)
def relu_grad_in_place(x):
    x[x <= 0] = 0
    x[x > 0] = 1
    return x


# --- tanh_grad ---
@misconception(
    "tanh_grad.x_taken_as_activated",
    "1 - x^2 is right only if x is already a tanh. tanh_grad takes the pre-activation.",
)
def tanh_grad_of_activated(x):
    return 1.0 - x**2


@misconception(
    "tanh_grad.at_tanh_of_x",
    "You evaluate the derivative at tanh(x): the tanh is taken twice. It takes the pre-activation.",
)
def tanh_grad_at_tanh(x):
    return right.tanh_grad(np.tanh(x))


@misconception(
    "tanh_grad.square_missing",
    "1 - tanh(x) is not symmetric about 0, but the slope of tanh is: the square is missing.",
)
def tanh_grad_without_square(x):
    return 1 - np.tanh(x)


@misconception(
    "tanh_grad.plus_square",
    "You add tanh(x)^2 to 1. tanh is steepest at 0, where its slope is 1: check the sign.",
)
def tanh_grad_plus(x):
    return 1 + np.tanh(x) ** 2


@misconception(
    "tanh_grad.one_missing",
    "You return tanh(x)^2, which is 0 at x = 0, where tanh is steepest. What is it taken from?",
)
def tanh_grad_without_one(x):
    return np.tanh(x) ** 2


@misconception(
    "tanh_grad.square_of_the_difference",
    "You square the whole difference 1 - tanh(x). Only tanh(x) is squared.",
)
def tanh_grad_brackets(x):
    return (1 - np.tanh(x)) ** 2


@misconception(
    "tanh_grad.tanh_itself",
    "You return tanh(x), not its derivative.",
)
def tanh_grad_is_tanh(x):
    return np.tanh(x)


@misconception(
    "tanh_grad.formula_of_sigmoid",
    "t (1 - t) with t = tanh(x) is the pattern of the derivative of the sigmoid. tanh has one of "
    "its own.",
)
def tanh_grad_like_sigmoid(x):
    return np.tanh(x) * (1 - np.tanh(x))


@misconception(
    "tanh_grad.sign_flipped",
    "Your derivative is negative, but tanh rises everywhere: the two terms are exchanged.",
)
def tanh_grad_negative(x):
    return -right.tanh_grad(x)


@misconception(
    "tanh_grad.cosh_not_squared",
    "1 / cosh(x) is not yet the derivative of tanh: cosh(x) is squared in it.",
)
def tanh_grad_sech(x):
    return 1 / np.cosh(x)


@misconception(
    "tanh_grad.result_has_the_type_of_x",
    "With integer x your result is cut off to integers: results are floats, so a buffer for them "
    "must not take its dtype from x.",
)
def tanh_grad_truncated(x):
    return right.tanh_grad(x).astype(x.dtype)
