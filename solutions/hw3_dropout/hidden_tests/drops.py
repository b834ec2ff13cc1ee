"""The statistics of a dropout function, and their laws: what q1 and q4 share.

What scale, rate, mask and independence say is each read off without the others: one mistake breaks
one test. Units are rows x columns of a matrix: examples x units, or examples x channels.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.testing import (
    FALSE_ALARM,
    NOTHING,
    Case,
    Difference,
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

ROUNDING = 1e-5  # float32 passes
NEVER = np.inf  # how far from independent what is always the same is
RATES = (0.3, 0.8)
CALLS = 12  # whose numbers of dropped units are compared
TRAINING = True


@dataclass(frozen=True)
class Variant:
    """A kind of dropout: its name, what a kept unit is divided by, and the shapes it is drawn on.

    `units` are (rows, columns); each of them has entries of shape `inside`.
    """

    function: str
    divisor: Callable[[float], float]
    units: tuple[int, int]
    inside: tuple[int, ...] = ()
    few: tuple[int, int] = (20, 10)

    def inputs(self, *names: str) -> np.random.Generator:
        """A generator of this function's own."""
        return generator("hw3_dropout", self.function, *names)


INVERTED = Variant("dropout_forward", lambda p: 1 - p, units=(100, 300))


@dataclass(frozen=True)
class Dropped:
    """One call in training mode: `kept` by unit, the mask as if it had the shape of h, whether it
    has, and the call itself.
    """

    out: np.ndarray
    mask: np.ndarray | None
    kept: np.ndarray
    is_whole: bool
    call: Draw


