"""A wrong shape or type in plain words: what is returned, and what is probably left out."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import Said, is_number
from autograder.diagnosis.manners import NO_RETURN
from autograder.testing.mismatch import Case

NONE = "It is None: is there a `return` at the end of every branch, and does it return the value?"
ONE_NUMBER = (
    "It is one number: does a sum, a mean or a norm lack its axis, or is an array overwritten by "
    "what belongs into one entry of it?"
)
AXIS_LOST = "Its {} axis is lost: is something summed, averaged or picked along it?"
BOOLEANS = "It is an array of True and False: make it numbers, with .astype(float)."


def shapes(cases: list[Case], examples: list[int | None]) -> Iterator[Said]:
    """What all wrong answers have in common; `examples` are the sizes of the batches."""
    if all(case.got is None for case in cases):
        yield Said(NO_RETURN, NONE)
    numbers = [c for c in cases if is_number(c.got) and is_number(c.expected)]
    if len(numbers) < len(cases):
        return
    shaped = [(np.shape(c.expected), np.shape(c.got)) for c in cases]
    wrong = [(e, g, B) for (e, g), B in zip(shaped, examples, strict=True) if e != g]
    if wrong:
        yield from of_shapes(wrong)


def of_shapes(wrong: list[tuple[Any, Any, int | None]]) -> Iterator[Said]:
    """What is said of pairs of shapes, the right one first, beside the size of the batch."""
    if all(len(e) == 2 and g == e[::-1] for e, g, _ in wrong):
        yield Said("shape_transposed", "Its rows and columns are exchanged: transpose it.")
    if all(B and g == (B, *e) for e, g, B in wrong):
        yield Said(
            "one_an_example", "It still has one entry an example: sum over the batch, axis 0."
        )
    if all(e and g == () for e, g, _ in wrong):
        yield Said("one_number", ONE_NUMBER)
    yield from of_lost_axes(wrong)
    is_near = all(e and len(e) == len(g) and abs(g[0] - e[0]) == 1 for e, g, _ in wrong)
    if not is_near and all(len(e) == len(g) == 1 and B and g == (B,) for e, g, B in wrong):
        yield Said(
            "over_the_wrong_axis", "It has one number an example: sum over the batch, axis 0."
        )
    if all(e and len(e) == len(g) and g[1:] == e[1:] and g[0] == e[0] + 1 for e, g, _ in wrong):
        yield Said("one_too_many", "It has one entry too many.")
    if all(e and len(e) == len(g) and g[1:] == e[1:] and g[0] == e[0] - 1 for e, g, _ in wrong):
        yield Said("one_too_few", "It has one entry too few.")
    if all(len(g) == 2 * len(e) and g == (*e, *e) for e, g, _ in wrong):
        yield Said(
            "broadcast",
            "A column and a row were combined to a matrix: give both the same shape first.",
        )
    if all(len(e) == 1 and len(g) == 2 and g[0] == g[1] for e, g, _ in wrong):
        yield Said(
            "broadcast",
            "A column and a row were combined to a matrix: give both the same shape first.",
        )


def of_lost_axes(wrong: list[tuple[Any, Any, int | None]]) -> Iterator[Said]:
    """An axis less at one of the ends; at which one, no square tells."""
    if all(len(e) > 1 and g == e[1:] == e[:-1] for e, g, _ in wrong):
        yield Said("axis_lost", AXIS_LOST.format("first or last"))
        return
    for slug, which, left in (
        ("first_axis_lost", "first", slice(1, None)),
        ("last_axis_lost", "last", slice(None, -1)),
    ):
        if all(len(e) > 1 and g == e[left] for e, g, _ in wrong):
            yield Said(slug, AXIS_LOST.format(which))
