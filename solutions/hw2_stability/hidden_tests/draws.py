"""What the tests of random functions in q3 and q5 share: samples, their statistics, their bounds.

Each statistic but the scale itself is free of scale, and the scale is free of the mean: one
mistake breaks one test.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.testing import (
    Case,
    Difference,
    Draw,
    Experiment,
    Law,
    WrongValue,
    bounds,
    call,
    difference,
    draw,
    generator,
    identical,
    use_of_generator,
)

ROUNDING = 1e-5  # float32 may round a bound up


def sample(name: str, function: Callable, rng: Any, *args: Any, shape: tuple[int, ...]) -> Draw:
    """Call function(rng, *args). Another order or number of axes, and a curve of another length,
    are let through: the test of the shape is about them.
    """
    drawn = draw(name, function, rng, *args)
    found, got = difference(np.zeros(shape), drawn.value), drawn.value
    if found and found.reason == "wrong_shape":
        if got.size == np.prod(shape):
            got = got.reshape(shape)
        if got.shape == shape or (got.ndim == len(shape) == 1 and got.size > 2):
            found = difference(np.zeros(got.shape), got)
    if found and found.reason != "wrong_value":
        raise WrongValue(name, None, found, Case(args, shape, drawn.value))
    return replace(drawn, value=got.astype(float))


def use(name: str, function: Callable, rng: Any, args: tuple, shape: tuple, *more: Draw) -> dict:
    """The statistics of GENERATOR for function(rng, *args)."""
    return use_of_generator(rng, lambda rng: sample(name, function, rng, *args, shape=shape), *more)


def shapes(function: str, wanted: dict[tuple, tuple[int, ...]]) -> Experiment:
    """The shapes of function(rng, *args) for several args: number of axes and their lengths."""

    def draw_shapes(student: Callable) -> dict[str, Any]:
        rng, found = generator("hw2_stability", function, "shapes"), {}
        for number, (args, shape) in enumerate(wanted.items()):
            got = call(function, student, rng, *args)
            is_number = isinstance(got, (int, float, np.generic))
            wrong = difference(np.zeros(() if is_number else shape), got)
            if wrong and wrong.reason == "wrong_type":
                raise WrongValue(function, None, wrong, Case(args, shape, got))
            found |= axes(number, np.shape(got))
        return found

    laws_of_axes = {
        name: Law(length, length, "has the wrong shape", "wrong_shape")
        for number, shape in enumerate(wanted.values())
        for name, length in axes(number, shape).items()
    }
    return Experiment(function, {draw_shapes: laws_of_axes})


def axes(number: int, shape: tuple[int, ...]) -> dict[str, float]:
    """A shape as statistics of call `number`; an axis that is not there has length -1."""
    lengths = [*shape, -1, -1, -1][:3]
    named = {f"call {number}, axis {axis}": float(n) for axis, n in enumerate(lengths)}
    return {f"call {number}, axes": float(len(shape))} | named


def check_shapes(experiment: Experiment, function: Callable) -> None:
    """Check every shape."""
    experiment.check(function, *experiment.laws)


def check_defaults(name: str, function: Callable, *defaults: Any) -> None:
    """Check that function(rng) and function(rng, *defaults) draw the same from equal generators."""
    given, default, again = (
        call(name, function, generator("hw2_stability", name, "defaults"), *args)
        for args in (defaults, (), defaults)
    )
    found = None if isinstance(given, np.ndarray) else difference(np.zeros(1), given)
    if not found:
        is_alike = identical(given, default)
        if not identical(given, again):  # drawn from elsewhere: only shapes can be compared
            is_alike = isinstance(default, np.ndarray) and default.shape == given.shape
        found = None if is_alike else Difference("wrong_value", "has other defaults")
    if found:
        raise WrongValue(name, None, found, Case(defaults, given, default))


def ratio(a: float, b: float) -> float:
    """a / b; 0 for numbers without spread, which the law of the scale is about."""
    return float(a / b) if b > 0 else 0.0


def scale_free(values: np.ndarray) -> dict[str, float]:
    """mean/rms, max|x|/rms, the share of |x| < rms, and the fourth moment/rms^4."""
    with np.errstate(over="ignore", invalid="ignore"):
        rms = np.sqrt(np.mean(values**2))
        return {
            "mean": ratio(np.mean(values), rms),
            "peak": ratio(np.max(np.abs(values)), rms),
            "middle": float(np.mean(np.abs(values) < rms)),
            "fourth": ratio(np.mean(values**4), rms**4),
        }


def share_of_different(values: np.ndarray, links: dict[str, float]) -> float:
    """How many numbers are counted, of those that the laws are made for.

    All; but repeated numbers break a law of `links`, and shall not break the others as well.
    """
    return np.unique(values).size / values.size if max(map(abs, links.values())) > 0.5 else 1.0


def shrunk(
    statistics: dict[str, float], share: float, centres: dict[str, float]
) -> dict[str, float]:
    """Statistics of fewer numbers, with the deviations that the full number would have."""
    return {
        key: centres[key] + (value - centres[key]) * np.sqrt(share)
        for key, value in statistics.items()
    }


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's correlation of the numbers in a with those in b."""
    with np.errstate(over="ignore", invalid="ignore"):
        a, b = a - np.mean(a), b - np.mean(b)
        return ratio(np.sum(a * b), np.sqrt(np.sum(a * a) * np.sum(b * b)))


