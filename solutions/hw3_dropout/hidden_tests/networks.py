"""Networks of q3 and q5 in which a wrong formula cannot hide.

Sizes d, h, q, B are all different, and once all equal, so that a wrong transpose is a wrong value
and not only a wrong shape; biases are not zero; z is of both signs.
"""

import numpy as np

SIZES, SQUARE = (3, 6, 4), (4, 4, 4)  # d, h, q
RATES = (0.3, 0.8)


def parameters(rng, sizes, p):
    """W1 (h, d), b1 (h,), W2 (q, h), b2 (q,)."""
    d, h, q = sizes
    # W2 so small that the scale 1/(1 - p) is made up for: with a sure softmax the loss is tiny,
    # and an honest answer loses its digits.
    W1, W2 = rng.normal(size=(h, d)), 0.3 * max(1 - p, 0.2) * rng.normal(size=(q, h))
    return W1, rng.normal(size=h), W2, 0.4 * rng.normal(size=q)


def network(rng, batch, p, sizes=SIZES, *, one_hot=False, dtype=float):
    """Arguments of mlp_dropout_forward; of each example some units are kept and some dropped."""
    X, Y = rng.normal(size=(batch, sizes[0])), rng.integers(sizes[2], size=batch)
    mask = (rng.random((batch, sizes[1])) >= p).astype(dtype)
    mask[:, 0], mask[:, 1] = 0, 1
    return (X, np.eye(sizes[2])[Y] if one_hot else Y, *parameters(rng, sizes, p), p, mask)


def training(rng, batch, sizes=SIZES):
    """Both rates, both kinds of labels, masks of floats, bools and integers, each with each."""
    return [
        network(rng, batch, 0.3, sizes),
        network(rng, batch, 0.8, sizes, one_hot=True),
        network(rng, batch, 0.8, sizes, dtype=bool),
        network(rng, batch, 0.3, sizes, one_hot=True, dtype=bool),
        network(rng, batch, 0.3, sizes, dtype=int),
        network(rng, batch, 0.8, sizes, one_hot=True, dtype=int),
    ]


def evaluation(rng, batch, sizes=SIZES):
    """Networks without a mask: then it does not matter what p is, and be it 0 or 1."""
    kinds = zip((*RATES, 0.0, 1.0), (False, True, True, False), strict=True)
    return [(*network(rng, batch, p, sizes, one_hot=o)[:-1], None) for p, o in kinds]


def with_arrays_to_change(rng):
    """Both kinds of labels with a mask, and one of them without."""
    *without, _ = network(rng, 4, 0.8, SQUARE, one_hot=True)
    masked = [
        network(rng, 4, p, SQUARE, one_hot=o) for p, o in zip(RATES, (False, True), strict=True)
    ]
    return [*masked, (*without, None)]


def has_one_hot(X, *rest):
    """Chooses networks with one-hot labels, by arguments or by cache."""
    return np.ndim(X["Y"] if isinstance(X, dict) else rest[0]) == 2


def has_indices(X, *rest):
    """Chooses networks with class indices."""
    return not has_one_hot(X, *rest)


def edges(rng):
    """p = 0 keeps everything, p = 1 nothing."""
    found = []
    for p in (0.0, 1.0):
        *arguments, mask = network(rng, 5, p, SQUARE)
        found.append((*arguments, np.full(mask.shape, 1.0 - p)))
    return found


def large(rng):
    """Logits of about +-1000, of which the right one is not always the largest."""
    X, Y, W1, b1, W2, b2, p, mask = network(rng, 5, 0.3, SQUARE)
    return X, Y, W1, b1, W2, b2 + rng.permutation([1000.0, -1000.0, 990.0, 0.0]), p, mask


def integers(rng):
    """An X that holds integers, in evaluation mode."""
    X, *rest, _ = network(rng, 5, 0.3, SQUARE)
    return (np.round(3 * X).astype(int), *rest, None)


def dead_unit(rng):
    """A unit that is kept though its z is exactly zero: there relu' is zero."""
    X, Y, W1, b1, *rest, mask = network(rng, 5, 0.3, SQUARE)
    W1[1], b1[1] = 0.0, 0.0
    mask[:, 1] = 1
    return (X, Y, W1, b1, *rest, mask)
