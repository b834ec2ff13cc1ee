"""What can be said honestly of a wrong value that nothing explains: how it looks, what is right."""

from typing import Any

import numpy as np

from autograder.diagnosis.branches import modes_right
from autograder.diagnosis.error_patterns import is_trivial
from autograder.diagnosis.evidence import Evidence, evidence_of, is_number, right_answer
from autograder.testing.comparison import excess, misfit, same
from autograder.testing.mismatch import Case, Mismatch, WrongValue

MOST_NAMED = 6
FEWEST = 2  # entries on each side of 0


def remark(mismatch: Mismatch) -> str:
    """How a wrong value looks, and what beside it is right; empty if that is little."""
    if not isinstance(mismatch, WrongValue) or mismatch.reason != "wrong_value":
        return ""
    evidence = evidence_of(mismatch)
    told = [how_it_looks(mismatch), *what_is_right(mismatch, evidence)]
    return " ".join(filter(None, told))


def how_it_looks(mismatch: WrongValue) -> str:
    """What the wrong values have in common."""
    returned = [c for c in mismatch.cases if not is_trivial(c.expected)]
    pairs = [(c.expected, c.got) for c in returned]
    if not pairs or not all(is_number(g) and not misfit(e, g) for e, g in pairs):
        return ""
    if all(same(e, g) for e, g in pairs):
        return "It is wrong only where it should be zero."
    if all(same(np.abs(e), np.abs(g)) for e, g in pairs):
        return "Only signs are wrong."
    if told := of_factors(returned, mismatch.context.others):
        return told
    if any(same(e, g) for e, g in pairs):
        return "It is right for some inputs and wrong for others."
    is_partly_right = max(np.mean(excess(e, g) > 1) for e, g in pairs) <= 0.5
    return "Only some of its entries are wrong." if is_partly_right else ""


def of_factors(cases: list[Case], others: list[Case]) -> str:
    """Whether arrays are off by a factor each, none of which is 1 or 0. Of single numbers, and of
    one input, that is always so; and it has to be so of what other tests look at.
    """
    known = [case for case in [*cases, *others] if not is_trivial(case.expected)]
    if len(cases) < 2 or any(np.size(case.expected) < 2 for case in cases):
        return ""
    if any(np.asarray(case.expected).dtype.kind != "f" for case in cases):
        return ""
    if any(factor(case.expected, case.got) in (None, 0.0) for case in known):
        return ""
    factors = [factor(case.expected, case.got) for case in cases]
    if np.isclose(factors, 1).any():
        return ""
    agree = np.allclose(factors, factors[0], rtol=1e-6)
    which = "is the same for every input" if agree else "depends on the input"
    return f"It is off by a factor that {which}."


def what_is_right(mismatch: WrongValue, evidence: Evidence | None) -> list[str]:
    """The branches and modes at which the value is right, and the other quantities that are."""
    told = [wrong_side(evidence)] if evidence else []
    if evidence and evidence.right:
        if evidence.branch:
            told.append(f"{evidence.branch} it is wrong, elsewhere it is right.")
        else:
            wrong, right = (map(evidence.names, c) for c in (evidence.wrong, evidence.right))
            if modes := modes_right(list(wrong), list(right)):
                told.append(f"It is right {' and '.join(modes)}.")
    if names := quantities_right(mismatch):
        told.append(f"Right before it: {', '.join(names)}.")
    return told


def wrong_side(evidence: Evidence) -> str:
    """The sign of an argument at which every entry is wrong, where none of the other sign is."""
    for name in evidence.names(evidence.wrong[0]):
        for side, sign, other in (("below", -1, "above"), ("above", 1, "below")):
            if all(is_of_side(evidence, case, name, sign) for case in evidence.wrong):
                return f"It is wrong where {name} is {side} 0, and right where it is {other}."
    return ""


def is_of_side(evidence: Evidence, case: Case, name: str, sign: int) -> bool:
    """Whether an array is wrong at all entries of one sign of an argument, and at none of the
    other; a few of each.
    """
    value = evidence.names(case).get(name)
    shape = np.shape(case.expected)
    if not isinstance(value, np.ndarray) or not value.shape == shape == np.shape(case.got):
        return False
    wrong = ~np.asarray(excess(case.expected, case.got) <= 1)
    here, there = sign * value > 0, sign * value < 0
    is_enough = min(here.sum(), there.sum()) >= FEWEST
    return bool(is_enough and wrong[here].all() and not wrong[there].any())


def quantities_right(mismatch: WrongValue) -> list[str]:
    """The other quantities of a result, as far as the wrong one is computed from them."""
    found = []
    for key in mismatch.context.upstream:
        pairs = [(right_answer(mismatch.context, c), c.answer) for c in mismatch.cases]
        if isinstance(key, str) and all(
            isinstance(right, dict) and isinstance(own, dict) and same(right[key], own.get(key))
            for right, own in pairs
        ):
            found.append(key)
    return found[:MOST_NAMED]


def factor(expected: Any, got: Any) -> float | None:
    """c with got = c expected, if there is one."""
    if not is_number(got):
        return None
    expected, got = np.asarray(expected, float), np.asarray(got, float)
    if expected.shape != got.shape:
        return None
    c = float(np.sum(expected * got) / np.sum(expected * expected))
    return c if same(c * expected, got) else None
