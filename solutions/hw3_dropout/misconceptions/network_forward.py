"""Mistakes in q3: the forward pass of a network with dropout on its hidden layer."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def following(cache, **changed):
    """The cache after `changed`, each quantity computed from those before it; L by `loss`."""
    cache = cache | changed
    if "h" not in changed:
        cache["h"] = np.maximum(cache["z"], 0)
    if "h_dropped" not in changed:
        cache["h_dropped"] = dropped(cache, cache["h"])
    if "o" not in changed:
        cache["o"] = cache["h_dropped"] @ cache["W2"].T + cache["b2"]
    if "L" not in changed:
        cache["L"] = loss(cache)
    return cache


def dropped(cache, h):
    mask, p = cache["mask"], cache["p"]
    return h if mask is None else right.dropout_backward(h, mask, p)


def loss(cache, log_softmax=right._log_softmax):
    losses = -(right._one_hot(cache["Y"], cache["o"]) * log_softmax(cache["o"])).sum(axis=1)
    return float(losses.mean())


@misconception(
    "mlp_dropout_forward.b1_missing",
    "z lacks the bias b1 of (3.3.1).",
)
def mlp_dropout_forward_b1_missing(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, z=X @ W1.T)


@misconception(
    "mlp_dropout_forward.b2_missing",
    "o lacks the bias b2 of (3.3.2).",
)
def mlp_dropout_forward_b2_missing(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, o=cache["h_dropped"] @ W2.T)


@misconception(
    "mlp_dropout_forward.W1_not_transposed",
    "Examples are in rows, so (3.3.1) takes the transpose of W1: it is missing.",
)
def mlp_dropout_forward_W1_not_transposed(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, z=X @ W1 + b1)


@misconception(
    "mlp_dropout_forward.W2_not_transposed",
    "Examples are in rows, so (3.3.2) takes the transpose of W2: it is missing.",
)
def mlp_dropout_forward_W2_not_transposed(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, o=cache["h_dropped"] @ W2 + b2)


@misconception(
    "mlp_dropout_forward.no_activation",
    "h is z as it is: the hidden layer (3.3.1) has a relu.",
)
def mlp_dropout_forward_no_activation(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h=cache["z"])


@misconception(
    "mlp_dropout_forward.tanh",
    "h is tanh(z); the hidden layer (3.3.1) has a relu.",
)
def mlp_dropout_forward_tanh(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h=np.tanh(cache["z"]))


@misconception(
    "mlp_dropout_forward.sigmoid",
    "h is sigmoid(z); the hidden layer (3.3.1) has a relu.",
)
def mlp_dropout_forward_sigmoid(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h=1 / (1 + np.exp(-cache["z"])))


@misconception(
    "mlp_dropout_forward.absolute_value",
    "h is |z|: relu(-2) should be 0.",
)
def mlp_dropout_forward_absolute_value(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h=np.abs(cache["z"]))


@misconception(
    "mlp_dropout_forward.h_overwritten",
    "h in the cache is the hidden layer after dropout; h is before it, h_dropped after it.",
)
def mlp_dropout_forward_h_overwritten(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"h": cache["h_dropped"]}


@misconception(
    "mlp_dropout_forward.unscaled",
    "h_dropped lacks the factor by which (3.3.2) scales what is kept.",
)
def mlp_dropout_forward_unscaled(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h_dropped=cache["h"] * (1 if mask is None else mask))


@misconception(
    "mlp_dropout_forward.divides_by_p",
    "h_dropped is divided by p, the probability of dropping; (3.3.2) divides by that of keeping.",
)
def mlp_dropout_forward_divides_by_p(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h_dropped=cache["h"] * (1 if mask is None else mask / (p or 1)))


@misconception(
    "mlp_dropout_forward.multiplies_by_keep",
    "h_dropped is multiplied by 1 - p where (3.3.2) divides.",
)
def mlp_dropout_forward_multiplies_by_keep(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h_dropped=cache["h"] * (1 if mask is None else mask * (1 - p)))


@misconception(
    "mlp_dropout_forward.divides_twice",
    "h_dropped is divided by 1 - p twice; the mask in (3.3.2) is not scaled.",
)
def mlp_dropout_forward_divides_twice(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    twice = cache["h_dropped"] / (1 if mask is None or p == 1 else 1 - p)
    return following(cache, h_dropped=twice)


@misconception(
    "mlp_dropout_forward.complement",
    "The units that the mask keeps are dropped, and the others kept: 1 means kept.",
)
def mlp_dropout_forward_complement(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    other = None if mask is None else 1 - np.asarray(mask, float)
    return following(cache, h_dropped=dropped(cache | {"mask": other}, cache["h"]))


@misconception(
    "mlp_dropout_forward.no_dropout",
    "h_dropped is h: the mask is not applied.",
)
def mlp_dropout_forward_no_dropout(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, h_dropped=cache["h"])


@misconception(
    "mlp_dropout_forward.scaled_without_a_mask",
    "No mask means evaluation mode: nothing is dropped there, and nothing is scaled.",
)
def mlp_dropout_forward_scaled_without_a_mask(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache if mask is not None else following(cache, h_dropped=cache["h"] / (1 - p))


@misconception(
    "mlp_dropout_forward.times_keep_without_a_mask",
    "No mask means evaluation mode. Inverted dropout leaves h alone there; the original one "
    "multiplies by 1 - p.",
)
def mlp_dropout_forward_times_keep_without_a_mask(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache if mask is not None else following(cache, h_dropped=cache["h"] * (1 - p))


@misconception(
    "mlp_dropout_forward.o_from_h",
    "o is computed from h, not from h_dropped (3.3.2): the dropout has no effect.",
)
def mlp_dropout_forward_o_from_h(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, o=cache["h"] @ W2.T + b2)


@misconception(
    "mlp_dropout_forward.relu_on_the_output",
    "A relu is applied to the logits o, too: the output layer is linear.",
)
def mlp_dropout_forward_relu_on_the_output(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return following(cache, o=np.maximum(cache["o"], 0))


@misconception(
    "mlp_dropout_forward.o_after_softmax",
    "o holds probabilities: it is the logits that the cache keeps, before the softmax.",
)
def mlp_dropout_forward_o_after_softmax(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"o": np.exp(right._log_softmax(cache["o"]))}


@misconception(
    "mlp_dropout_forward.softmax_twice",
    "The softmax is applied twice: (3.3.3) takes the logits o.",
)
def mlp_dropout_forward_softmax_twice(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    twice = cache | {"o": np.exp(right._log_softmax(cache["o"]))}
    return cache | {"L": loss(twice)}


@misconception(
    "mlp_dropout_forward.sum_over_the_batch",
    "L is the sum over the batch; (3.3.3) is the mean.",
)
def mlp_dropout_forward_sum_over_the_batch(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"L": cache["L"] * len(X)}


@misconception(
    "mlp_dropout_forward.mean_over_classes",
    "L is divided by the number of classes as well; (3.3.3) is a mean over examples alone.",
)
def mlp_dropout_forward_mean_over_classes(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"L": cache["L"] / len(b2)}


@misconception(
    "mlp_dropout_forward.log_of_base_two",
    "L is off by a factor ln 2: use the natural logarithm.",
)
def mlp_dropout_forward_log_of_base_two(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"L": cache["L"] / np.log(2)}


@misconception(
    "mlp_dropout_forward.sign_of_the_loss",
    "L is negative: it is MINUS the log probability of the label (3.3.3).",
)
def mlp_dropout_forward_sign_of_the_loss(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"L": -cache["L"]}


@misconception(
    "mlp_dropout_forward.softmax_over_the_batch",
    "The softmax is taken over the examples (axis 0): the classes are the last axis.",
)
def mlp_dropout_forward_softmax_over_the_batch(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"L": loss(cache, lambda o: right._log_softmax(o.T).T)}


@misconception(
    "mlp_dropout_forward.softmax_overflows",
    "L is inf or nan on large logits: exp of them overflows, or a logarithm is taken of a "
    "probability that has become 0. Subtract the largest logit of each row, and compute the "
    "logarithm of the softmax without the softmax.",
)
def mlp_dropout_forward_softmax_overflows(X, Y, W1, b1, W2, b2, p, mask):
    def naive(o):
        with np.errstate(all="ignore"):
            return np.log(np.exp(o) / np.exp(o).sum(axis=1, keepdims=True))

    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    with np.errstate(invalid="ignore"):
        return cache | {"L": loss(cache, naive)}


@misconception(
    "mlp_dropout_forward.probabilities_clipped",
    "The loss saturates at 16.12 = -log(1e-7): you clip the probabilities. Work with the logits.",
)
def mlp_dropout_forward_probabilities_clipped(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    return cache | {"L": loss(cache, lambda o: np.maximum(right._log_softmax(o), np.log(1e-7)))}


@misconception(
    "mlp_dropout_forward.integer_buffer",
    "With an X of integers the hidden layer is cut down to integers: make a buffer of floats.",
)
def mlp_dropout_forward_integer_buffer(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    kind = np.asarray(X).dtype
    return following(cache, z=cache["z"].astype(kind), h=cache["h"].astype(kind))


@misconception(
    "mlp_dropout_forward.mask_changed",
    "Your function scales the mask of its caller (mask /= ...): make a new array.",
)
def mlp_dropout_forward_mask_changed(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    if mask is not None and mask.dtype.kind == "f" and p < 1:
        cache["mask"] = mask.copy()
        mask /= 1 - p
    return cache


@misconception(
    "mlp_dropout_forward.p_one_is_not_a_number",
    "p = 1 gives 0/0. Nothing is kept then, so nothing has to be scaled: h_dropped is zero.",
)
def mlp_dropout_forward_p_one_is_not_a_number(X, Y, W1, b1, W2, b2, p, mask):
    cache = right.mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    is_lost = p == 1 and mask is not None
    return following(cache, h_dropped=cache["h"] * np.nan) if is_lost else cache
