"""Mistakes in q6: the objective of a minibatch (5.3.4 to 5.3.6)."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": right.relu, "sigmoid": right.sigmoid, "tanh": np.tanh}
LOSS = {"squared": right.squared_loss, "cross_entropy": right.cross_entropy}
STEPS = {
    "z": lambda c: c["x"] @ c["W1"].T + bias(c["b1"]),
    "h": lambda c: PHI[c["activation"]](c["z"]),
    "o": lambda c: c["h"] @ c["W2"].T + bias(c["b2"]),
    "L": lambda c: LOSS[c["loss"]](c["o"], c["y"]),
    "s": lambda c: right.l2_penalty(c["W1"], c["W2"], c["lambd"]),
    "J": lambda c: c["L"] + c["s"],
}


def bias(b):
    return 0.0 if b is None else b


def forward(network, **wrong):
    """mlp_forward_batch with some of its steps `wrong`: functions of the cache so far."""
    cache = right.mlp_forward_batch(*network)  # raises ValueError for an unknown name
    for name, step in (STEPS | wrong).items():
        cache[name] = step(cache)
    return cache


def is_squared(c):
    return c["loss"] == "squared"


@misconception(
    "mlp_forward_batch.sum_over_batch",
    "Your L is B times the expected one: it is the MEAN over the examples.",
)
def L_summed(*network):
    return forward(network, L=lambda c: STEPS["L"](c) * len(c["o"]))


@misconception(
    "mlp_forward_batch.divided_by_B_twice",
    "Your L is divided by B twice. The mean over the examples is taken once.",
)
def L_divided_twice(*network):
    return forward(network, L=lambda c: STEPS["L"](c) / len(c["o"]))


@misconception(
    "mlp_forward_batch.mean_over_outputs",
    "For the squared loss your L is divided by the number of outputs too. Sum over the outputs, "
    "and take the mean over the examples only.",
)
def L_mean_over_outputs(*network):
    def loss(c):
        return STEPS["L"](c) / (c["o"].shape[1] if is_squared(c) else 1)

    return forward(network, L=loss)


@misconception(
    "mlp_forward_batch.half_of_squared_loss_missing",
    "For the squared loss your L is twice the expected one: the half is missing.",
)
def L_doubled(*network):
    return forward(network, L=lambda c: STEPS["L"](c) * (2 if is_squared(c) else 1))


@misconception(
    "mlp_forward_batch.one_loss_an_example",
    "Your L is an array with one loss an example. L is a single number, their mean.",
)
def L_of_each(*network):
    def losses(c):
        return np.array([LOSS[c["loss"]](o, y) for o, y in zip(c["o"], c["y"], strict=True)])

    return forward(network, L=losses)


@misconception(
    "mlp_forward_batch.last_example_only",
    "Your L is the loss of the last example. It is the mean over all of them.",
)
def L_of_last(*network):
    return forward(network, L=lambda c: LOSS[c["loss"]](c["o"][-1], c["y"][-1]))


@misconception(
    "mlp_forward_batch.softmax_over_the_batch",
    "For cross_entropy your softmax normalises over the examples (axis 0). The classes are on the "
    "last axis.",
)
def L_over_axis_0(*network):
    def loss(c):
        normalised = c["o"] - np.log(np.exp(c["o"]).sum(axis=0))
        labels = c["y"] if np.ndim(c["y"]) == 2 else np.eye(c["o"].shape[1])[c["y"]]
        return float(-np.sum(labels * normalised) / len(c["o"]))

    return forward(network, L=lambda c: STEPS["L"](c) if is_squared(c) else loss(c))


@misconception(
    "mlp_forward_batch.column_minus_row",
    "Outputs of shape (B, 1) and targets of shape (B,) combine to (B, B): every output meets every "
    "target. Give both the same shape first.",
)
def L_broadcast(*network):
    def loss(c):
        return float(np.sum((c["o"] - c["y"]) ** 2) / 2 / len(c["o"]))

    return forward(network, L=lambda c: loss(c) if is_squared(c) else STEPS["L"](c))


@misconception(
    "mlp_forward_batch.penalty_divided_by_B",
    "Your s is divided by the batch size. The penalty belongs to the weights, not to the examples "
    "(5.3.5).",
)
def s_divided(*network):
    return forward(network, s=lambda c: STEPS["s"](c) / len(c["o"]))


@misconception(
    "mlp_forward_batch.penalty_once_an_example",
    "Your J holds the penalty once for every example. It enters once, whatever B is (5.3.6).",
)
def J_with_s_of_each(*network):
    return forward(network, J=lambda c: c["L"] + len(c["o"]) * c["s"])


@misconception(
    "mlp_forward_batch.penalty_divided_by_B_in_J",
    "Your J holds only s / B. The mean over the batch is for the loss alone (5.3.6).",
)
def J_with_s_divided(*network):
    return forward(network, J=lambda c: c["L"] + c["s"] / len(c["o"]))


@misconception(
    "mlp_forward_batch.half_of_penalty_missing",
    "Your s is twice the expected one: the half in front of (5.3.5) is missing.",
)
def s_doubled(*network):
    return forward(network, s=lambda c: 2 * STEPS["s"](c))


@misconception(
    "mlp_forward_batch.penalty_of_biases",
    "Your s penalises the biases too. (5.3.5) holds W1 and W2 only.",
)
def s_of_biases(*network):
    def penalty(c):
        squares = [float(np.sum(np.square(bias(c[name])))) for name in ("b1", "b2")]
        return STEPS["s"](c) + c["lambd"] / 2 * sum(squares)

    return forward(network, s=penalty)


@misconception(
    "mlp_forward_batch.J_without_penalty",
    "Your J equals L. The objective is the loss PLUS the penalty (5.3.6).",
)
def J_is_L(*network):
    return forward(network, J=lambda c: c["L"])
