"""A mean or a sum that a number lacks, or has too much of: lambd/2 times a sum of squares."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import Evidence, Said
from autograder.diagnosis.properties.changes import is_array, is_number, slugged
from autograder.testing.mismatch import Case

MOST_ARRAYS, MOST_NUMBERS = 6, 4
OF_ARRAY: dict[str, Callable[[Any], Any]] = {
    "the mean of {}": np.mean,
    "the sum of {}": np.sum,
    "the mean of the squares of {}": lambda x: np.mean(x**2),
    "the sum of the squares of {}": lambda x: np.sum(x**2),
}
TIMES = {-1.0: "", 1.0: "", -0.5: "half of ", 0.5: "half of ", -2.0: "twice ", 2.0: "twice "}


def averages(evidence: Evidence) -> Iterator[Said]:
    """Whatever mean or sum the difference is a multiple of."""
    first = evidence.wrong[0]
    if np.ndim(first.expected) or np.asarray(first.expected).dtype.kind != "f":
        return
    names = evidence.names(first)
    arrays = [name for name, value in names.items() if is_array(value)][:MOST_ARRAYS]
    numbers = [name for name, value in names.items() if is_number(value)][:MOST_NUMBERS]
    for array in arrays:
        for words, function in OF_ARRAY.items():
            for number in ["", *numbers]:
                yield from told(evidence, number, array, words, function)


def told(
    evidence: Evidence, number: str, array: str, words: str, function: Callable
) -> Iterator[Said]:
    def term(case: Case) -> Any:
        known = evidence.names(case)
        factor = float(known[number]) if number else 1.0
        return factor * function(np.asarray(known[array], float))

    what = f"{number} times {words.format(array)}" if number else words.format(array)
    for times, share in TIMES.items():
        where = evidence.fits(lambda case, c=times: float(case.expected) + c * term(case))
        if where is not None:
            hint = f"It lacks {share}{what}." if times < 0 else f"It has {share}{what} too much."
            yield Said(slugged(hint[3:-1]), hint, where)
