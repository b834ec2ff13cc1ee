"""Arrays and numbers that came in another form.

Nothing of a wrong size is looked at entry by entry: there may be millions.
"""

from typing import Any

import numpy as np

from autograder.testing.comparison import Difference, same, type_name
from autograder.testing.form.slips import NUMBERS, Reading, Slip, of_type

ONES = Difference("wrong_shape", "an array with axes of length 1 too many or too few")
ONCE = Difference("wrong_shape", "rows that are all equal only once, where each is asked for")
COMPLEX = of_type("complex numbers where real ones are asked for")
WHOLE = of_type("floats where integers are asked for")
LISTS = 4  # for each number: one for every axis of length 1 around it


def as_array(expected: np.ndarray, got: Any, *, random: bool) -> Reading:
    """`got` as an array of the shape asked for."""
    array = got if isinstance(got, np.ndarray) else in_array(got, 2 * expected.size)
    if array is None or array.size > 2 * expected.size:
        return got, None
    slip = None if array is got else of_type(f"{type_name(got)} where an array is asked for")
    real, is_complex = _real(array)
    shaped, is_shaped = (None, None) if real is None else _in_shape(expected, real, random=random)
    if shaped is None:
        return got, None
    if random:  # what is not is compared by its values, and floats have them
        shaped, is_whole = _whole(expected, shaped)
        is_shaped = is_shaped or is_whole
    return shaped, slip or is_complex or is_shaped


def _in_shape(
    expected: np.ndarray, array: np.ndarray, *, random: bool
) -> tuple[np.ndarray | None, Slip]:
    if array.shape == expected.shape:
        return array, None
    if differ_by_ones(array.shape, expected.shape):
        return array.reshape(expected.shape), ONES
    if array.size > 1 and _repeats_into(array.shape, expected.shape):
        rows = np.broadcast_to(array, expected.shape).copy()
        if random or same(expected, rows):
            return rows, ONCE
    is_free = random and array.ndim == expected.ndim == 1  # its length may differ from draw to draw
    return (array, None) if is_free else (None, None)


def as_number(got: Any) -> Reading:
    """`got` as a number."""
    is_array = isinstance(got, np.ndarray) and got.ndim > 0
    array = got if is_array else None if type(got) in (int, float) else in_array(got, 1)
    if array is None or array.size != 1:
        return got, None
    number, slip = _real(array.reshape(-1))
    if number is None or (slip is None and array.ndim == 0):
        return got, None
    kind = "an array" if is_array else type_name(got)
    slip = of_type(f"{kind} of one entry where a number is asked for") if array.ndim else slip
    return number[0], slip


def in_array(got: Any, most: int) -> np.ndarray | None:
    """A number, or a list of at most so many numbers, as an array; None for anything else.

    Beside a text NumPy makes texts of all numbers, each as long as that one: gigabytes.
    """
    if not isinstance(got, (list, tuple, complex, *NUMBERS)) or not _are_numbers(got, most):
        return None
    try:
        return np.asarray(got)
    except (ValueError, OverflowError):  # rows of different lengths
        return None


def _are_numbers(got: Any, most: int) -> bool:
    """Whether there are few lists in a value, and nothing but at most so many numbers."""
    left, count, lists = [got], 0, 0
    while left and count <= most and lists <= LISTS * (most + 1):
        one = left.pop()
        if isinstance(one, (list, tuple)):
            if len(one) > most + LISTS:
                return False
            lists += 1
            left += one
        elif isinstance(one, (complex, np.ndarray, *NUMBERS)):
            count += np.size(one)
        else:
            return False
    return not left and count <= most


def _real(array: np.ndarray) -> tuple[np.ndarray | None, Slip]:
    """The numbers of an array as real ones, if they can be, and what is wrong if they are not."""
    if array.dtype.kind == "c" and not array.imag.any():
        return array.real, COMPLEX
    return (array, None) if array.dtype.kind in "biuf" else (None, None)


def _whole(expected: np.ndarray, array: np.ndarray) -> tuple[np.ndarray, Slip]:
    """Floats that are integers, as such where these are asked for."""
    if expected.dtype.kind in "iu" and array.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            integers = array.astype(np.int64)
        if np.array_equal(integers, array):
            return integers, WHOLE
    return array, None


def differ_by_ones(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether a shape is another one with axes of length 1 too many, or too few."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    left = list(shorter)
    for n in longer:
        if left and left[0] == n:
            left.pop(0)
        elif n != 1:
            return False
    return not left


def _repeats_into(shape: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    """Whether an array of this shape may be rows, or entries, that are all equal, given once."""
    pairs = zip(reversed(shape), reversed(whole), strict=False)
    return len(shape) <= len(whole) and all(n in (1, m) for n, m in pairs)
