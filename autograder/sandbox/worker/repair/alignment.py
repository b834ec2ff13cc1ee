"""Which variable of a student's function is which one of a right function: those of equal values.

Worker side, NumPy and the standard library only. Both are called once, with the arguments at which
the student's is wrong; it is known to end there.
"""

import contextlib
import copy
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

import numpy as np

TOLERANCE = 1e-9
MOST_NUMBERS = 100_000  # of a variable that is looked at


def aligned(own: Callable, right: Callable, args: tuple) -> dict[str, str]:
    """The student's variables by those of the right function. What is the same number for all, as
    a count or a flag, is aligned with nothing.
    """
    mine, theirs = last_values(own, args), last_values(right, args)
    found: dict[str, str] = {}
    for name, value in theirs.items():
        same = [other for other, held in mine.items() if is_same(value, held)]
        if same:
            found[name] = same[0]
    return found


def last_values(function: Callable, args: tuple) -> dict[str, Any]:
    """The variables of a function when it returns, or raises; without its arguments."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return {}
    found: dict[str, Any] = {}

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_code is code:
            found.update(frame.f_locals)

    sys.setprofile(look)
    try:
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            function(*copy.deepcopy(args))
    finally:
        sys.setprofile(None)
    given = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return {name: value for name, value in found.items() if name not in given}


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same array or the same broken number."""
    if type(one) is float or isinstance(one, np.floating):
        is_number = type(other) is float or isinstance(other, np.floating)
        return is_number and bool(one % 1) and abs(one - other) <= TOLERANCE * abs(one)
    if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
        return False
    is_alike = one.shape == other.shape and one.dtype.kind == other.dtype.kind == "f"
    if not is_alike or not 1 < one.size <= MOST_NUMBERS:
        return False
    return bool(np.allclose(one, other, rtol=TOLERANCE, atol=0.0, equal_nan=True))
