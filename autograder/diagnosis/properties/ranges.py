"""Right for ordinary numbers and not for others: overflow, 0 by 0, cut off, only at zeros."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.diagnosis.branches import LARGE
from autograder.diagnosis.evidence import Evidence, Said, is_number
from autograder.testing.comparison import excess, same
from autograder.testing.mismatch import Case

OVERFLOW = (
    "It is right for ordinary numbers and overflows for very large ones: exp of a large number is "
    "inf, and inf / inf is nan. Take exp of numbers up to 0 alone: subtract the row's maximum "
    "first, or go by the sign of x."
)
LOST = (
    "It is right for ordinary numbers, and for very large ones it is 0 where it should not be: exp "
    "of a large number is inf, and 1 / inf is 0. Take exp of numbers up to 0 alone: subtract the "
    "row's maximum first, or go by the sign of x."
)
OVERFLOW_OR_LOG = (
    "It is right for ordinary numbers, and inf or nan for very large ones: exp of a large number "
    "is inf, and the logarithm of a probability that has become 0 is -inf. Take exp of numbers up "
    "to 0 alone, and no logarithm of a probability: that of a softmax is o less that of a sum."
)
CUT_OFF = (
    "It is right for ordinary numbers, and for very large ones it is cut off: is something clipped,"
    " is a small number added before a logarithm or a division, or does exp become inf on the way? "
    "Work with the logits themselves, less the largest."
)
NOTHING = (
    "It divides 0 by 0: there are inputs at which everything is 0, and they are to be allowed."
)

ROUNDING = 1e-6
LEAST_LOST = 0.01
AT_ZERO = "It is wrong only where {} is exactly 0: look at > and >= there."
INTEGERS = (
    "Of integers it makes integers: its decimals are cut off. zeros_like(x) and x.copy() have the "
    "type of x: make x an array of floats first."
)


def is_cut(case: Case) -> bool:
    """Whether decimals are cut off."""
    return same(np.trunc(case.expected), case.got)


def is_smaller(case: Case) -> bool:
    """Whether no number is larger than it should be."""
    is_like = np.shape(case.expected) == np.shape(case.got)
    return is_like and bool(np.all(np.abs(case.got) <= np.abs(case.expected) * (1 + ROUNDING)))


def is_lost(case: Case) -> bool:
    """Whether all that is wrong is 0, and far from that in the right answer: divided by inf."""
    wrong = of_wrong_entries(case)
    if np.shape(case.got) != np.shape(case.expected) or np.any(np.asarray(case.got)[wrong]):
        return False
    return float(np.max(np.abs(np.asarray(case.expected)[wrong]), initial=0.0)) > LEAST_LOST


def at_zero(evidence: Evidence) -> str:
    """The argument of which every zero, and nothing else, makes an entry wrong; "" if none does.

    Of a sum over a batch that has such zeros none does: what is 0 is made of them.
    """
    masks = [of_wrong_entries(case) for case in evidence.wrong]
    names = [evidence.names(case) for case in evidence.wrong]
    if any(map(has_batch_with_zeros, names, masks)):
        return ""
    for name in names[0]:
        values = [one.get(name) for one in names]
        if all(map(has_zeros, values, masks)):
            return name
    return ""


def of_wrong_entries(case: Case) -> np.ndarray:
    """Where an array is wrong; everywhere, if it has another shape."""
    if np.shape(case.expected) != np.shape(case.got):
        return np.ones(np.shape(case.expected), bool)
    return ~np.asarray(excess(case.expected, case.got) <= 1)  # nan is wrong


def has_zeros(value: Any, wrong: np.ndarray) -> bool:
    """Whether an argument is 0 at all wrong entries, and is no mask."""
    is_like = isinstance(value, np.ndarray) and value.ndim > 0 and value.shape == wrong.shape
    return is_like and wrong.any() and np.unique(value).size > 2 and not np.any(value[wrong])


def has_batch_with_zeros(names: dict[str, Any], wrong: np.ndarray) -> bool:
    """Whether an argument has a row for each example, and a 0 in a column that is wrong."""
    arrays = [value for value in names.values() if isinstance(value, np.ndarray)]
    batches = [value for value in arrays if wrong.ndim and value.shape[1:] == wrong.shape]
    return any(np.any(batch[:, wrong] == 0) for batch in batches)


def largest(evidence: Evidence, case: Case) -> float:
    """The largest number among the arguments of a call; a whole one alone is a count."""
    numbers = [
        np.max(np.abs(np.asarray(value, float)), initial=0.0)
        for value in evidence.names(case).values()
        if is_number(value) and not isinstance(value, (int, np.integer))
    ]
    return max(numbers, default=0.0)


def ranges(evidence: Evidence) -> Iterator[Said]:
    """What can be said by size alone, or by zeros, or by the type of the numbers."""
    sizes = [[largest(evidence, c) for c in cases] for cases in (evidence.wrong, evidence.right)]
    is_nan = [not np.all(np.isfinite(case.got)) for case in evidence.wrong]
    if evidence.right and min(sizes[0]) > max(LARGE, *sizes[1]):
        is_loss = all(np.ndim(case.expected) == 0 for case in evidence.wrong)
        if all(is_nan):
            yield Said("overflows", OVERFLOW_OR_LOG if is_loss else OVERFLOW)
        elif not is_loss and all(map(is_lost, evidence.wrong)):
            yield Said("overflows", LOST)
        elif not any(is_nan) and all(map(is_smaller, evidence.wrong)):
            yield Said("cut_off", CUT_OFF)
    if all(map(is_cut, evidence.wrong)) and "integers" in (evidence.branch or ""):
        yield Said("cut_to_integers", INTEGERS)
    if name := at_zero(evidence):
        yield Said("at_zero", AT_ZERO.format(name))
    if all(is_nan) and not any(np.any(case.expected) for case in evidence.wrong):
        yield Said("zero_by_zero", NOTHING)


def bounded(evidence: Evidence) -> Iterator[Said]:
    """A value that is cut off at a bound of its own, the same at all inputs."""
    cases = [*evidence.wrong, *evidence.right]
    if not all(np.shape(c.expected) == np.shape(c.got) and np.ndim(c.got) for c in cases):
        return
    got = np.concatenate([np.ravel(case.got).astype(float) for case in cases])
    right = np.concatenate([np.ravel(case.expected).astype(float) for case in cases])
    for bound, clip, words in (
        (np.max(got), np.minimum, "above"),
        (np.min(got), np.maximum, "below"),
    ):
        hits, rest = np.isclose(got, bound), ~np.isclose(got, bound)
        is_enough = hits.sum() >= 3 and bound != 0 and rest.any() and np.ptp(right[rest]) > 0
        if is_enough and evidence.fits(lambda c, f=clip, b=bound: f(c.expected, b)) == "":
            yield Said(f"clipped_{words}", f"It is cut off {words} a bound: is something clipped?")
