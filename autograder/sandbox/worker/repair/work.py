"""How much work a call makes, in steps that are as many on every machine.

Worker side, NumPy and the standard library only.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np
from repair.arguments import fresh

# As much as it takes to compile a function of twenty lines.
LINES = 150  # of Python that run
ENTRIES = 2_500  # of the arrays that a call is given
MOST = 30


def steps_of(function: Callable, args: list) -> int:
    """The steps of a call, from 1 to MOST."""
    entries = sum(map(entries_of, args))
    left = (MOST - 1 - min(MOST - 1, entries // ENTRIES)) * LINES
    return min(MOST, 1 + entries // ENTRIES + lines_of(function, fresh(args), left) // LINES)


def entries_of(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(entries_of, value.values()))
    return value.size if isinstance(value, np.ndarray) else 1


def lines_of(function: Callable, args: list, most: int) -> int:
    """How many lines of Python a call runs; no more than `most` are counted."""
    lines = 0

    def traced(_: FrameType, event: str, __: Any) -> Callable | None:
        nonlocal lines
        lines += event == "line"
        if lines >= most:
            sys.settrace(None)
            return None
        return traced

    sys.settrace(traced)
    try:
        function(*args)
    except Exception:  # noqa: BLE001, S110 - what it has run until then is counted
        pass
    finally:
        sys.settrace(None)
    return lines
