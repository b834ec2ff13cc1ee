"""Results read as the student meant them: what one test is about shall not fail the others.

Norms by depth may be listed from the wrong end, lack the first layer, or be off by one factor; log
norms of a long product may belong to another norm. Each of these has a test of its own.
"""

import numpy as np

from autograder.testing import Case, Difference, WrongValue, answering, difference, same

SLACK = 3.0  # two norms of a 4x4 matrix differ by a factor of at most 4, so their logs by 1.4


def check_norms(cases, function, *, only=None, scale=False):
    """Check norms by depth; a common factor counts only if `scale`."""
    try:
        cases.check(function, only=only)
    except WrongValue as mismatch:
        if not all(is_profile(case.expected, case.got, scale=scale) for case in mismatch.cases):
            raise


def is_profile(expected, got, *, scale):
    """Whether `got` are the expected norms, but for their order, the first layer, one factor."""
    if not is_curve(got):
        return False
    if got.size == expected.size - 1 > 1:
        expected = expected[1:]
    if got.size != expected.size:
        return False
    factor = 1.0 if scale else got.sum() / expected.sum()
    return factor > 0 and any(same(factor * expected, read) for read in (got, got[::-1]))


def is_curve(value):
    """Whether a value is an array of finite floats with one axis."""
    is_floats = isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim == 1
    return is_floats and bool(np.isfinite(value).all())


def check_number_of_layers(cases, function):
    """Check type and shape alone, where the function answers."""
    answered = answering(cases, function)
    for i in [i for i, args in enumerate(cases.inputs) if answered(*args)]:
        args = cases.inputs[i]
        expected, got = cases.expected[i], cases.answer(function, i)
        found = difference(expected, got)
        if found and found.reason in ("wrong_type", "wrong_shape"):
            case = Case(args, expected, got)
            raise WrongValue(cases.function, None, found, case, [case])


def check_input_side_first(cases, function):
    """Check that norms which grow towards the output are listed so."""
    for i, args in enumerate(cases.inputs):
        expected, got = cases.expected[i], cases.answer(function, i)
        found = difference(expected, got)
        if is_curve(got) and got.size > 1:
            order = Difference("wrong_value", "does not grow from the input side to the output")
            found = None if got[0] < got[-1] else order
        if found:
            case = Case(args, expected, got)
            raise WrongValue(cases.function, None, found, case, [case])


def check_long(cases, function):
    """Check that log norms stay finite and end where they should, whatever the norm."""
    for i, args in enumerate(cases.inputs):
        expected, got = cases.expected[i], cases.answer(function, i)
        found = difference(expected, got)
        if found and is_curve(got) and got.size and abs(got[-1] - expected[-1]) < SLACK:
            found = None
        if found:
            case = Case(args, expected, got)
            raise WrongValue(cases.function, None, found, case, [case])
