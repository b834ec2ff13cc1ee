"""Square matrices of which the diagonal alone is wrong, or alone is right."""

from collections.abc import Iterator

import numpy as np

from autograder.diagnosis.evidence import ENOUGH, Evidence, Said, telling
from autograder.testing.comparison import excess, same
from autograder.testing.mismatch import Case

LEAST = 3  # rows
WRONG = "Its diagonal alone is wrong, and all beside it is right: look at the case i = j."
RIGHT = "Its diagonal alone is right: look at the entries beside it, where i and j differ."


def diagonals(evidence: Evidence) -> Iterator[Said]:
    """What is said where every answer is a square matrix, whatever the sizes."""
    cases = [*evidence.wrong, *evidence.right]
    if not all(map(is_square, cases)) or len({len(case.got) for case in cases}) < 2:
        return
    inside = [np.eye(len(case.got), dtype=bool) for case in evidence.wrong]
    for slug, hint, wrong in (
        ("diagonal", WRONG, inside),
        ("beside_the_diagonal", RIGHT, [~one for one in inside]),
    ):
        pairs = list(zip(evidence.wrong, wrong, strict=True))
        if all(is_wrong_just(case, mask) for case, mask in pairs):
            yield Said(slug, hint)


def is_square(case: Case) -> bool:
    shape = np.shape(case.got)
    return shape == np.shape(case.expected) and len(shape) == 2 and LEAST <= shape[0] == shape[1]


def is_wrong_just(case: Case, mask: np.ndarray) -> bool:
    """Whether all entries are wrong where the mask says so, and no other one is."""
    is_all = bool(np.all(~(excess(case.expected, case.got)[mask] <= 1)))
    rest = np.asarray(case.expected)[~mask]
    return is_all and telling(rest) >= ENOUGH and same(rest, np.asarray(case.got)[~mask])
