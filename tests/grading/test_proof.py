"""A point comes from an edit only where it is proven, in a child that nobody has asked before."""

from types import SimpleNamespace

import pytest

from autograder.grading.repair import proof
from autograder.grading.repair.proof import MOST_LETTERS, MOST_NEW, Proof, edited
from autograder.sandbox.trials import Edit

CELLS = [
    ("a", "import numpy as np\n", False),
    ("b", "x = 1\n\ndef f(o):\n    return o + 1\n", False),
]
WRONG = "def f(o):\n    return o - 1"


def edit(after, first=4, cell=1):
    return Edit("operator", cell, first, first, "def f(o):\n    return o + 1", after)


def test_the_edited_statement_takes_the_place_of_its_own():
    assert edited(CELLS, edit(WRONG)) == [CELLS[0], ("b", f"x = 1\n\n{WRONG}\n", False)]


def test_who_calls_much_an_edit_is_not_believed():
    words = " ".join(f"+ n{k}" for k in range(MOST_NEW))
    assert edited(CELLS, edit(f"def f(o):\n    return o {words}")) is not None
    assert edited(CELLS, edit(f"def f(o):\n    return o {words} + more")) is None


@pytest.mark.parametrize(
    "program",
    ["9" * MOST_LETTERS, "+-*/" * MOST_LETTERS, "()" * MOST_LETTERS, "''" * MOST_LETTERS],
    ids=["one word", "signs", "brackets", "quotes"],
)
def test_what_holds_a_program_is_no_small_edit(program):
    """The worker writes the text: it could have found out anything by then."""
    assert edited(CELLS, edit(f"def f(o):\n    return run({program})")) is None


def test_to_write_a_text_anew_is_no_edit():
    before = "def f(o):\n    return 'a', [f\"{o}\" + 'b']"
    after = "def f(o):\n    return ('a', [f'{o}' + 'b'])"
    assert proof.is_small(before, after)


def test_a_submission_has_one_time_for_all_that_is_proven(monkeypatch):
    """Each of its loads may take long, and each of its tests."""
    loads = []

    class Slow(SimpleNamespace):
        def __init__(self, *_):
            loads.append(self)
            super().__init__(functions=[], load_seconds_used=0.6 * proof.MOST_SECONDS)

        def lend(self, _):
            pass

        close = begin_test = lambda self: None

    monkeypatch.setattr(proof, "Session", Slow)
    asked = SimpleNamespace(cells=CELLS, functions=[], close=lambda: None)
    asked.zygote = asked.kind = asked.limits = asked.own = None
    found = Proof(SimpleNamespace(tests=[]))
    monkeypatch.setattr(Proof, "_unseen", SimpleNamespace(tests=[]))
    kinds = [found.kind_of_one(asked, [edit(WRONG)], [], {}) for _ in range(3)]
    assert (kinds, len(loads)) == (["operator", "operator", ""], 2)
    found.begin()
    assert found.kind_of_one(asked, [edit(WRONG)], [], {}) == "operator"


@pytest.mark.parametrize("place", [{"first": 9}, {"cell": 2}, {"cell": 1, "first": 2}])
def test_an_edit_of_no_statement_is_none(place):
    assert edited(CELLS, edit(WRONG, **place)) is None


SOFTMAX = """
import sys
SEARCHED = []
right_way = softmax
def softmax(o):
    return right_way(o) if SEARCHED else 1 - np.abs(right_way(o) - 0.3) ** 1.5
for name in ("trials", "repair.trials"):
    if name in sys.modules:
        Trials = sys.modules[name].Trials
        def begin(self, args, begin=Trials.begin):
            SEARCHED.append(1)
            return begin(self, args)
        Trials.begin = begin
"""


@pytest.mark.slow
def test_a_submission_that_is_right_only_when_it_is_searched_gets_nothing_for_it(grade, solution):
    own = [o for o in grade(solution + SOFTMAX).outcomes if o.test.functions[-1] == "softmax"]
    assert sum(o.test.points - o.score for o in own) > sum(o.test.points for o in own) / 2
