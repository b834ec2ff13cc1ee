"""What folds show of themselves, and their laws: what kfold_indices is judged by.

Neither the order of the folds nor that within a fold is looked at: only which indices meet.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.testing import (
    FALSE_ALARM,
    GENERATOR,
    Case,
    Difference,
    Draw,
    Experiment,
    Law,
    WrongValue,
    bounds,
    draw,
    generator,
    use_of_generator,
)

FUNCTION = "kfold_indices"
CUTS = ((23, 5), (12, 4), (17, 3), (6, 6))
N, K, CALLS = 40, 2, 150
PAIRS = {"neighbours": (17, 18), "far apart": (3, 30)}
MORE_PAIRS = {
    f"{i} and {j}": (i, j) for i, j in ((0, 1), (5, 25), (8, 9), (11, 38), (20, 22), (2, 9))
}
MEET = (N / K - 1) / (N - 1)  # the chance that two indices share a fold


def folds(function: Callable, n: int, k: int, rng: Any) -> tuple[list[np.ndarray], Draw]:
    """The folds as arrays of integers, and the call. Raises Mismatch where they are none."""
    call = draw(FUNCTION, function, n, k, rng)
    is_list = isinstance(call.value, (list, tuple)) or np.ndim(call.value) > 0
    found = [as_fold(fold) for fold in call.value] if is_list else []
    if not is_list or any(fold is None for fold in found):
        wrong = Difference("wrong_type", "should return a list of arrays of integers")
        raise WrongValue(FUNCTION, None, wrong, Case((n, k), None, call.value))
    return found, call


def as_fold(fold: Any) -> np.ndarray | None:
    """A fold as an array of integers; None if it is none, whatever else it may be."""
    try:
        array = np.asarray(fold)
    except (TypeError, ValueError, OverflowError):  # a list of lists that are not of one length
        return None
    return array if array.ndim == 1 and array.dtype.kind in "iu" else None


def cutting(function: Callable) -> dict[str, float]:
    """What is wrong with the folds as sets: 1 where something is, so that no chance is in it; and
    how many folds and entries are too many.
    """
    rng = generator("hw0_neurons", FUNCTION, "cutting")
    wrong = dict.fromkeys(laws_of_cutting(), False)
    too_many = entries = 0
    for n, k in CUTS:
        found, _ = folds(function, n, k, rng)
        together = np.concatenate([*found, np.zeros(0, dtype=int)])
        sizes, inside = [len(fold) for fold in found], np.unique(together)
        too_many += len(found) - k
        entries += sum(sizes) - n
        wrong["outside"] |= bool(np.any((together < 0) | (together >= n)))
        wrong["missing"] |= len(np.intersect1d(inside, np.arange(n))) < n
        wrong["repeated"] |= any(len(np.unique(fold)) < len(fold) for fold in found)
        wrong["shared"] |= sum(len(np.unique(fold)) for fold in found) > len(inside)
        wrong["too large"] |= max(sizes, default=0) > -(-n // k)
        wrong["too small"] |= min(sizes, default=0) < n // k
    flags = {name: float(is_wrong) for name, is_wrong in wrong.items()}
    return flags | {"folds": float(too_many), "entries": float(entries)}


def laws_of_cutting() -> dict[str, Law]:
    """Of the folds together, and of their sizes; nothing in it is random."""
    size = "gives folds whose sizes differ by more than 1"
    told = {
        "folds": "does not give k folds",
        "entries": "does not give n indices in all",  # by which one mistake is told from another
        "outside": "gives indices that are not in range(n)",
        "missing": "leaves indices out of all folds",
        "repeated": "gives an index twice in one fold",
        "shared": "gives an index in several folds",
        "too large": size,
        "too small": size,
    }
    return {name: Law(0, 0, message) for name, message in told.items()}


def meeting(function: Callable) -> dict[str, float]:
    """How often two given indices share a fold, and the use of the generator."""
    rng = generator("hw0_neurons", FUNCTION, "meeting")
    pairs = PAIRS | MORE_PAIRS
    met = dict.fromkeys(pairs, 0)
    for _ in range(CALLS):
        found, call = folds(function, N, K, rng)
        for name, pair in pairs.items():
            met[name] += any(np.isin(pair, fold).all() for fold in found)

    def draw_with(rng: Any) -> Draw:
        found, call = folds(function, N, K, rng)
        return replace(call, value=labels(found))

    shares = {name: count / CALLS for name, count in met.items()}
    return shares | use_of_generator(rng, draw_with, replace(call, value=labels(found)))


def labels(found: list[np.ndarray]) -> np.ndarray:
    """For every index the smallest one of its fold; -1 for those in none."""
    smallest = np.full(N, -1)
    for fold in found:
        inside = fold[(fold >= 0) & (fold < N)]
        smallest[inside] = inside.min(initial=N)
    return smallest


def laws_of_meeting() -> dict[str, Law]:
    """The number of calls in which two indices share a fold is binomial. No test looks at
    MORE_PAIRS: by them one mistake is told from another.
    """
    alpha = FALSE_ALARM / 2
    low, high = (bounds.proportion(MEET, CALLS, alpha, upper=upper) for upper in (False, True))
    told = "does not cut a random order: some indices share a fold too often, or too seldom"
    return {name: Law(low, high, told) for name in PAIRS | MORE_PAIRS}


KFOLD = Experiment(
    FUNCTION,
    {
        cutting: laws_of_cutting(),
        meeting: laws_of_meeting() | GENERATOR,
    },
)
