"""What Monte Carlo dropout shows of itself, and its laws: what q5 is judged by.

With one hidden unit a softmax output has two values only, one where the unit is dropped and one
where it is kept. A call with num_samples = 1 shows both. A mean over samples lies between them
where the share of kept units says, and the population variance is the product of its distances
from the two. So pattern, rate and spread are read off each without the others.
"""

from typing import Any

import numpy as np

from autograder.testing import (
    FALSE_ALARM,
    NOTHING,
    Case,
    Cases,
    Draw,
    Law,
    WrongValue,
    bounds,
    difference,
    draw,
    generator,
    identical,
    use_of_generator,
)

from .. import reference
from .drops import pair

FUNCTION = "mc_dropout_predict"
P, BATCH = 0.4, 120
MANY, FEW = 250, 6  # num_samples
SINGLE = 40  # calls with num_samples = 1
EXACT = 1e-4  # of a spread that is read off numbers in float32, too


def one_unit(batch: int = BATCH) -> tuple[np.ndarray, ...]:
    """X, W1, b1, W2, b2 with one hidden unit that is 2 for every example."""
    rng = generator("hw3_dropout", FUNCTION, "one unit")
    W2 = np.array([[0.5], [-0.35], [0.1]]) * rng.uniform(0.9, 1.1)
    b2 = rng.uniform(-0.3, 0.3, 3)
    return np.ones((batch, 2)), np.array([[0.75, 0.75]]), np.array([0.5]), W2, b2


def two_units() -> tuple[np.ndarray, ...]:
    """The same with two hidden units, of which each combination gives another output."""
    X, W1, b1, W2, b2 = one_unit(400)
    return X, np.tile(W1, (2, 1)), np.tile(b1, 2), np.hstack([W2, -0.4 * W2]), b2


def answers(function: Any, *args: Any) -> tuple[np.ndarray, np.ndarray, Draw]:
    """Mean and std of function(*args) as arrays (B, q). Raises Mismatch where they are none.

    A std that did not come is nan: the mean is judged all the same.
    """
    drawn = draw(FUNCTION, function, *args)
    shape = (len(args[0]), len(args[4]))
    values = pair(FUNCTION, drawn.value, args, "mean and std")
    if values[1] is NOTHING:
        values = values[0], np.full(shape, np.nan)
    for key, value in enumerate(values):
        wrong = difference(np.zeros(shape), value)
        if wrong and wrong.reason in ("wrong_type", "wrong_shape"):
            raise WrongValue(FUNCTION, key, wrong, Case(args, shape, value))
    mean, std = (np.asarray(value, dtype=float) for value in values)
    return mean, std, Draw(mean, drawn.moved, drawn.touched_global, drawn.args)


def sampling(function: Any) -> dict[str, Any]:
    """The two values of one unit, how often each is met, and the spread around their mean."""
    rng, network, narrow = generator("hw3_dropout", FUNCTION), one_unit(), one_unit(3)
    single = [answers(function, *narrow, P, rng, 1) for _ in range(SINGLE)]
    dropped, kept = (extreme([mean[:, 0] for mean, *_ in single]) for extreme in (np.min, np.max))
    width = kept - dropped
    many, _, second = answers(function, *network, P, rng, MANY)
    few, spread, third = answers(function, *network, P, rng, FEW)
    right, is_shared = values_of_one_unit(), np.ptp(many[:, 0]) == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (many[:, 0] - dropped) / width
        is_mixed = bool(((share > 0.01) & (share < 0.99)).all())
        is_single = bool(np.all(np.minimum(np.abs(share), np.abs(share - 1)) < EXACT))
        spread = ratio(spread[:, 0], (few[:, 0] - dropped) * (kept - few[:, 0]))
    has_width = width > EXACT
    weight = 1 / np.sqrt(BATCH) if is_shared else 1.0  # one draw for all examples says less
    return {
        "dropped": float(dropped / right[0]),
        "kept": float(kept / right[1]),
        "share": 1.0 if is_single or not has_width else 1 - P + weight * (share.mean() - 1 + P),
        "spread": spread if has_width and is_mixed else 1.0,
        "single": float(max(np.abs(std).max() for _, std, _ in single) < EXACT),
        "examples": float(not is_shared or not has_width),
        "unchanged": float(identical(list(network), list(second.args[: len(network)]))),
        **use_of_generator(
            rng,
            lambda rng: answers(function, *one_unit(6), P, rng, 20)[2],
            *(call for *_, call in single),
            second,
            third,
        ),
    }


