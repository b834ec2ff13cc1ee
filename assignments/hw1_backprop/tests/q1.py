"""Public tests of q1: a graph of three numbers.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

from functools import lru_cache

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False

name = "q1"
points = None


def defined(label, function):
    assert callable(function), f"{label} is not defined: run its cell first"


def problem(got, expected):
    """What is wrong with a value: its type, shape, a nan, the numbers; or None."""
    expected = np.asarray(expected, dtype=float)
    wanted = f"an array of shape {expected.shape}" if expected.ndim else "a single number"
    if not isinstance(got, (np.ndarray, np.generic, float, int)):
        return f"wrong type: expected {wanted}, got {type(got).__name__}"
    got = np.asarray(got)
    if got.dtype.kind not in "biuf":
        return f"wrong type: expected {wanted} of real numbers, got dtype {got.dtype}"
    if got.shape != expected.shape:
        return f"shape mismatch: expected {wanted}, got shape {got.shape}"
    if not np.isfinite(got).all():
        return f"not finite: expected\n{expected}\ngot\n{got}"
    atol = 1e-6 * np.max(np.abs(expected), initial=0.0)
    if (np.abs(got - expected) > 1e-5 * np.abs(expected) + atol).any():
        return f"wrong value: expected\n{expected}\ngot\n{got}"
    return None


def check(what, got, expected, look):
    """Fail with what was checked, expected and got, and a place to look."""
    wrong = problem(got, expected)
    if wrong:
        failure = AssertionError(f"{what}: {wrong}\nLook at {look}.")
        failure.expected, failure.got = expected, got  # the feedback page draws the error
        raise failure


def entry(label, result, key):
    """One value of a returned dict."""
    kind = type(result).__name__
    assert isinstance(result, dict), f"{label}: wrong type: expected a dict, got {kind}"
    keys = ", ".join(sorted(map(str, result)))
    assert key in result, f"{label}: wrong type: no key {key!r} in the dict, only {keys}"
    return result[key]


POINTS = [((-2.0, 5.0, -4.0), (-12.0, -4.0, -4.0, 3.0)), ((0.5, 1.5, 3.0), (6.0, 3.0, 3.0, 2.0))]


@lru_cache(maxsize=len(POINTS))  # both tests look at the same results
def graph_at(computational_graph, x, y, z):
    defined("computational_graph", computational_graph)
    return computational_graph(x, y, z)


@test_case(name="q1.f.worked_example", points=0.5)
def public_f(computational_graph):
    for (x, y, z), (f, *_) in POINTS:
        result = graph_at(computational_graph, x, y, z)
        got = entry("computational_graph", result, "f")
        check(f"f at x = {x}, y = {y}, z = {z}", got, f, "the forward pass: first the sum")


@test_case(name="q1.gradients.worked_example", points=0.5)
def public_gradients(computational_graph):
    for (x, y, z), (_, *gradients) in POINTS:
        result = graph_at(computational_graph, x, y, z)
        for key, expected in zip(("df_dx", "df_dy", "df_dz"), gradients, strict=True):
            got = entry("computational_graph", result, key)
            look = "the way back: the product first, then the sum"
            check(f"{key} at x = {x}, y = {y}, z = {z}", got, expected, look)
