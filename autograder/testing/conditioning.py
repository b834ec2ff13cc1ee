"""Whether right code in float32 is well within tolerance on an input.

Asked are two right programs, the reference and the model answer, as they would be in float32: what
one computes in one piece the other takes apart, and loses other digits.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from autograder.sandbox.callback import leaves
from autograder.testing.comparison import ATOL, RTOL, excess

# Other right code loses up to four times as much: on the inputs of 63 seeds that stay within this
# share, the worst value of a float32 submission was off by two thirds of the tolerance.
SHARE = 1 / 6
COARSE_SHARE = 4 * SHARE
MANY = 10_000  # numbers, of which the model answer, too, would take more time than it is worth


def unfit(
    function: str,
    inputs: Sequence[tuple],
    expected: Sequence[Any],
    reference: Callable,
    answers: Path,
) -> str | None:
    """What is wrong with the first input that does not fit; `answers` are the model's."""
    for number, (args, right) in enumerate(zip(inputs, expected, strict=True), start=1):
        if any(map(callable, leaves(args))):
            continue  # in float32 nobody takes differences of its values
        for program, got, room in in_float32(function, args, reference, answers):
            error = largest_error(right, got, room)
            if error > room and is_right(function, args, right, answers):
                told = f"{error:.2g} of the tolerance"
                return f"on its input {number} {program} in float32 is off by {told}"
    return None


def is_right(function: str, args: tuple, right: Any, answers: Path) -> bool:
    """Whether the model answer is right in float64: if not, that is what its author has to hear."""
    from autograder.testing.single_precision import functions_in  # noqa: PLC0415 - imports torch

    own = functions_in(None, answers).get(function)
    try:
        return own is None or largest_error(right, own(*copy.deepcopy(args)), 1.0) == 0
    except Exception:  # noqa: BLE001 - it keeps another cache than the reference, say
        return True


def in_float32(
    function: str, args: tuple, reference: Callable, answers: Path
) -> Iterator[tuple[str, Any, float]]:
    """(program, what it gives, how far off it may be) of each that can be run in float32."""
    from autograder.testing import single_precision as single  # noqa: PLC0415 - imports torch

    reference = getattr(reference, "true", reference)  # what is kept of it is of float64
    has_arrays = any(isinstance(leaf, np.ndarray) for leaf in leaves(args))

    def in_single(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) and leaf.dtype == float:
            return single.rounded(leaf)
        # Numbers beside arrays stay as they are in float32 code, too.
        is_lone = isinstance(leaf, float) and not has_arrays
        return float(single.rounded(leaf)) if is_lone else copy.deepcopy(leaf)

    with np.errstate(all="ignore"):
        with suppress(Exception), single.SingleTensors():
            yield "the reference", reference(*each(in_single, args)), SHARE
        if sum(map(np.size, leaves(args))) > MANY:
            return
        for kind, room in ((single.Single, SHARE), (single.Coarse, COARSE_SHARE)):
            own = single.functions_in(kind, answers).get(function)
            with suppress(Exception):  # it keeps another cache than the reference, say
                if own is not None:
                    yield "the model answer", own(*each(kind.made, each(in_single, args))), room


def each(change: Callable[[Any], Any], value: Any) -> Any:
    """The value with every leaf of its lists, tuples and dicts changed."""
    if isinstance(value, dict):
        return {key: each(change, entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(each(change, entry) for entry in value)
    return change(value)


def largest_error(expected: Any, got: Any, room: float) -> float:
    """The largest error of all numbers in a result, in tolerances; 0 where none is above `room`.

    What has another form, and what the reference itself has no number for, is left out.
    """
    if isinstance(expected, dict):
        pairs = [(expected[key], got[key]) for key in expected if key in got]
        return max((largest_error(*pair, room) for pair in pairs), default=0.0)
    if isinstance(expected, (list, tuple)):
        pairs = zip(expected, got, strict=False)
        return max((largest_error(*pair, room) for pair in pairs), default=0.0)
    right, got = np.asarray(expected), np.asarray(got)
    if right.dtype.kind not in "fiu" or got.shape != right.shape or within(right, got, room):
        return 0.0
    errors = excess(right, got)
    return float(np.max(np.nan_to_num(errors, nan=np.inf), initial=0.0))


def within(right: np.ndarray, got: np.ndarray, room: float) -> bool:
    """Whether every error is at most `room` tolerances; so it is where the right value is none."""
    magnitude = np.abs(right)
    largest = np.maximum.reduce(magnitude, axis=None, initial=0.0)
    close = np.abs(got - right) <= room * (RTOL * magnitude + ATOL * largest)
    return bool(np.logical_and.reduce(close, axis=None)) or not np.isfinite(largest)
