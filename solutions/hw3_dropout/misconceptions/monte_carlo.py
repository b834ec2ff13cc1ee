"""Mistakes in q5: Monte Carlo dropout."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def hidden(X, W1, b1):
    return np.maximum(X @ W1.T + b1, 0)


def softmax(o):
    return np.exp(right._log_softmax(o))


def predict(h, W2, b2, masks, p):
    """Mean and std of the softmax outputs under given masks of h."""
    outputs = [softmax(right.dropout_backward(h, mask, p) @ W2.T + b2) for mask in masks]
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)


def draw(h, p, rng, num_samples):
    return [right.dropout_forward(h, p, rng)[1] for _ in range(num_samples)]


@misconception(
    "mc_dropout_predict.evaluation_mode",
    "Nothing is dropped: Monte Carlo dropout keeps dropout on while predicting, and its spread "
    "is the uncertainty.",
)
def mc_dropout_predict_evaluation_mode(X, W1, b1, W2, b2, p, rng, num_samples):
    return predict(hidden(X, W1, b1), W2, b2, [None] * num_samples, p)


@misconception(
    "mc_dropout_predict.one_mask_for_all_samples",
    "The mean is the output under one mask alone: each sample has a fresh one, and the mean is "
    "over all samples (3.5.1).",
)
def mc_dropout_predict_one_mask_for_all_samples(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    return predict(h, W2, b2, draw(h, p, rng, 1) * num_samples, p)


@misconception(
    "mc_dropout_predict.one_mask_for_all_examples",
    "Within a sample all examples come out alike: each has a mask of its own, so that all masks "
    "together have the shape (B, h), and outputs of its own.",
)
def mc_dropout_predict_one_mask_for_all_examples(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    masks = [np.broadcast_to(mask[:1], h.shape) for mask in draw(h, p, rng, num_samples)]
    return predict(h, W2, b2, masks, p)


@misconception(
    "mc_dropout_predict.whole_hidden_layer",
    "An example loses all of its hidden units or none: each unit has a draw of its own.",
)
def mc_dropout_predict_whole_hidden_layer(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    masks = [np.broadcast_to(mask[:, :1], h.shape) for mask in draw(h, p, rng, num_samples)]
    return predict(h, W2, b2, masks, p)


@misconception(
    "mc_dropout_predict.unscaled",
    "The hidden units that are kept lack the factor of inverted dropout (5.6.1).",
)
def mc_dropout_predict_unscaled(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    masks = draw(h, p, rng, num_samples)
    return predict(h * (1 - p), W2, b2, masks, p) if p < 1 else predict(h, W2, b2, masks, p)


@misconception(
    "mc_dropout_predict.keeps_with_p",
    "Hidden units are kept with probability p; p is the probability of dropping one.",
)
def mc_dropout_predict_keeps_with_p(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    masks = draw(h, p, rng, num_samples)
    return predict(h, W2, b2, masks if p in (0, 1) else [1 - mask for mask in masks], p)


@misconception(
    "mc_dropout_predict.dropout_on_the_logits",
    "The logits are dropped; it is the hidden layer that dropout is applied to.",
)
def mc_dropout_predict_dropout_on_the_logits(X, W1, b1, W2, b2, p, rng, num_samples):
    o = hidden(X, W1, b1) @ W2.T + b2
    outputs = [softmax(right.dropout_forward(o, p, rng)[0]) for _ in range(num_samples)]
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)


@misconception(
    "mc_dropout_predict.dropout_on_the_input",
    "The inputs X are dropped; it is the hidden layer that dropout is applied to.",
)
def mc_dropout_predict_dropout_on_the_input(X, W1, b1, W2, b2, p, rng, num_samples):
    samples = [right.dropout_forward(X, p, rng)[0] for _ in range(num_samples)]
    outputs = [softmax(hidden(x, W1, b1) @ W2.T + b2) for x in samples]
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)


@misconception(
    "mc_dropout_predict.mean_of_the_logits",
    "You apply the softmax to the mean of the logits; (3.5.1) is the mean of softmax outputs.",
)
def mc_dropout_predict_mean_of_the_logits(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    masks = draw(h, p, rng, num_samples)
    logits = [right.dropout_backward(h, mask, p) @ W2.T + b2 for mask in masks]
    return softmax(np.mean(logits, axis=0)), predict(h, W2, b2, masks, p)[1]


@misconception(
    "mc_dropout_predict.logits",
    "Mean and std are those of the logits; (3.5.1) takes those of the softmax outputs.",
)
def mc_dropout_predict_logits(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    masks = draw(h, p, rng, num_samples)
    logits = [right.dropout_backward(h, mask, p) @ W2.T + b2 for mask in masks]
    return np.mean(logits, axis=0), np.std(logits, axis=0)


@misconception(
    "mc_dropout_predict.variance",
    "The second result is the variance: (3.5.1) asks for its root, the standard deviation.",
)
def mc_dropout_predict_variance(X, W1, b1, W2, b2, p, rng, num_samples):
    mean, std = right.mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples)
    return mean, std**2


@misconception(
    "mc_dropout_predict.std_of_a_sample",
    "You divide by num_samples - 1: the population standard deviation (3.5.1) divides by "
    "num_samples, and is 0 for a single sample.",
)
def mc_dropout_predict_std_of_a_sample(X, W1, b1, W2, b2, p, rng, num_samples):
    mean, std = right.mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples)
    with np.errstate(all="ignore"):
        return mean, std * np.sqrt(np.float64(num_samples) / (num_samples - 1))


@misconception(
    "mc_dropout_predict.standard_error",
    "You divide the standard deviation by the root of num_samples: that is the error of the mean, "
    "not the spread of the outputs.",
)
def mc_dropout_predict_standard_error(X, W1, b1, W2, b2, p, rng, num_samples):
    mean, std = right.mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples)
    return mean, std / np.sqrt(num_samples)


@misconception(
    "mc_dropout_predict.no_activation",
    "The relu of the hidden layer (3.3.1) is missing.",
)
def mc_dropout_predict_no_activation(X, W1, b1, W2, b2, p, rng, num_samples):
    h = X @ W1.T + b1
    return predict(h, W2, b2, draw(h, p, rng, num_samples), p)


@misconception(
    "mc_dropout_predict.b1_missing",
    "The hidden layer lacks the bias b1 of (3.3.1).",
)
def mc_dropout_predict_b1_missing(X, W1, b1, W2, b2, p, rng, num_samples):
    return right.mc_dropout_predict(X, W1, 0 * b1, W2, b2, p, rng, num_samples)


@misconception(
    "mc_dropout_predict.b2_missing",
    "The logits lack the bias b2 of (3.3.2).",
)
def mc_dropout_predict_b2_missing(X, W1, b1, W2, b2, p, rng, num_samples):
    return right.mc_dropout_predict(X, W1, b1, W2, 0 * b2, p, rng, num_samples)


@misconception(
    "mc_dropout_predict.softmax_over_the_batch",
    "The softmax is taken over the examples (axis 0): the classes are the last axis.",
)
def mc_dropout_predict_softmax_over_the_batch(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    masks = draw(h, p, rng, num_samples)
    outputs = [softmax((right.dropout_backward(h, m, p) @ W2.T + b2).T).T for m in masks]
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)


@misconception(
    "mc_dropout_predict.softmax_overflows",
    "The softmax overflows on large logits: subtract the largest logit of each row first.",
)
def mc_dropout_predict_softmax_overflows(X, W1, b1, W2, b2, p, rng, num_samples):
    h = hidden(X, W1, b1)
    logits = [right.dropout_backward(h, m, p) @ W2.T + b2 for m in draw(h, p, rng, num_samples)]
    with np.errstate(all="ignore"):
        outputs = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
        return outputs.mean(axis=0), outputs.std(axis=0)


@misconception(
    "mc_dropout_predict.reseeded_inside",
    "Two calls give the same result: you make a generator of your own with a fixed seed. Draw from "
    "the `rng` that is passed in.",
)
def mc_dropout_predict_reseeded_inside(X, W1, b1, W2, b2, p, rng, num_samples):
    own = np.random.default_rng(0)
    return right.mc_dropout_predict(X, W1, b1, W2, b2, p, own, num_samples)


@misconception(
    "mc_dropout_predict.global_seed",
    "np.random.seed inside a function resets the generator of the whole program: leave it out.",
)
def mc_dropout_predict_global_seed(X, W1, b1, W2, b2, p, rng, num_samples):
    np.random.seed(0)  # noqa: NPY002 - the mistake itself
    return right.mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples)


@misconception(
    "mc_dropout_predict.global_generator",
    "You draw from NumPy's global generator: draw from the `rng` that is passed in.",
)
def mc_dropout_predict_global_generator(X, W1, b1, W2, b2, p, rng, num_samples):
    own = np.random.default_rng(int(np.random.random_sample() * 2**53))  # noqa: NPY002
    return right.mc_dropout_predict(X, W1, b1, W2, b2, p, own, num_samples)


@misconception(
    "mc_dropout_predict.p_is_the_probability_of_keeping",
    "You take p for the probability of keeping a unit, in the mask and in the scale. Here p is the "
    "probability of dropping one (5.6.1).",
)
def mc_dropout_predict_p_is_the_probability_of_keeping(X, W1, b1, W2, b2, p, rng, num_samples):
    return right.mc_dropout_predict(X, W1, b1, W2, b2, 1 - p, rng, num_samples)


@misconception(
    "mc_dropout_predict.W2_scaled_in_place",
    "Your function scales the W2 of its caller (W2 /= ...): make a new array, or scale h.",
)
def mc_dropout_predict_W2_scaled_in_place(X, W1, b1, W2, b2, p, rng, num_samples):
    found = right.mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples)
    if p < 1:
        W2 /= 1 - p
    return found
