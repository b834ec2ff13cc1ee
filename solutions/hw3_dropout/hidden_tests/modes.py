"""Dropout off the beaten track: evaluation mode, p = 0 and 1, zeros in h, shapes, integers.

Nothing here is random in a right function, but for the mask at the zeros of h.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from autograder.testing import (
    GENERATOR,
    Case,
    Cases,
    Experiment,
    Law,
    WrongValue,
    call,
    difference,
    identical,
    observe,
)

from .. import reference
from . import drops
from .drops import Variant

EVALUATION = False
P = 0.3
FEW = 0.02
SHAPES = [(7,), (1, 5), (2, 3, 4), (3, 2, 2, 2)]
SCALE = "does not have the right scale in evaluation mode"


def experiment(variant: Variant) -> Experiment:
    """Everything that is known of a dropout function."""
    draws = {partial(draw, variant): laws for draw, laws in parts(variant).items()}
    return Experiment(variant.function, draws)


def parts(variant: Variant) -> dict[Callable, dict[str, Law]]:
    """What is drawn together, and its laws."""
    near = 1 - drops.ROUNDING, 1 + drops.ROUNDING
    return {
        drops.training: drops.training_laws(variant) | GENERATOR,
        zeros: {"zeros": Law(0.5, 0.5, "gives a mask that depends on whether h is 0")},
        evaluation: {
            "evaluation, zeros": Law(0, 0, "drops units in evaluation mode"),
            "evaluation, scale": Law(*near, SCALE),
            "evaluation, even": Law(1, 1, SCALE),
            "evaluation, unchanged": Law(1, 1, "changes its argument h in evaluation mode"),
            "evaluation, mask": Law(1, 1, "does not give None for the mask in evaluation mode"),
        },
        edge_zero: {"p = 0": Law(1, 1, "does not keep everything as it is for p = 0")},
        edge_one: {"p = 1": Law(1, 1, "does not give zeros for p = 1")},
        shapes: {"shapes": Law(1, 1, "does not have the shape of h")},
        integers: {"integers": Law(1, 1, "does not scale what it keeps when h holds integers")},
    }


def zeros(variant: Variant, function: Callable) -> dict[str, float]:
    """Whether the mask is 0, or 1, wherever h is 0; one half if neither, and without a mask.

    A mask that marks what is dropped is read the other way round: other tests are about that.
    """
    rng = variant.inputs("zeros")
    h = drops.numbers(rng, (*variant.few, *variant.inside))
    h = np.concatenate([h, np.zeros_like(h)] * 20)
    dropped = drops.drop(variant, function, h, P, rng)
    if dropped.mask is None:
        return {"zeros": 0.5}
    ones, is_zero = dropped.mask != 0, h == 0
    share = float(ones[is_zero].mean())
    is_inverted = (ones != (dropped.out != 0))[~is_zero].all()
    share = 1 - share if is_inverted else share
    return {"zeros": 0.0 if share < FEW else 1.0 if share > 1 - FEW else 0.5}


def evaluation(variant: Variant, function: Callable) -> dict[str, float]:
    """Out and mask of evaluation mode."""
    rng = variant.inputs("evaluation")
    h = drops.numbers(rng, (*variant.few, *variant.inside))
    name = variant.function
    seen = observe(name, function, h, P, rng, EVALUATION)
    out, mask = drops.out_and_mask(name, seen.value, (h, P))
    wrong = difference(h, out)
    if wrong and wrong.reason in ("wrong_type", "wrong_shape"):
        raise WrongValue(name, 0, wrong, Case((h, P), h, out))
    out = np.asarray(out, dtype=float)
    ratios = out[out != 0] / h[out != 0] if out.any() else np.zeros(1)
    scale = float(np.median(ratios))
    return {
        "evaluation, zeros": float((out == 0).any()),
        "evaluation, scale": scale * variant.divisor(P) / variant.divisor(0.0) / (1 - P),
        "evaluation, even": float(np.allclose(ratios, scale, rtol=drops.ROUNDING, atol=0)),
        "evaluation, unchanged": float(identical(h, seen.args[0])),
        "evaluation, mask": float(mask is None),
    }


def edge_zero(variant: Variant, function: Callable) -> dict[str, float]:
    return {"p = 0": all_or_nothing(variant, function, 0.0)}


def edge_one(variant: Variant, function: Callable) -> dict[str, float]:
    return {"p = 1": all_or_nothing(variant, function, 1.0)}


def all_or_nothing(variant: Variant, function: Callable, p: float) -> float:
    """1 where p = 0 keeps everything as it is and p = 1 nothing, -1 where there is nan, 0 else.

    Of the mask only that it is the same everywhere: other tests are about what it marks.
    """
    rng = variant.inputs("edges")
    h = drops.numbers(rng, (*variant.few, *variant.inside))
    dropped = drops.drop(variant, function, h, p, rng)
    mask = h * 0 if dropped.mask is None else dropped.mask
    if not (np.isfinite(mask).all() and np.isfinite(dropped.out).all()):
        return -1.0
    is_constant = (mask == mask.flat[0]).all()
    return float(is_constant and difference((1 - p) * h, dropped.out) is None)


def shapes(variant: Variant, function: Callable) -> dict[str, float]:
    """Whether out and mask have the shape of h for every shape; raises where they do not."""
    rng = variant.inputs("shapes")
    for shape in [(3, 2, 4, 5), (1, 3, 2, 2)] if variant.inside else SHAPES:
        h = drops.numbers(rng, shape)
        name = variant.function
        out, mask = drops.out_and_mask(name, call(name, function, h, 0.5, rng, True), (h,))
        wrong = difference(h, out)
        if wrong and wrong.reason in ("wrong_type", "wrong_shape"):
            raise WrongValue(name, 0, wrong, Case((h, 0.5), h, out))
        if mask is not None:
            drops.whole(variant, mask, h)
    return {"shapes": 1.0}


def integers(variant: Variant, function: Callable) -> dict[str, float]:
    """1 where integers are scaled as floats are: what is kept is h times one number; -1 where all
    is cut down to integers.
    """
    rng = variant.inputs("integers")
    h = rng.integers(1, 9, (*variant.few, *variant.inside)) * 2 + 1
    out = drops.drop(variant, function, h, P, rng).out
    ratios = (out / h)[out != 0]
    if ratios.size and np.ptp(ratios) < drops.ROUNDING:
        return {"integers": 1.0}
    return {"integers": -1.0 if np.array_equal(out, np.trunc(out)) else 0.0}


def check_unchanged(experiment: Experiment, function: Callable) -> None:
    """Check that h is left alone in both modes, or in the one that does not raise."""
    names = [*drops.at_all_rates("unchanged"), "evaluation, unchanged"]
    found = experiment.statistics(function)
    answered = [name for name in names if not isinstance(found[name], Exception)]
    experiment.check(function, *(answered or names))


def check_outside(variant: Variant, function: Callable) -> None:
    """Check that a p that is no probability raises ValueError, and one half does not."""
    h = drops.numbers(variant.inputs("outside"), (*variant.few, *variant.inside))
    answer = getattr(reference, variant.function)
    cases = Cases(variant.function, answer, [(h, 0.5, variant.inputs("outside"), True)])
    for p in (-0.25, 1.25):
        cases.check_raises(function, h, p, variant.inputs("outside"), True)