def numbers(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers of both signs, none of them near 0."""
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def pair(name: str, value: Any, evidence: tuple, what: str = "out and mask") -> tuple[Any, Any]:
    """The two values of a result. Raises Mismatch where it is no pair."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        wrong = Difference("wrong_type", f"should return two values, {what}")
        raise WrongValue(name, None, wrong, Case(evidence, None, value))
    return value[0], value[1]


def out_and_mask(name: str, value: Any, evidence: tuple) -> tuple[Any, Any]:
    """The two values of a dropout function; a mask that did not come is None."""
    out, mask = pair(name, value, evidence)
    return out, None if mask is NOTHING else mask


def drop(variant: Variant, function: Callable, h: np.ndarray, p: float, rng: Any) -> Dropped:
    """Call function(h, p, rng, True); type and shape of what it returns are right then."""
    call = draw(variant.function, function, h, p, rng, TRAINING)
    out, mask = out_and_mask(variant.function, call.value, (h, p))
    wrong = difference(h, out)
    if wrong and wrong.reason in ("wrong_type", "wrong_shape"):
        raise WrongValue(variant.function, 0, wrong, Case((h, p), h, out))
    is_whole = mask is None or getattr(mask, "shape", ()) == h.shape
    if mask is not None:
        mask = whole(variant, mask, h)
    out = np.asarray(out, dtype=float)
    kept = (out != 0).reshape(*h.shape[:2], -1)[:, :, 0]
    return Dropped(out, mask, kept, is_whole, replace(call, value=out))


def whole(variant: Variant, mask: Any, h: np.ndarray) -> np.ndarray:
    """A mask in the shape of h; one entry a channel is read so, and `is_whole` is about that."""
    short = [h.shape[:2], (*h.shape[:2], *[1] * len(variant.inside))]
    wrong = difference(h, mask)
    if wrong and wrong.reason == "wrong_shape" and variant.inside and mask.shape in short:
        mask = mask.reshape(short[1])
        wrong = None
    if wrong and wrong.reason in ("wrong_type", "wrong_shape"):
        raise WrongValue(variant.function, 1, wrong, Case((h,), h, mask))
    return np.broadcast_to(mask, h.shape)


def training(variant: Variant, function: Callable) -> dict[str, Any]:
    """Statistics of training mode at every rate, and of the use of the generator."""
    rng = variant.inputs()
    h, few = (numbers(rng, (*units, *variant.inside)) for units in (variant.units, variant.few))
    large = {p: drop(variant, function, h, p, rng) for p in RATES}
    several = [drop(variant, function, few, 0.5, rng) for _ in range(CALLS)]
    is_idle = all(one.kept.all() for one in [*several, *large.values()])
    is_marked = any(
        one.mask is not None and not one.mask.all() for one in [*several, *large.values()]
    )
    small = [one.kept for one in several]
    is_repeated = all(np.array_equal(kept, small[0]) for kept in small)

    def draw_with(rng: Any) -> Draw:
        return drop(variant, function, few, 0.5, rng).call

    found = {
        f"{key}, {p}": value
        for p, dropped in large.items()
        for key, value in at_rate(variant, h, p, dropped, is_idle=is_idle).items()
    }
    found["drops"] = float(is_marked or not is_idle)
    # Of what is the same at every call, the test of the generator tells.
    found["counts"] = float(is_repeated or len({int(kept.sum()) for kept in small}) > 1)
    calls = [dropped.call for dropped in large.values()]
    return found | use_of_generator(rng, draw_with, *calls)


def at_rate(
    variant: Variant, h: np.ndarray, p: float, dropped: Dropped, *, is_idle: bool
) -> dict[str, Any]:
    """The statistics of one call; where no call ever drops anything, only the rate is wrong."""
    kept = dropped.kept
    entries = dropped.out != 0
    ratios = dropped.out[entries] * variant.divisor(p) / h[entries]
    scale = float(np.median(ratios)) if ratios.size else 0.0
    is_even = np.allclose(ratios, scale, rtol=ROUNDING, atol=0)
    free = kept if is_idle else distinct(kept)
    counts = [np.ptp(free.sum(axis)) > 0 for axis in (0, 1) if free.shape[1 - axis] > 1]
    return {
        "scale": scale,
        "even": float(is_even),
        **{f"along {name}": float(v) for name, v in alike(entries, variant).items()},
        "kept": 1 - p + (kept.mean() - (1 - p)) * math.sqrt(free.size / kept.size),
        "rows": link(free[0::2], free[1::2]) if len(free) > 1 else NEVER,
        "columns": link(free[:, 0::2], free[:, 1::2]) if free.shape[1] > 1 else NEVER,
        "unequal": float(is_idle or all(counts)),
        "unchanged": float(identical(h, dropped.call.args[0])),
        "whole": float(dropped.is_whole),
        **of_mask(dropped),
    }


def alike(entries: np.ndarray, variant: Variant) -> dict[str, bool]:
    """Along which axes of channels and maps all entries share their fate."""
    axes = {"channels": 1, "height": 2, "width": 3} if variant.inside else {}
    return {name: bool((entries == entries.take([0], axis)).all()) for name, axis in axes.items()}


def distinct(kept: np.ndarray) -> np.ndarray:
    """One row if all rows are the same, one column if all columns are.

    What is repeated breaks the law of independence, and shall not break the others as well.
    """
    kept = kept[:1] if (kept == kept[:1]).all() else kept
    return kept[:, :1] if (kept == kept[:, :1]).all() else kept


def link(a: np.ndarray, b: np.ndarray) -> float:
    """How far the share of b's ones that meet a one of a is from the share of a's ones.

    Given how many ones there are, those of b lie anywhere if they are independent of a; times the
    root of their number, Hoeffding bounds this for sampling without replacement.
    """
    ones = int(b.sum())
    return float(abs(a[b].mean() - a.mean()) * math.sqrt(ones)) if ones else 0.0


def of_mask(dropped: Dropped) -> dict[str, float]:
    """Whether there is a mask; its largest entry; whether it is 1 where a unit is kept."""
    mask, entries = dropped.mask, dropped.out != 0
    if mask is None:
        return {"masked": 0.0, "largest": 1.0, "agrees": 1.0}
    largest = float(np.max(mask))
    ones = mask != 0
    agrees = 1.0 if (ones == entries).all() else 0.0 if (ones != entries).all() else 0.5
    return {"masked": 1.0, "largest": largest if largest else 1.0, "agrees": agrees}


def training_laws(variant: Variant) -> dict[str, Law]:
    """Every statistic of `training` but those of the generator."""
    return {
        **{f"{key}, {p}": law for p in RATES for key, law in rate_laws(variant, p).items()},
        "drops": Law(1, 1, "drops nothing, and marks nothing as dropped"),
        "counts": Law(1, 1, "drops the same number of units at every call"),
    }


def rate_laws(variant: Variant, p: float) -> dict[str, Law]:
    rows, columns = variant.units
    alpha, together = FALSE_ALARM / 2, "does not drop every unit independently of the others"
    share = [bounds.proportion(1 - p, rows * columns, alpha, upper=u) for u in (False, True)]
    far = math.sqrt(math.log(2 / FALSE_ALARM) / 2)
    value = "does not scale what it keeps as asked for"
    whole = "does not keep or drop each channel as a whole"
    same = {"channels": 0, "height": 1, "width": 1} if variant.inside else {}
    return {
        **{f"along {name}": Law(flag, flag, whole) for name, flag in same.items()},
        "scale": Law(1 - ROUNDING, 1 + ROUNDING, value),
        "even": Law(1, 1, value),
        "kept": Law(*share, "does not drop the share p of the units"),
        "rows": Law(0, far, together),
        "columns": Law(0, far, together),
        "unequal": Law(1, 1, "drops the same number of units in every example"),
        "unchanged": Law(1, 1, "changes its argument h"),
        "whole": Law(1, 1, "gives a mask that does not have the shape of h", "wrong_shape"),
        "masked": Law(1, 1, "gives no mask when it is training"),
        "largest": Law(1, 1, "gives a mask with other entries than 0 and 1"),
        "agrees": Law(1, 1, "gives a mask that does not say which units are kept"),
    }


def at_all_rates(*names: str) -> list[str]:
    """The names of statistics at each rate."""
    return [f"{name}, {p}" for name in names for p in RATES]