def normal_statistics(
    values: np.ndarray, deviation: float, links: dict[str, float]
) -> dict[str, float]:
    """`scale_free`, and the mean square as a ratio to the variance asked for."""
    share = share_of_different(values, links)
    with np.errstate(over="ignore"):
        found = scale_free(values) | {"variance": float(np.mean((values / deviation) ** 2))}
    centres = {"mean": 0.0, "variance": 1.0, "peak": 4.2, "middle": 0.6827, "fourth": 3.0}
    return shrunk(found, share, centres)


def uniform_statistics(
    values: np.ndarray, bound: float, links: dict[str, float]
) -> dict[str, float]:
    """`scale_free`, and max|x| as a ratio to the bound asked for."""
    share = share_of_different(values, links)
    reach = 1 + (float(np.max(np.abs(values)) / bound) - 1) * share
    centres = {"mean": 0.0, "peak": np.sqrt(3), "middle": 0.5774, "fourth": 1.8}
    return shrunk(scale_free(values), share, centres) | {"bound": reach}


def normal_laws(count: int) -> dict[str, Law]:
    """Laws of `scale_free` and of the variance, as a ratio to the right one, of `count` normals."""
    bound, shape = bounds.cosine(count), "is not normally distributed"
    return {
        "mean": Law(-bound, bound, "does not have mean 0"),
        "variance": Law(*bounds.chi_squared(count), "does not have the variance asked for"),
        "peak": Law(*bounds.normal_peak(count), shape),
        "middle": Law(*bounds.normal_middle(count), shape),
        "fourth": Law(2.85, 3.15, shape),  # no test turns on it: it tells mistakes apart
    }


def uniform_laws(count: int) -> dict[str, Law]:
    """Laws of `scale_free` and of max|x|, as a ratio to the right bound, of `count` uniforms."""
    bound, reach = bounds.uniform_mean(count), bounds.uniform_reach(count)
    return {
        "mean": Law(-bound, bound, "does not have mean 0"),
        "bound": Law(reach - ROUNDING, 1 + ROUNDING, "does not have the bound asked for"),
        "peak": Law(*bounds.uniform_peak(count), "is not uniformly distributed"),
        "fourth": Law(1.75, 1.85, "is not uniformly distributed"),  # likewise
    }


def independent(count: int, bound: Callable[[int], float]) -> Law:
    """The law of the correlation of `count` pairs of independent numbers."""
    return Law(-bound(count), bound(count), "has entries that depend on each other")


def normal_correlation(count: int) -> float:
    """Bound of |correlation| of `count` pairs of normals."""
    return bounds.cosine(count - 1)