def ratio(spread: np.ndarray, variance: np.ndarray) -> float:
    """The student's spread by the root of the right variance; by that itself, and negative, where
    it is a variance, if examples differ.
    """
    of_variance = np.sum(spread) / np.sum(variance)
    is_variance = np.allclose(spread, of_variance * variance, rtol=EXACT, atol=0)
    if is_variance and np.ptp(variance) > EXACT * np.max(variance):
        return -float(of_variance)
    return float(np.sqrt(np.sum(spread**2) / np.sum(variance)))


def values_of_one_unit() -> list[float]:
    """The first output of one unit, dropped and kept."""
    network = one_unit(1)
    rng = generator("hw3_dropout", FUNCTION, "right")
    without, _ = reference.mc_dropout_predict(*network, 1.0, rng, 1)
    X, W1, b1, W2, b2 = network
    scaled = W2 / (1 - P)
    with_unit, _ = reference.mc_dropout_predict(X, W1, b1, scaled, b2, 0.0, rng, 1)
    return [float(without[0, 0]), float(with_unit[0, 0])]


def sampling_laws() -> dict[str, Law]:
    """The share of kept units of all samples is binomial; the rest is exact."""
    near = (1 - EXACT, 1 + EXACT)
    alpha, count = FALSE_ALARM / 2, MANY * BATCH
    share = [bounds.proportion(1 - P, count, alpha, upper=upper) for upper in (False, True)]
    pattern = "does not have the softmax outputs of the network with dropout on its hidden layer"
    return {
        "dropped": Law(*near, pattern),
        "kept": Law(*near, pattern),
        "share": Law(*share, "is not the mean over the samples, each with a mask of its own"),
        "spread": Law(*near, "is not the population standard deviation over the samples"),
        "single": Law(1, 1, "is not zero for a single sample"),
        "examples": Law(1, 1, "gives all examples the same masks"),
        "unchanged": Law(1, 1, "changes one of its arrays X, W1, b1, W2 and b2"),
    }


def combinations(function: Any) -> dict[str, float]:
    """How many different outputs two units have: each is dropped without the other."""
    rng = generator("hw3_dropout", FUNCTION, "two units")
    mean, _, _ = answers(function, *two_units(), P, rng, 1)
    found = np.unique(np.round(mean[:, 0], 6))
    is_close = found[1:] - found[:-1] < 1e-4  # float32 may round one value to two neighbours
    return {"combinations": float(found.size - is_close.sum())}


def combination_laws() -> dict[str, Law]:
    return {"combinations": Law(4, 4, "does not drop each hidden unit independently")}


def plain_cases() -> Cases:
    """Networks without dropout, p = 0, in two samples, whose mean is exact."""
    rng = generator("hw3_dropout", FUNCTION, "plain")
    inputs = [(*network, 0.0, rng, 2) for network in plain_networks()]
    return Cases(FUNCTION, reference.mc_dropout_predict, inputs)


def check_no_spread(cases: Cases, function: Any) -> None:
    """Check that the std is 0, but for rounding."""
    for i, args in enumerate(cases.inputs):
        (mean, _), std = (
            cases.expected[i],
            pair(FUNCTION, cases.answer(function, i), args, "mean and std")[1],
        )
        wrong = difference(np.zeros(mean.shape), std)
        if wrong and (wrong.reason != "wrong_value" or np.abs(std).max() > EXACT):
            raise WrongValue(FUNCTION, 1, wrong, Case(args, 0.0, std))


def plain_networks() -> list[tuple]:
    """Networks (X, W1, b1, W2, b2) of several examples, one of them with large logits."""
    rng = generator("hw3_dropout", FUNCTION, "plain networks")
    d, h, q = 3, 6, 4
    shapes = ((5, d), (h, d), (h,), (q, h), (q,))
    X, W1, b1, W2, b2 = (rng.normal(size=shape) for shape in shapes)
    return [(X, W1, b1, W2, b2), (X, W1, b1, W2, b2 + rng.permutation([1e3, -1e3, 990.0, 0.0]))]
