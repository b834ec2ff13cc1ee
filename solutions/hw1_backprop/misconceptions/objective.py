"""Mistakes in q4: the objective of one example (5.3.4 to 5.3.6), and what the cache keeps."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": right.relu, "sigmoid": right.sigmoid, "tanh": np.tanh}
LOSS = {"squared": right.squared_loss, "cross_entropy": right.cross_entropy}
STEPS = {
    "z": lambda c: c["W1"] @ c["x"] + bias(c["b1"]),
    "h": lambda c: PHI[c["activation"]](c["z"]),
    "o": lambda c: c["W2"] @ c["h"] + bias(c["b2"]),
    "L": lambda c: LOSS[c["loss"]](c["o"], c["y"]),
    "s": lambda c: right.l2_penalty(c["W1"], c["W2"], c["lambd"]),
    "J": lambda c: c["L"] + c["s"],
}
UNKNOWN_ACTIVATION = (
    "A misspelt activation is silently taken for one of the three. Any other name raises "
    "ValueError."
)
UNKNOWN_LOSS = (
    "A misspelt loss is silently taken for one of the two. Any other name raises ValueError."
)


def bias(b):
    return 0.0 if b is None else b


def forward(network, **wrong):
    """mlp_forward with some of its steps `wrong`: functions of the cache so far."""
    cache = right.mlp_forward(*network)  # raises ValueError for an unknown name
    for name, step in (STEPS | wrong).items():
        cache[name] = step(cache)
    return cache


def renamed(network, known, position, name):
    """The right result, but with an unknown name at `position` taken for `name`."""
    names = list(network)
    if names[position] not in known:
        names[position] = name
    return right.mlp_forward(*names) | {("activation", "loss")[position - 5]: network[position]}


# --- L (5.3.4), s (5.3.5), J (5.3.6) ---
@misconception(
    "mlp_forward.always_squared",
    "Your L is the squared loss whatever `loss` says.",
)
def always_squared(*network):
    return forward(network, L=lambda c: float(np.sum((c["o"] - c["y"]) ** 2) / 2))


@misconception(
    "mlp_forward.always_cross_entropy",
    "Your L is the cross-entropy whatever `loss` says.",
)
def always_cross_entropy(*network):
    return forward(network, L=lambda c: right.cross_entropy(c["o"], c["y"]))


@misconception(
    "mlp_forward.softmax_twice",
    "The softmax is taken twice before the logarithm. It is part of the loss (cross-entropy): "
    "hand the logits in.",
)
def softmax_before_loss(*network):
    def loss(c):
        is_squared = c["loss"] == "squared"
        return STEPS["L"](c if is_squared else c | {"o": right.softmax(c["o"])})

    return forward(network, L=loss)


@misconception(
    "mlp_forward.half_of_squared_loss_missing",
    "For the squared loss your L is twice the expected one: the half is missing.",
)
def squared_doubled(*network):
    return forward(network, L=lambda c: STEPS["L"](c) * (2 if c["loss"] == "squared" else 1))


@misconception(
    "mlp_forward.mean_over_outputs",
    "For the squared loss your L is divided by the number of outputs. Sum over them: the mean is "
    "over examples, and here is one.",
)
def mean_over_outputs(*network):
    def loss(c):
        return STEPS["L"](c) / (len(c["o"]) if c["loss"] == "squared" else 1)

    return forward(network, L=loss)


@misconception(
    "mlp_forward.L_includes_the_penalty",
    "Your L contains s already. L is the loss alone (5.3.4); the sum has a name of its own, J.",
)
def L_with_penalty(*network):
    result = right.mlp_forward(*network)
    return result | {"L": result["J"]}


@misconception(
    "mlp_forward.half_of_penalty_missing",
    "Your s is twice the expected one: the half in front of (5.3.5) is missing.",
)
def s_doubled(*network):
    return forward(network, s=lambda c: 2 * STEPS["s"](c))


@misconception(
    "mlp_forward.penalty_of_W1_only",
    "Your s lacks the term of W2: (5.3.5) adds the squared norms of both matrices.",
)
def s_of_W1(*network):
    return forward(network, s=lambda c: right.l2_penalty(c["W1"], 0 * c["W2"], c["lambd"]))


@misconception(
    "mlp_forward.penalty_of_W2_only",
    "Your s lacks the term of W1: (5.3.5) adds the squared norms of both matrices.",
)
def s_of_W2(*network):
    return forward(network, s=lambda c: right.l2_penalty(0 * c["W1"], c["W2"], c["lambd"]))


@misconception(
    "mlp_forward.penalty_of_biases",
    "Your s penalises the biases too. (5.3.5) holds W1 and W2 only.",
)
def s_of_biases(*network):
    def penalty(c):
        return STEPS["s"](c) + c["lambd"] / 2 * float(
            np.sum(np.square(bias(c["b1"]))) + np.sum(np.square(bias(c["b2"])))
        )

    return forward(network, s=penalty)


@misconception(
    "mlp_forward.penalty_of_norms_not_squared",
    "Your s is linear in the weights: twice the weights must give four times the penalty. The "
    "norms in (5.3.5) are squared.",
)
def s_of_norms(*network):
    def penalty(c):
        return float(c["lambd"] / 2 * (np.linalg.norm(c["W1"]) + np.linalg.norm(c["W2"])))

    return forward(network, s=penalty)


@misconception(
    "mlp_forward.lambd_ignored",
    "Your s does not depend on lambd (5.3.5).",
)
def s_without_lambd(*network):
    return forward(network, s=lambda c: right.l2_penalty(c["W1"], c["W2"], 1.0))


@misconception(
    "mlp_forward.J_without_penalty",
    "Your J equals L. The objective is the loss PLUS the penalty (5.3.6).",
)
def J_is_L(*network):
    return forward(network, J=lambda c: c["L"])


@misconception(
    "mlp_forward.penalty_subtracted",
    "Your J is L - s. The penalty is added (5.3.6).",
)
def J_minus_s(*network):
    return forward(network, J=lambda c: c["L"] - c["s"])


@misconception(
    "mlp_forward.lambd_twice",
    "Your J multiplies s by lambd once more. It is contained in s already (5.3.5).",
)
def J_with_lambd_twice(*network):
    return forward(network, J=lambda c: c["L"] + c["lambd"] * c["s"])


# --- the cache and its names ---
@misconception(
    "mlp_forward.inputs_not_kept",
    "mlp_backward finds everything in the cache: besides what you compute it holds x, y, W1, W2, "
    "lambd, activation, loss, b1 and b2, as they came.",
)
def inputs_not_kept(*network):
    result = right.mlp_forward(*network)
    return {key: result[key] for key in STEPS}


@misconception("mlp_forward.unknown_activation_is_relu", UNKNOWN_ACTIVATION)
def unknown_is_relu(*network):
    return renamed(network, PHI, 5, "relu")


@misconception("mlp_forward.unknown_activation_is_sigmoid", UNKNOWN_ACTIVATION)
def unknown_is_sigmoid(*network):
    return renamed(network, PHI, 5, "sigmoid")


@misconception("mlp_forward.unknown_activation_is_tanh", UNKNOWN_ACTIVATION)
def unknown_is_tanh(*network):
    return renamed(network, PHI, 5, "tanh")


@misconception("mlp_forward.unknown_loss_is_squared", UNKNOWN_LOSS)
def unknown_is_squared(*network):
    return renamed(network, LOSS, 6, "squared")


@misconception("mlp_forward.unknown_loss_is_cross_entropy", UNKNOWN_LOSS)
def unknown_is_cross_entropy(*network):
    return renamed(network, LOSS, 6, "cross_entropy")
