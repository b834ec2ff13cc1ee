"""Hidden inputs are drawn until they are fair: deterministic, bounded, and no more than needed."""

from pathlib import Path

import pytest

from autograder.course.authoring_errors import Broken
from autograder.course.inputs.fitting_draws import draw_fitting
from autograder.course.inputs.seed import drawing_from, generator, note

ANSWERS = Path("course", "solutions", "hw9", "solution.py")


class Number:
    """Inputs that fit where the number drawn is small."""

    def __init__(self, function, value, limit):
        self.function, self.value, self._limit = function, value, limit
        note(self)

    def unfit(self, answers):
        return f"{self.value:.2f} is too large" if self.value > self._limit else None

    def drawn_as(self, other):
        return (self.function, self.value) == (other.function, other.value)


def read(**limits):
    """Hidden tests that draw a number for each function, all of them before the first is used."""

    def draw():
        drawn = {name: generator("hw9", name).random() for name in limits}
        return {name: Number(name, drawn[name], limits[name]).value for name in limits}

    return draw


def test_what_fits_is_drawn_once_and_as_ever():
    found, again = draw_fitting(read(f=1.0, g=1.0), "a seed", ANSWERS)
    with drawing_from("a seed"):
        assert found == {name: generator("hw9", name).random() for name in ("f", "g")}
    assert again == {}


def test_what_does_not_fit_is_drawn_again_and_nothing_else_is():
    as_ever, _ = draw_fitting(read(f=1.0, g=1.0, h=1.0), "seed", ANSWERS)
    found, again = draw_fitting(read(f=1.0, g=0.1, h=1.0), "seed", ANSWERS)
    assert found["g"] <= 0.1 < as_ever["g"]
    assert found["f"] == as_ever["f"]
    assert set(again) <= {("hw9", "g"), ("hw9", "h")}  # the nearest was tried first
    assert draw_fitting(read(f=1.0, g=0.1, h=1.0), "seed", ANSWERS) == (found, again)
    with drawing_from("seed", again):
        assert generator("hw9", "g").random() == found["g"]


@pytest.mark.parametrize("number", range(20))
def test_every_seed_finds_inputs_that_fit(number):
    found, _ = draw_fitting(read(f=0.3, g=0.3, h=0.3), f"seed {number}", ANSWERS)
    assert max(found.values()) <= 0.3


def test_inputs_that_never_fit_are_told_by_the_function_and_what_is_wrong():
    with pytest.raises(Broken, match=r"solutions/hw9/hidden_tests: g .*too large.*100 draws"):
        draw_fitting(read(f=1.0, g=-1.0), "seed", ANSWERS)


def test_inputs_that_no_seed_changes_are_told_at_once():
    rounds = []

    def draw():
        rounds.append(generator("hw9", "f").random())
        Number("f", 7.0, 1.0)

    with pytest.raises(Broken, match="no seed changes it"):
        draw_fitting(draw, "seed", ANSWERS)
    assert len(rounds) == 2
