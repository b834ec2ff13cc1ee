"""How much work a call makes, in steps that are as many on every machine, and what it runs.

Worker side, NumPy and the standard library only.
"""

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np
from names import FILE
from repair.arguments import fresh
from repair.edits import Edit
from repair.syntax import BLOCKS
from repair.units import Unit

# As much as it takes to compile a function of twenty lines.
LINES = 150  # of Python that run
ENTRIES = 2_500  # of the arrays that a call is given
MOST = 30

Lines = set[tuple[str, int]]  # of the submission: file and number


@dataclass(frozen=True)
class Work:
    """The steps of a call, from 1 to MOST, and the lines of the submission that ran, if known."""

    steps: int = MOST
    ran: Lines | None = None

    def may_mend(self, unit: Unit, edit: Edit) -> bool:
        """Whether an edit changes what ran: nothing else makes a wrong call right."""
        if self.ran is None or not isinstance(unit.statement, ast.FunctionDef):
            return True
        if any(key in BLOCKS or is_block(owner) for owner, key, _ in edit.changes):
            return True  # it may be moved to where it runs
        first, last = edit.statement.lineno, edit.statement.end_lineno or edit.statement.lineno
        return any((f"{FILE}{unit.cell}", line) in self.ran for line in range(first, last + 1))


def is_block(owner: Any) -> bool:
    return isinstance(owner, list) and any(isinstance(one, ast.stmt) for one in owner)


def work_of(function: Callable, args: list) -> Work:
    """The work of a call; its arguments stay what they are."""
    steps = 1 + sum(map(entries_of, args)) // ENTRIES
    lines, ran = lines_of(function, fresh(args), MOST * LINES)
    return Work(min(MOST, steps + lines // LINES), ran if lines < MOST * LINES else None)


def entries_of(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(entries_of, value.values()))
    return value.size if isinstance(value, np.ndarray) else 1


def lines_of(function: Callable, args: list, most: int) -> tuple[int, Lines]:
    """How many lines of the submission a call runs, and which; no more than `most` are counted."""
    lines, ran = 0, Lines()

    def traced(frame: FrameType, event: str, _: Any) -> Callable | None:
        nonlocal lines
        file = frame.f_code.co_filename
        if not file.startswith(FILE):
            return None
        lines += event == "line"
        ran.add((file, frame.f_lineno))
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
    return lines, ran
