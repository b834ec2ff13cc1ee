"""Mistakes in q5: variances of activations from layer to layer."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": lambda z: np.maximum(z, 0.0), "sigmoid": right.sigmoid, "tanh": np.tanh}


def outputs(X, weights, activation):
    """h^(1) to h^(L); raises what should be raised."""
    right.activation_variances(X, weights, activation)
    layers = []
    for W in weights:
        X = PHI[activation](X @ W.T)
        layers.append(X)
    return layers


@misconception(
    "activation_variances.sample_variance",
    "The population variance divides by the number of entries N; you divide by N - 1.",
)
def variances_sample_variance(X, weights, activation):
    return np.array([np.var(h, ddof=1) for h in outputs(X, weights, activation)])


@misconception(
    "activation_variances.standard_deviation",
    "You return standard deviations; the variance is the square.",
)
def variances_standard_deviation(X, weights, activation):
    return np.sqrt(right.activation_variances(X, weights, activation))


@misconception(
    "activation_variances.mean_square",
    "You take the mean of the squares; the variance is taken about the mean.",
)
def variances_mean_square(X, weights, activation):
    return np.array([np.mean(h**2) for h in outputs(X, weights, activation)])


@misconception(
    "activation_variances.unit_by_unit",
    "You take the variance of each unit over the batch and average; asked for is that of all "
    "entries.",
)
def variances_unit_by_unit(X, weights, activation):
    return np.array([h.var(axis=0).mean() for h in outputs(X, weights, activation)])


@misconception(
    "activation_variances.example_by_example",
    "You take the variance within each example and average; asked for is that of all entries.",
)
def variances_example_by_example(X, weights, activation):
    return np.array([h.var(axis=1).mean() for h in outputs(X, weights, activation)])


@misconception(
    "activation_variances.of_the_pre_activations",
    "Those are the variances of z; asked for are those of the outputs phi(z).",
)
def variances_of_the_pre_activations(X, weights, activation):
    inputs = [X, *outputs(X, weights, activation)[:-1]]
    return np.array([np.var(h @ W.T) for h, W in zip(inputs, weights, strict=True)])


@misconception(
    "activation_variances.last_layer_linear",
    "Every layer is activated, the last one too (5.4.1).",
)
def variances_last_layer_linear(X, weights, activation):
    *hidden, _ = layers = outputs(X, weights, activation)
    last = ([X, *hidden][-1]) @ weights[-1].T
    return np.array([np.var(h) for h in [*layers[:-1], last]])


@misconception(
    "activation_variances.input_included",
    "There is one variance for every layer; the first of yours is that of the input X.",
)
def variances_input_included(X, weights, activation):
    variances = right.activation_variances(X, weights, activation)
    return np.array([np.var(X), *variances])


@misconception(
    "activation_variances.always_tanh",
    "You use tanh whatever is asked for: honour the argument `activation`.",
)
def variances_always_tanh(X, weights, activation):
    right.activation_variances(X, weights, activation)
    return right.activation_variances(X, weights, "tanh")


@misconception(
    "activation_variances.output_side_first",
    "Your list starts at the output: the first entry belongs to the layer nearest the input.",
)
def variances_output_side_first(X, weights, activation):
    return right.activation_variances(X, weights, activation)[::-1]


@misconception(
    "activation_variances.without_activation",
    "Your layers are linear: phi is never applied.",
)
def variances_without_activation(X, weights, activation):
    right.activation_variances(X, weights, activation)
    layers = [X := X @ W.T for W in weights]
    return np.array([np.var(h) for h in layers])


@misconception(
    "activation_variances.transpose_missing",
    "W^(l) is (n_l, n_(l-1)), outputs first, so a batch of rows meets its transpose.",
)
def variances_transpose_missing(X, weights, activation):
    return right.activation_variances(X, [np.transpose(W) for W in weights], activation)
