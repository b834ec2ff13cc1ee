"""The comparison rule of every grade: type, then shape, then finiteness, then value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox.worker.wire import Handle, Unsupported

RTOL = 1e-5  # float32 passes
ROUNDING = 1e-12
ATOL = 1e-6  # times the largest expected magnitude, so that tiny gradients count as much as large


@dataclass(frozen=True)
class Difference:
    """How a value differs: the contract's `reason`, and words without any value in them."""

    reason: str
    message: str


class Nothing:
    """The only one of its kind stands for a result that did not come."""

    def __copy__(self) -> "Nothing":
        return self

    def __deepcopy__(self, _: dict) -> "Nothing":
        return self


Nothing.__name__ = "nothing"  # as public tests say what they got
NOTHING = Nothing()


def difference(expected: Any, got: Any) -> Difference | None:
    """How `got` differs from `expected`, an array, a number, None, or a list of these; None if it
    does not.
    """
    wrong_form = misfit(expected, got)
    if wrong_form or expected is None:
        return wrong_form
    if isinstance(expected, list):
        return _first(difference, expected, got)
    if within(expected, got):
        return None
    if not np.all(np.isfinite(got)):
        return Difference("not_finite", "is not finite (nan or inf)")
    return Difference("wrong_value", "has the wrong value")


def misfit(expected: Any, got: Any) -> Difference | None:
    """How the type or the shape of `got` differs from that of `expected`; None if it does not.

    Numbers of a value that does not fit are never looked at: there may be millions.
    """
    if got is NOTHING:
        return Difference("wrong_type", "is not in the result")
    if expected is None:
        return None if got is None else Difference("wrong_type", "should be None")
    if isinstance(expected, list):
        return _misfit_of_list(expected, got)
    shape = getattr(expected, "shape", ())
    kinds = (np.ndarray,) if shape else (float, int, np.ndarray, np.generic)
    if not isinstance(got, kinds) or not is_real(got):
        wanted = "an array" if shape else "a number"
        return Difference("wrong_type", f"should be {wanted}, not {type_name(got)}")
    if getattr(got, "shape", ()) != shape:
        return Difference("wrong_shape", "has the wrong shape")
    return None


def _misfit_of_list(expected: list, got: Any) -> Difference | None:
    if not isinstance(got, (list, tuple)):
        return Difference("wrong_type", f"should be a list of arrays, not {type_name(got)}")
    if len(got) != len(expected):
        return Difference("wrong_shape", "has another number of entries")
    return _first(misfit, expected, got)


def _first(
    found: Callable[[Any, Any], Difference | None], expected: list, got: Any
) -> Difference | None:
    """The first difference of two entries."""
    each = map(found, expected, got)
    return next((one for one in each if one), None)


def is_real(value: Any) -> bool:
    """Whether a number or an array is of a kind that can be compared."""
    return type(value) is float or np.asarray(value).dtype.kind in "biuf"


def within(expected: Any, got: Any) -> bool:
    """Whether every entry is finite and within tolerance; nan never is."""
    if isinstance(expected, float) and isinstance(got, float):  # the same, ten times as fast
        return abs(got - expected) <= (RTOL + ATOL) * abs(expected)
    magnitude = np.abs(expected)
    largest = np.maximum.reduce(magnitude, axis=None, initial=0.0)  # np.max, without its detours
    error = np.abs(np.subtract(got, expected, dtype=float))
    close = error <= RTOL * magnitude + ATOL * largest
    return bool(np.logical_and.reduce(close, axis=None))


def excess(expected: Any, got: Any) -> np.ndarray:
    """Elementwise error in units of the tolerance: at most 1 where `got` is right."""
    magnitude = np.abs(np.asarray(expected, dtype=float))
    tolerance = RTOL * magnitude + ATOL * np.max(magnitude, initial=0.0)
    error = np.abs(np.subtract(got, expected, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error == 0, 0.0, error / tolerance)


def same(expected: Any, got: Any) -> bool:
    """Whether `got` counts as `expected`."""
    return difference(expected, got) is None


def identical(before: Any, after: Any) -> bool:
    """Whether an argument came through a call untouched.

    But for rounding: x + eps - 2 eps + eps, put back by an honest student, is x to the last bits.
    """
    if isinstance(before, dict):
        keys_agree = isinstance(after, dict) and before.keys() == after.keys()
        return keys_agree and all(identical(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)):
        lengths_agree = isinstance(after, (list, tuple)) and len(before) == len(after)
        return lengths_agree and all(map(identical, before, after))
    if isinstance(before, np.ndarray):
        is_array = isinstance(after, np.ndarray) and after.dtype == before.dtype
        return is_array and before.shape == after.shape and _untouched(before, after)
    if isinstance(before, np.random.Generator) or callable(before):
        return True
    if type(before) is not type(after):
        return False
    is_nan = isinstance(before, float) and np.isnan(before) and np.isnan(after)
    is_unseen = isinstance(before, Handle)  # it stays with the submission, under another number
    return bool(is_nan or is_unseen or before == after)


def _untouched(before: np.ndarray, after: np.ndarray) -> bool:
    if before.tobytes() == after.tobytes():
        return True
    if before.dtype.kind not in "fc":
        return np.array_equal(before, after)
    scale = np.max(np.abs(before[np.isfinite(before)]), initial=0.0)
    return np.allclose(before, after, rtol=0, atol=ROUNDING * scale, equal_nan=True)


def type_name(value: Any) -> str:
    """The type of a value as a student would say it."""
    if isinstance(value, Unsupported) and value.held is not None:
        return value.type_name  # one of HOLDERS
    if isinstance(value, (Handle, Unsupported)):
        return "something that is neither a number nor an array of numbers"
    if isinstance(value, np.ndarray):
        return f"an array of dtype {value.dtype}"
    return "None" if value is None else f"a {type(value).__name__}"
