"""Bounds that a right random function leaves with a chance of at most FALSE_ALARM = 1e-10.

Every bound is an exact law or a proven inequality that holds for each sample size, so none of them
is an approximation for large numbers. `alpha` is the chance that remains, both sides together.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

from autograder.testing.statistical_test import FALSE_ALARM

NORMAL = NormalDist()


def solve(increasing: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that increases from below 0 at `low` to above 0 at `high` is 0."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if increasing(middle) < 0 else (low, middle)
    return (low + high) / 2


def chi_squared(k: int, alpha: float = FALSE_ALARM) -> tuple[float, float]:
    """Bounds of X / k for X ~ chi-squared(k), and for any average of such X / k with weights.

    Chernoff: P(X/k beyond u) <= exp(-k/2 (u - 1 - ln u)), on either side. The logarithm of the
    moment generating function is convex and 0 at 0, so an average keeps the bound.
    """
    depth = 2 / k * math.log(2 / alpha)
    return (
        solve(lambda u: depth - (u - 1 - math.log(u)), 1e-300, 1.0),
        solve(lambda u: u - 1 - math.log(u) - depth, 1.0, 10 + 10 * depth),
    )


def cosine(m: int, alpha: float = FALSE_ALARM) -> float:
    """Bound of |cos| of the angle between m normals and a fixed direction.

    The direction of m normals is uniform on the sphere, and a cap of angle t holds at most
    sin(t)^(m-1) / 2 of it. mean/rms is such a cosine (with the diagonal), and a correlation of
    m + 1 pairs is one as well.
    """
    return math.sqrt(-math.expm1(2 / (m - 1) * math.log(alpha)))


def proportion(p: float, count: int, alpha: float, *, upper: bool) -> float:
    """One-sided bound of a share of `count` events of probability p: Chernoff's exp(-count KL)."""

    def excess(q: float) -> float:
        divergence = q * math.log(q / p) + (1 - q) * math.log((1 - q) / (1 - p))
        return count * divergence + math.log(alpha)

    return solve(excess, p, 1 - 1e-12) if upper else solve(lambda q: -excess(q), 1e-12, p)


def normal_peak(count: int) -> tuple[float, float]:
    """Bounds of max|x| / rms(x) of `count` normals: those of max|x| over those of rms."""
    alpha = FALSE_ALARM / 3
    low, high = (math.sqrt(bound) for bound in chi_squared(count, alpha))
    all_below = -NORMAL.inv_cdf(-math.expm1(math.log(alpha) / count) / 2)
    one_above = -NORMAL.inv_cdf(alpha / count / 2)
    return all_below / high, one_above / low


def normal_middle(count: int) -> tuple[float, float]:
    """Bounds of the share of `count` normals with |x| < rms(x): about 68 %."""
    alpha = FALSE_ALARM / 4
    low, high = (2 * NORMAL.cdf(math.sqrt(u)) - 1 for u in chi_squared(count, 2 * alpha))
    return (
        proportion(low, count, alpha, upper=False),
        proportion(high, count, alpha, upper=True),
    )


def uniform_square(count: int, alpha: float) -> float:
    """How far the mean of x^2 of `count` x ~ U(-1, 1) is from 1/3 at most: Hoeffding."""
    return math.sqrt(math.log(2 / alpha) / (2 * count))


def uniform_mean(count: int) -> float:
    """Bound of |mean| / rms of `count` uniforms: Hoeffding for x over Hoeffding for x^2."""
    alpha = FALSE_ALARM / 2
    return math.sqrt(2 * math.log(2 / alpha) / count / (1 / 3 - uniform_square(count, alpha)))


def uniform_correlation(count: int) -> float:
    """Bound of |correlation| of `count` pairs of uniforms: Hoeffding, given one of each pair."""
    alpha = FALSE_ALARM / 3
    tail = 2 * math.log(2 / alpha) / count
    return math.sqrt(tail / (1 / 3 - uniform_square(count, alpha) - tail))


def uniform_reach(count: int) -> float:
    """What the largest of `count` |x|, x ~ U(-1, 1), exceeds: P(all below r) = r^count."""
    return FALSE_ALARM ** (1 / count)


def uniform_peak(count: int) -> tuple[float, float]:
    """Bounds of max|x| / rms(x) of `count` uniforms: about sqrt(3)."""
    width = uniform_square(count, FALSE_ALARM / 2)
    reach = (FALSE_ALARM / 2) ** (1 / count)
    return reach / math.sqrt(1 / 3 + width), 1 / math.sqrt(1 / 3 - width)
