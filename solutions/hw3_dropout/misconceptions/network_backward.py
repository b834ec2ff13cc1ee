"""Mistakes in q3: the gradients of a network with dropout on its hidden layer."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def gradients(cache, *, dL_do=None, dL_dh=None, dL_dz=None, h=None):
    """All gradients, with some quantities on the way given."""
    dL_do = output_gradient(cache) if dL_do is None else dL_do
    dL_dh = dropped(cache, dL_do @ cache["W2"]) if dL_dh is None else dL_dh
    dL_dz = dL_dh * (cache["z"] > 0) if dL_dz is None else dL_dz
    h = cache["h_dropped"] if h is None else h
    return {
        "dL_dW1": dL_dz.T @ cache["X"],
        "dL_db1": dL_dz.sum(axis=0),
        "dL_dW2": dL_do.T @ h,
        "dL_db2": dL_do.sum(axis=0),
    }


def output_gradient(cache):
    o = cache["o"]
    return (np.exp(right._log_softmax(o)) - right._one_hot(cache["Y"], o)) / len(o)


def dropped(cache, dout):
    return right.dropout_backward(dout, cache["mask"], cache["p"])


@misconception(
    "mlp_dropout_backward.not_divided_by_B",
    "All gradients are B times too large: L is the MEAN over the batch (3.3.4).",
)
def mlp_dropout_backward_not_divided_by_B(cache):
    return gradients(cache, dL_do=output_gradient(cache) * len(cache["X"]))


@misconception(
    "mlp_dropout_backward.divided_by_B_twice",
    "It is divided by B twice: 1/B belongs to dL/do alone (3.3.4), all after it is summed.",
)
def mlp_dropout_backward_divided_by_B_twice(cache):
    return gradients(cache, dL_do=output_gradient(cache) / len(cache["X"]))


@misconception(
    "mlp_dropout_backward.label_minus_output",
    "All gradients have the wrong sign: dL/do is softmax minus label (3.3.4).",
)
def mlp_dropout_backward_label_minus_output(cache):
    return gradients(cache, dL_do=-output_gradient(cache))


@misconception(
    "mlp_dropout_backward.label_not_subtracted",
    "dL/do is the softmax alone: without the label (3.3.4) it does not sum to 0 over the classes.",
)
def mlp_dropout_backward_label_not_subtracted(cache):
    probabilities = np.exp(right._log_softmax(cache["o"]))
    return gradients(cache, dL_do=probabilities / len(cache["X"]))


@misconception(
    "mlp_dropout_backward.logits_for_probabilities",
    "dL/do is the logits minus the label; (3.3.4) takes the softmax of the logits.",
)
def mlp_dropout_backward_logits_for_probabilities(cache):
    o = cache["o"]
    return gradients(cache, dL_do=(o - right._one_hot(cache["Y"], o)) / len(o))


@misconception(
    "mlp_dropout_backward.softmax_overflows",
    "The softmax overflows on large logits: subtract the largest logit of each row first.",
)
def mlp_dropout_backward_softmax_overflows(cache):
    o = cache["o"]
    with np.errstate(all="ignore"):
        naive = np.exp(o) / np.exp(o).sum(axis=1, keepdims=True)
        return gradients(cache, dL_do=(naive - right._one_hot(cache["Y"], o)) / len(o))


@misconception(
    "mlp_dropout_backward.mask_ignored",
    "The gradients of the first layer pass through dropped units, too: the mask stands in (3.3.5) "
    "as well.",
)
def mlp_dropout_backward_mask_ignored(cache):
    scale = 1 if cache["mask"] is None or cache["p"] == 1 else 1 - cache["p"]
    return gradients(cache, dL_dh=output_gradient(cache) @ cache["W2"] / scale)


@misconception(
    "mlp_dropout_backward.no_dropout",
    "The gradients of the first layer know nothing of the dropout: neither of the mask nor of the "
    "scale in (3.3.5).",
)
def mlp_dropout_backward_no_dropout(cache):
    return gradients(cache, dL_dh=output_gradient(cache) @ cache["W2"])


@misconception(
    "mlp_dropout_backward.unscaled",
    "The gradients of the first layer lack the factor by which (3.3.5) scales what is kept.",
)
def mlp_dropout_backward_unscaled(cache):
    mask = 1 if cache["mask"] is None else cache["mask"]
    return gradients(cache, dL_dh=output_gradient(cache) @ cache["W2"] * mask)


@misconception(
    "mlp_dropout_backward.divides_by_p",
    "The gradients of the first layer are divided by p; (3.3.5) divides by the probability of "
    "keeping.",
)
def mlp_dropout_backward_divides_by_p(cache):
    mask = 1 if cache["mask"] is None else cache["mask"] / (cache["p"] or 1)
    return gradients(cache, dL_dh=output_gradient(cache) @ cache["W2"] * mask)


@misconception(
    "mlp_dropout_backward.divides_twice",
    "The gradients of the first layer are divided by 1 - p twice; (3.3.5) does so once.",
)
def mlp_dropout_backward_divides_twice(cache):
    return gradients(
        cache, dL_dh=dropped(cache, dropped(cache, output_gradient(cache) @ cache["W2"]))
    )


@misconception(
    "mlp_dropout_backward.complement",
    "The gradient passes where units were dropped, and stops where they were kept: 1 in the mask "
    "means kept.",
)
def mlp_dropout_backward_complement(cache):
    mask = cache["mask"]
    other = cache | {"mask": None if mask is None else 1 - np.asarray(mask, float)}
    return gradients(cache, dL_dh=dropped(other, output_gradient(cache) @ cache["W2"]))


@misconception(
    "mlp_dropout_backward.times_keep_without_a_mask",
    "No mask means evaluation mode of inverted dropout: no factor 1 - p there.",
)
def mlp_dropout_backward_times_keep_without_a_mask(cache):
    factor = 1 - cache["p"] if cache["mask"] is None else 1
    return gradients(cache, dL_dh=dropped(cache, output_gradient(cache) @ cache["W2"]) * factor)


@misconception(
    "mlp_dropout_backward.scaled_without_a_mask",
    "No mask means evaluation mode: nothing is dropped there, and nothing is scaled.",
)
def mlp_dropout_backward_scaled_without_a_mask(cache):
    factor = 1 - cache["p"] if cache["mask"] is None else 1
    return gradients(cache, dL_dh=dropped(cache, output_gradient(cache) @ cache["W2"]) / factor)


@misconception(
    "mlp_dropout_backward.relu_forgotten",
    "The gradients of the first layer lack the derivative of relu in (3.3.5).",
)
def mlp_dropout_backward_relu_forgotten(cache):
    dL_dh = dropped(cache, output_gradient(cache) @ cache["W2"])
    return gradients(cache, dL_dh=dL_dh, dL_dz=dL_dh)


@misconception(
    "mlp_dropout_backward.times_h",
    "You multiply by relu(z) instead of its derivative (3.3.5), which is 0 or 1.",
)
def mlp_dropout_backward_times_h(cache):
    dL_dh = dropped(cache, output_gradient(cache) @ cache["W2"])
    return gradients(cache, dL_dz=dL_dh * np.maximum(cache["z"], 0))


@misconception(
    "mlp_dropout_backward.relu_one_at_zero",
    "Where z is exactly 0 you take 1 for relu'(0) (>= for >); by convention it is 0.",
)
def mlp_dropout_backward_relu_one_at_zero(cache):
    dL_dh = dropped(cache, output_gradient(cache) @ cache["W2"])
    return gradients(cache, dL_dz=dL_dh * (cache["z"] >= 0))


@misconception(
    "mlp_dropout_backward.dW2_from_h",
    "dL_dW2 takes h; W2 was multiplied with h_dropped (3.3.4).",
)
def mlp_dropout_backward_dW2_from_h(cache):
    return gradients(cache, h=np.maximum(cache["z"], 0))


@misconception(
    "mlp_dropout_backward.dW2_unscaled",
    "dL_dW2 takes h times the mask; h_dropped is scaled as well (3.3.4).",
)
def mlp_dropout_backward_dW2_unscaled(cache):
    mask = 1 if cache["mask"] is None else cache["mask"]
    return gradients(cache, h=np.maximum(cache["z"], 0) * mask)


@misconception(
    "mlp_dropout_backward.W2_transposed",
    "The gradient goes back through W2 as it is (3.3.5); yours goes through its transpose.",
)
def mlp_dropout_backward_W2_transposed(cache):
    return gradients(cache, dL_dh=dropped(cache, output_gradient(cache) @ cache["W2"].T))


@misconception(
    "mlp_dropout_backward.dW2_transposed",
    "dL_dW2 is transposed: it has the shape of W2, (q, h).",
)
def mlp_dropout_backward_dW2_transposed(cache):
    found = gradients(cache)
    return found | {"dL_dW2": found["dL_dW2"].T}


@misconception(
    "mlp_dropout_backward.dW1_transposed",
    "dL_dW1 is transposed: it has the shape of W1, (h, d).",
)
def mlp_dropout_backward_dW1_transposed(cache):
    found = gradients(cache)
    return found | {"dL_dW1": found["dL_dW1"].T}


@misconception(
    "mlp_dropout_backward.dW1_from_dh",
    "dL_dW1 takes dL/dz (3.3.6); yours skips dropout and relu on the way back.",
)
def mlp_dropout_backward_dW1_from_dh(cache):
    return gradients(cache) | {"dL_dW1": (output_gradient(cache) @ cache["W2"]).T @ cache["X"]}


@misconception(
    "mlp_dropout_backward.biases_averaged",
    "It is divided by B twice: 1/B belongs to dL/do alone (3.3.4), all after it is summed.",
)
def mlp_dropout_backward_biases_averaged(cache):
    found = gradients(cache)
    return found | {key: found[key] / len(cache["X"]) for key in ("dL_db1", "dL_db2")}


@misconception(
    "mlp_dropout_backward.biases_of_the_first_example",
    "The gradients of the biases come from one example only: sum over the batch.",
)
def mlp_dropout_backward_biases_of_the_first_example(cache):
    dL_do = output_gradient(cache)
    dL_dz = dropped(cache, dL_do @ cache["W2"]) * (cache["z"] > 0)
    return gradients(cache) | {"dL_db1": dL_dz[0], "dL_db2": dL_do[0]}


@misconception(
    "mlp_dropout_backward.db1_over_the_units",
    "dL_db1 is summed over the units (axis 1); (3.3.6) sums over the batch (axis 0).",
)
def mlp_dropout_backward_db1_over_the_units(cache):
    dL_dz = dropped(cache, output_gradient(cache) @ cache["W2"]) * (cache["z"] > 0)
    return gradients(cache) | {"dL_db1": dL_dz.sum(axis=1)}


@misconception(
    "mlp_dropout_backward.accumulates",
    "The second call gives other gradients: you add them up in an object that outlives the call.",
)
def mlp_dropout_backward_accumulates(cache, total={}):  # noqa: B006 - the mistake itself
    for key, value in gradients(cache).items():
        fits = key in total and total[key].shape == value.shape
        total[key] = total[key] + value if fits else value
    return dict(total)


@misconception(
    "mlp_dropout_backward.mask_changed",
    "Your function scales the mask in the cache (mask /= ...): make a new array.",
)
def mlp_dropout_backward_mask_changed(cache):
    found, mask = gradients(cache), cache["mask"]
    if mask is not None and mask.dtype.kind == "f" and cache["p"] < 1:
        mask /= 1 - cache["p"]
    return found


@misconception(
    "mlp_dropout_backward.one_hot_labels_overwritten",
    "Your function writes into the one-hot labels of the cache: dL/do needs an array of its own.",
)
def mlp_dropout_backward_one_hot_labels_overwritten(cache):
    found, Y = gradients(cache), cache["Y"]
    if np.ndim(Y) == 2 and Y.dtype.kind == "f":
        Y[...] = output_gradient(cache)
    return found


@misconception(
    "mlp_dropout_backward.relu_mask_from_dL_dh",
    "You let pass what is positive in dL/dh. What counts is the sign of z, for that is what relu "
    "saw.",
)
def mlp_dropout_backward_relu_mask_from_dL_dh(cache):
    dL_dh = dropped(cache, output_gradient(cache) @ cache["W2"])
    return gradients(cache, dL_dz=dL_dh * (dL_dh > 0))
