"""Draws hidden inputs until right code in float32 is well within tolerance on all of them.

A small number that is left of large ones has lost its digits in float32: one seed in ten made such
an input, and took points from right answers. Which inputs do is found without a random number, so
that one seed means the same inputs on every machine.
"""

from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple, TypeVar

from autograder.course.authoring_errors import Broken
from autograder.course.inputs.seed import Drawing, Inputs, Names, drawing_from

ATTEMPTS = 100  # at worst; a homework takes two, as a rule
HOPELESS = (
    "{place}: {function} cannot be asked fairly: {unfit}, {when}. No small value may be left of "
    "large ones: choose other ranges, fewer factors, or logits nearer to each other"
)

Modules = TypeVar("Modules")


class Tried(NamedTuple):
    """Inputs, what is wrong with them if anything is, and the name to draw again for that.

    That is one of several they may come from: the `guess`-th.
    """

    inputs: Inputs
    unfit: str | None = None
    guess: int = 0
    blamed: Names | None = None


def draw_fitting(
    read: Callable[[], Modules], seed: str, answers: Path
) -> tuple[Modules, dict[Names, int]]:
    """What `read` makes of the seed, and how often which names had drawn before.

    `answers` are the model's. Raises Broken where inputs never fit.
    """
    again: dict[Names, int] = {}
    tried: list[Tried] = []
    for _ in range(ATTEMPTS):
        with drawing_from(seed, again) as drawing:
            modules = read()
            tried = list(judged(drawing, tried, answers))
        unfit = [one for one in tried if one.unfit]
        if not unfit:
            return modules, again
        for names in {one.blamed for one in unfit}:
            again[names] = again.get(names, 0) + 1
    raise hopeless(unfit[0], f"in {ATTEMPTS} draws", answers)


def judged(drawing: Drawing, before: list[Tried], answers: Path) -> Iterator[Tried]:
    """Every input of a drawing; what is as it was `before` still fits if it did.

    Where it did not, what was drawn again was not what it comes from: then the next guess is.
    """
    for (inputs, names), was in zip_longest(drawing.inputs, before[: len(drawing.inputs)]):
        is_same = was is not None and inputs.drawn_as(was.inputs)
        unfit = was.unfit if is_same else inputs.unfit(answers)
        guess = was.guess + 1 if is_same else was.guess if was else 0
        if not unfit:
            yield Tried(inputs)
        elif guess < len(names):
            yield Tried(inputs, unfit, guess, names[guess])
        else:
            raise hopeless(Tried(inputs, unfit), "and no seed changes it", answers)


def hopeless(tried: Tried, when: str, answers: Path) -> Broken:
    """What the author of inputs reads that never fit."""
    place = Path(*answers.parts[-3:-1], "hidden_tests")
    function, unfit = tried.inputs.function, tried.unfit
    return Broken(HOPELESS.format(place=place, function=function, unfit=unfit, when=when))
