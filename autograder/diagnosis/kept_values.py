"""What a result keeps of a wrong value: numbers of a public test, of a hidden one a keyed hash.

results.json is what a student may see: no value of a hidden test may be in it, and no more of a
submission's making than a few numbers.
"""

import hmac
import math
from typing import Any

import numpy as np

from autograder.testing.comparison import misfit
from autograder.testing.mismatch import Mismatch, WrongValue

MOST = 8  # rows and columns of a matrix that is kept
STEPS = 10_000  # wrong answers are the same if they agree to this part of their largest entry
HEX_DIGITS = 12


def values_of(expected: Any, got: Any) -> dict[str, list] | None:
    """What a public test compared, if both are small matrices or vectors of one shape.

    Of anything else nothing is kept, for the message has said it.
    """
    if type(got) is not np.ndarray or type(expected) is not np.ndarray:
        return None
    fits = got.ndim in (1, 2) and got.size and max(got.shape) <= MOST
    if got.dtype.kind not in "biuf" or got.shape != expected.shape or not fits:
        return None
    return {"expected": numbers(expected), "got": numbers(got)}


def numbers(array: np.ndarray) -> list:
    """The rows of an array; nan and inf, which JSON lacks, as words."""
    if array.ndim > 1:
        return [numbers(row) for row in array]
    return [value if math.isfinite(value) else str(value) for value in map(float, array)]


def answer_of(mismatch: Mismatch, seed: str) -> str | None:
    """By this the staff sees who gave the same wrong values, and nobody sees which."""
    is_value = isinstance(mismatch, WrongValue)
    if not is_value or mismatch.reason not in {"wrong_value", "not_finite"}:
        return None
    told = [text_of(case.expected, case.got) for case in mismatch.cases]
    parts = "\0".join([mismatch.function, str(mismatch.key), *told])
    return hmac.digest(seed.encode(), parts.encode(), "sha256").hex()[:HEX_DIGITS]


def text_of(expected: Any, got: Any) -> str:
    """A value as text, alike for values that differ by rounding alone; of one that has not the form
    asked for, what is wrong with it.
    """
    wrong = misfit(expected, got)
    if wrong:
        return f"{wrong.message} {getattr(got, 'shape', '')}"
    if isinstance(expected, list):
        return f"[{', '.join(map(text_of, expected, got))}]"
    array = np.asarray(0.0 if got is None else got, dtype=float)
    largest = float(np.max(np.abs(array[np.isfinite(array)]), initial=0.0)) or 1.0
    steps = np.round(array / largest * STEPS) + 0.0  # no negative zero
    return f"{array.shape} {largest:.3e} {' '.join(f'{step:.0f}' for step in steps.ravel())}"
