"""Inputs that q2 and q5 share: deep networks in which a wrong formula cannot hide.

Widths and B are all different; square twins show a wrong transpose as a wrong value. Every layer's
gradient counts, so that none hides under the tolerance.
"""

import numpy as np

from .. import reference

ACTIVATIONS = ("sigmoid", "tanh", "relu")
WIDTHS, DEEP, SHALLOW = (3, 4, 6, 5), (5, 6, 4, 5, 3, 5, 4), (5, 3)
OF_EVERY_DEPTH = tuple(zip(ACTIVATIONS, (DEEP, SHALLOW, WIDTHS), strict=True))
VISIBLE = 1e-4  # of the largest norm


def network(rng, activation, batch_size, widths, change=lambda X, weights: (X, weights)):
    """Arguments (X, weights, activation), drawn anew until every layer's gradient is in sight."""
    while True:
        X = rng.normal(size=(batch_size, widths[0]))
        weights = [rng.normal(size=shape) for shape in zip(widths[1:], widths[:-1], strict=True)]
        X, weights = change(X, weights)
        norms = reference.gradient_norms_by_depth(X, weights, activation)
        if norms.max() > 1e-2 and norms.min() > VISIBLE * norms.max():
            return X, weights, activation


def networks(rng):
    """Two networks of every activation, and their square twins."""
    sizes = ((7, WIDTHS), (3, DEEP))
    twins = ((4, (4,) * len(WIDTHS)), (5, (5,) * len(DEEP)))
    return tuple(
        [network(rng, a, *s) for a in ACTIVATIONS for s in pair] for pair in (sizes, twins)
    )


def square_networks(rng):
    """A square network of every activation."""
    return [network(rng, a, 4, (4, 4, 4)) for a in ACTIVATIONS]


def integers(rng):
    """A network of integers for each activation that does not keep them."""

    def rounded(X, weights):
        return np.round(1.5 * X).astype(int), [np.round(W).astype(int) for W in weights]

    return [network(rng, a, 4, WIDTHS, rounded) for a in ("sigmoid", "tanh")]


def dead_unit(rng):
    """A relu network in which z is exactly zero for a unit: there relu' is zero."""

    def with_dead_unit(X, weights):
        weights[0][1] = 0.0
        weights[1][:, 1] = 1.0  # the layer above sends a gradient to that unit
        return X, weights

    return network(rng, "relu", 5, WIDTHS, with_dead_unit)


def saturated(rng):
    """A sigmoid network with two units at z of about a thousand, one on either side."""

    def with_saturated_units(X, weights):
        X[:, 0] = rng.uniform(1, 1.2, size=len(X))
        weights[0][:2] = 0.0
        weights[0][0, 0], weights[0][1, 0] = 800.0, -800.0
        return X, weights

    return network(rng, "sigmoid", 4, WIDTHS, with_saturated_units)


def shrinking(rng):
    """A square network of sigmoids whose gradient shrinks tenfold at least towards the input."""
    while True:
        arguments = network(rng, "sigmoid", 4, (5,) * 7)
        norms = reference.gradient_norms_by_depth(*arguments)
        if 10 * norms[0] < norms[-1]:
            return arguments
