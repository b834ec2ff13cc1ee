"""What a hidden test raises is read by the student: is there no value of it in any text?"""

import numpy as np
import pytest

from autograder.sandbox.failure import again
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    Context,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.statistical_test import BrokenLaw, Experiment, Law

FOUND = Difference("wrong_value", "has the wrong value")
# No two of these share their digits, and none of them is in a word of ours.
ASKED, EXPECTED, GOT, OTHER = 73.0125, 81.0375, 94.0625, 68.0875
DIGITS = [str(value) for value in (ASKED, EXPECTED, GOT, OTHER)]
CASE = Case((np.array([ASKED]), ASKED), np.array([EXPECTED]), {"z": GOT})
LAWS = {"mean": Law(EXPECTED, ASKED, "has the wrong mean")}
RANDOM = Experiment("f", {lambda _: {"mean": GOT}: LAWS})
KINDS = [
    WrongValue("f", None, FOUND, CASE),
    WrongValue("f", "z", FOUND, CASE, [CASE, CASE], Context([{"z": GOT}], ["x"], ("z",))),
    WrongValue("f", 1, FOUND, CASE, [CASE], Context(others=[CASE])),
    LostEntry("f", "z", Difference("missing", "is not in the result"), CASE),
    ChangedArgument("f", "x", (np.array([ASKED]), EXPECTED), 0, np.array([GOT])),
    NotRepeatable("f", (np.array([ASKED]),), {"z": GOT}, {"z": OTHER}),
    NotRaised("f", (ASKED, [EXPECTED]), GOT),
    BrokenLaw(RANDOM, "mean", LAWS["mean"], {"mean": GOT}),
]
TOLD = [
    "f has the wrong value",
    "f: z has the wrong value",
    "f: result 2 has the wrong value",
    "f: z is not in the result",
    "f changes its argument x",
    "f gives another answer when called again",
    "f does not raise ValueError where it should",
    "f has the wrong mean",
]


def test_every_kind_is_looked_at_below():
    assert {type(mismatch) for mismatch in KINDS} == set(Mismatch.__subclasses__())


@pytest.mark.parametrize(("mismatch", "told"), list(zip(KINDS, TOLD, strict=True)))
def test_a_mismatch_says_what_is_wrong_and_no_value(mismatch, told):
    """An exception's `args` are its text: a field of that name would be told to the student."""
    for raised in (mismatch, again(mismatch)):
        assert str(raised) == told
        assert raised.args == (told,)
        assert vars(raised) == vars(mismatch)
        assert "args" not in vars(raised)
        assert not any(digits in str(raised) + repr(raised) for digits in DIGITS)


@pytest.mark.parametrize("mismatch", KINDS)
def test_a_mismatch_names_the_function_and_the_reason(mismatch):
    assert mismatch.function == "f"
    assert mismatch.reason == ("missing" if isinstance(mismatch, LostEntry) else "wrong_value")
    assert mismatch.key in {None, 1, "z"}
