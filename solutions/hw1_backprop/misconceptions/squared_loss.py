"""Mistakes in q3: the squared loss and its gradient."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

BROADCAST = (
    "Outputs of shape (B, 1) and targets of shape (B,) combine to (B, B): every output meets every "
    "target. Give both the same shape first."
)


def num_examples(o):
    """B, which is 1 for a single example."""
    if np.size(o) == 0:
        raise ValueError("the batch is empty")
    return len(o) if np.ndim(o) == 2 else 1


def error(o, y):
    return o - np.reshape(y, np.shape(o))


# --- squared_loss ---
@misconception(
    "squared_loss.half_missing",
    "Your loss is twice the expected one: it is HALF the sum of squares.",
)
def squared_doubled(o, y):
    return 2 * right.squared_loss(o, y)


@misconception(
    "squared_loss.sum_over_batch",
    "Your loss is B times the expected one: take the mean over the examples, not their sum.",
)
def squared_sum(o, y):
    return right.squared_loss(o, y) * num_examples(o)


@misconception(
    "squared_loss.mean_over_outputs",
    "Your loss is divided by the number of outputs too. Sum over the outputs, and take the mean "
    "over the examples only.",
)
def squared_mean_over_outputs(o, y):
    return right.squared_loss(o, y) / np.shape(o)[-1]


@misconception(
    "squared_loss.mean_of_squares",
    "This is the mean of all squares, what libraries call MSE. Ours is half the SUM over the "
    "outputs, with the mean over the examples only.",
)
def squared_mse(o, y):
    return 2 * right.squared_loss(o, y) / np.shape(o)[-1]


@misconception(
    "squared_loss.one_example_divided_by_q",
    "For one example o (q,) the length of o is the number of outputs, not of examples: B = 1.",
)
def squared_length_of_o(o, y):
    return right.squared_loss(o, y) * num_examples(o) / len(o)


@misconception(
    "squared_loss.absolute_error",
    "You add absolute values of the errors. The squared loss adds their squares.",
)
def squared_absolute(o, y):
    return float(np.sum(np.abs(error(o, y))) / 2 / num_examples(o))


@misconception(
    "squared_loss.norm_not_squared",
    "You take the norm of the errors, with a root. The loss is half the SQUARED norm.",
)
def squared_norm(o, y):
    return float(np.linalg.norm(error(o, y)) / 2 / num_examples(o))


@misconception(
    "squared_loss.square_of_the_sum",
    "You add the errors of an example before squaring, so that they cancel. Square each of them "
    "first.",
)
def squared_after_the_sum(o, y):
    return float(np.sum(np.sum(error(o, y), axis=-1) ** 2) / 2 / num_examples(o))


@misconception(
    "squared_loss.difference_of_squares",
    "You subtract the square of y from the square of o. The difference is squared, not each term.",
)
def squared_difference_of_squares(o, y):
    return float(np.sum(o**2 - np.reshape(y, o.shape) ** 2) / 2 / num_examples(o))


@misconception("squared_loss.column_minus_row", BROADCAST)
def squared_broadcast(o, y):
    return float(np.sum((o - y) ** 2) / 2 / num_examples(o))


# --- squared_loss_grad ---
@misconception(
    "squared_loss_grad.sign_flipped",
    "Your gradient points from o to y. The gradient points where the loss grows: away from y.",
)
def squared_grad_sign(o, y):
    return -right.squared_loss_grad(o, y)


@misconception(
    "squared_loss_grad.not_divided_by_B",
    "Your gradient is B times too large: the loss is a MEAN over the batch.",
)
def squared_grad_sum(o, y):
    return right.squared_loss_grad(o, y) * num_examples(o)


@misconception(
    "squared_loss_grad.divided_by_B_twice",
    "Your gradient is divided by B twice. The mean over the batch is taken once.",
)
def squared_grad_mean_twice(o, y):
    return right.squared_loss_grad(o, y) / num_examples(o)


@misconception(
    "squared_loss_grad.doubled",
    "Your gradient is twice the expected one: the 2 of the square and the half of the loss cancel.",
)
def squared_grad_doubled(o, y):
    return 2 * right.squared_loss_grad(o, y)


@misconception(
    "squared_loss_grad.halved",
    "Your gradient still has the half of the loss. Differentiating the square brings a 2.",
)
def squared_grad_halved(o, y):
    return right.squared_loss_grad(o, y) / 2


@misconception(
    "squared_loss_grad.divided_by_outputs_too",
    "Your gradient is divided by the number of outputs too. The mean is over the examples alone.",
)
def squared_grad_mean_over_outputs(o, y):
    return right.squared_loss_grad(o, y) / np.shape(o)[-1]


@misconception(
    "squared_loss_grad.one_example_divided_by_q",
    "For one example o (q,) the length of o is the number of outputs, not of examples: B = 1.",
)
def squared_grad_length_of_o(o, y):
    return right.squared_loss_grad(o, y) * num_examples(o) / len(o)


@misconception(
    "squared_loss_grad.sigmoid_on_the_output",
    "Your factor o (1 - o) is the derivative of a sigmoid, but there is none on the output: the "
    "loss takes o as it is.",
)
def squared_grad_of_sigmoid(o, y):
    return right.squared_loss_grad(o, y) * o * (1 - o)


@misconception(
    "squared_loss_grad.square_not_differentiated",
    "Your gradient still holds the SQUARE of the error. Its derivative is linear in the error.",
)
def squared_grad_of_square(o, y):
    return error(o, y) ** 2 / num_examples(o)


@misconception(
    "squared_loss_grad.averaged_over_examples",
    "You average the gradient over axis 0. It has the shape of o, one row an example; the mean in "
    "the loss is only a factor 1/B.",
)
def squared_grad_averaged(o, y):
    return np.mean(error(o, y), axis=0)


@misconception("squared_loss_grad.column_minus_row", BROADCAST)
def squared_grad_broadcast(o, y):
    return (o - y) / num_examples(o)


@misconception(
    "squared_loss_grad.in_place",
    "Your squared_loss_grad overwrites the o of its caller. Give the difference a new array.",
)
def squared_grad_in_place(o, y):
    o -= np.reshape(y, o.shape)
    return o / num_examples(o)


@misconception(
    "squared_loss.in_place",
    "Your squared_loss leaves the differences in the o of its caller: -= works in place.",
)
def squared_in_place(o, y):
    loss = right.squared_loss(o, y)
    o -= np.reshape(y, np.shape(o))
    return loss
