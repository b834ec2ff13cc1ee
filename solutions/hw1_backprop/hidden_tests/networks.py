"""Inputs that q4, q5, q6 and q8 share: networks in which a wrong formula cannot hide.

Sizes d, h, q, B are all different, and once all equal, so that a wrong transpose is a wrong value
and not only a wrong shape; biases are not zero, lambd is no round number.
"""

import numpy as np

LAMBD = 0.37
SIZES, SQUARE = (3, 5, 4), (4, 4, 4)  # d, h, q
ACTIVATIONS, LOSSES = ("relu", "sigmoid", "tanh"), ("squared", "cross_entropy")
TARGETS = (
    ("squared", {}),
    ("cross_entropy", {"one_hot": False}),
    ("cross_entropy", {"one_hot": True}),
)


def weights(rng, sizes):
    """W1 (h, d), W2 (q, h), b1 (h,), b2 (q,)."""
    d, h, q = sizes
    # Small W2: with a sure softmax the loss is tiny, and an honest float32 loses its digits.
    W1, W2 = rng.normal(size=(h, d)), 0.4 * rng.normal(size=(q, h))
    return W1, W2, rng.normal(size=h), 0.4 * rng.normal(size=q)


def target(rng, loss, shape, *, one_hot=False):
    """Targets of outputs of `shape`: like them for squared, class indices or one-hot rows else."""
    if loss == "squared":
        return rng.normal(size=shape)
    labels = rng.integers(shape[-1], size=shape[:-1])
    if one_hot:
        return np.eye(shape[-1])[labels]
    return labels if shape[:-1] else int(labels)


def network(rng, activation, loss, batch=(), sizes=SIZES, *, biases=(True, True), **kind):
    """Arguments of mlp_forward (batch=()) or mlp_forward_batch (batch=(B,))."""
    W1, W2, b1, b2 = weights(rng, sizes)
    x = rng.normal(size=(*batch, sizes[0]))
    y = target(rng, loss, (*batch, sizes[2]), **kind)
    given = [b if wanted else None for b, wanted in zip((b1, b2), biases, strict=True)]
    return (x, y, W1, W2, LAMBD, activation, loss, *given)


def networks(rng, batch=(), sizes=SIZES):
    """Nine networks in which every two options occur together in every way, as in an orthogonal
    array: activation, targets (numbers, class indices, one-hot rows), b1 or none, b2 or none.
    """
    return [
        network(rng, activation, loss, batch, sizes, biases=biases, **kind)
        for i, activation in enumerate(ACTIVATIONS)
        for j, (loss, kind) in enumerate(TARGETS)
        for biases in [((i + j) % 3 != 2, (i + 2 * j) % 3 != 1)]
    ]


def one_example(rng):
    """Batches of one example, in which every option occurs."""
    all_kinds = networks(rng, (1,), SQUARE)
    return [all_kinds[k] for k in (1, 3, 6, 8)]


def whole_networks(rng, batch=()):
    """A network with all that may be given, for every activation and for every kind of targets."""
    return [
        network(rng, activation, loss, batch, SQUARE, **kind)
        for activation, (loss, kind) in zip(ACTIVATIONS, TARGETS, strict=True)
    ]


def integers(rng, batch=()):
    """Networks whose x holds integers."""
    for activation in ACTIVATIONS:
        x, *rest = network(rng, activation, "squared", batch, SQUARE)
        yield (np.round(5 * x).astype(int), *rest)


def dead_unit(rng, batch=()):
    """A relu network in which some z are exactly zero: there relu' is zero."""
    x, y, W1, W2, *rest, _, b2 = network(rng, "relu", "squared", batch, SQUARE)
    W1[1] = 0.0
    return (x, y, W1, W2, *rest, None, b2)


def has_activation(wanted):
    """Chooses the networks with this activation, by arguments or by cache."""
    return lambda x, *rest: option(x, rest, "activation", 4) == wanted


def has_loss(wanted):
    """Chooses the networks with this loss, by arguments or by cache."""
    return lambda x, *rest: option(x, rest, "loss", 5) == wanted


def option(x, rest, key, place):
    """What was chosen by an argument of the forward pass, of which x may be the cache."""
    return x[key] if isinstance(x, dict) else rest[place]


def is_integer(x, *_):
    """Whether this is a network of `integers`."""
    return np.asarray(x).dtype.kind == "i"


def is_float(x, *_):
    """Whether this is any other network."""
    return not is_integer(x)
