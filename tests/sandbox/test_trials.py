"""Trials whose worker lies: is nothing taken from it but a place, a kind and a text?"""

from types import SimpleNamespace

import pytest

from autograder.sandbox.trials import Budget, Call, Ended, Trials

SOURCE = "def f(x):\n    return x + 1\n"
EDIT = {"kind": "operator", "cell": 0, "first": 2, "last": 2, "before": "a", "after": "b"}
EDIT |= {"columns": None}
CALL = Call((1,))


class Liar(SimpleNamespace):
    """A session that answers as it is told, and needs a second for everything."""

    def __init__(self, *answers):
        limits = SimpleNamespace(test_seconds=5.0)
        cells = [("the file", SOURCE, False)]
        super().__init__(kind="py", cells=cells, functions=["f"], limits=limits, seconds_used=1.0)
        self.answers = list(answers)

    def transcribe(self):
        pass

    def allow(self, seconds):
        assert 0 < seconds <= 5

    def ask(self, _):
        return self.answers.pop(0)


def trials(*answers, seconds=60):
    session = Liar(1, *answers)
    return Trials(session, Budget(session, seconds), "f", (1,))


def test_what_an_honest_worker_says():
    told = {"tried": 3, "came": [(0, 0), (2, 1)], "new": [{"value": 2}, {"value": 3}]}
    found = trials(told, {"came": [(2, 0)], "new": [{"value": 3}]}, EDIT)
    assert found.more(0, 5, CALL, lambda came: came["value"] == 3) == (3, [2])
    assert found.again([2], Call((2,)), lambda came: came["value"] == 3) == [2]
    assert found.put(2).first == 2


@pytest.mark.parametrize(
    "lie",
    [
        None,
        {},
        {"tried": 99, "came": [], "new": []},
        {"tried": True, "came": [], "new": []},
        {"tried": 1, "came": [(0, 5)], "new": []},
        {"tried": 1, "came": [(0, -1)], "new": [{}]},
        {"tried": 1, "came": [(0, 0)] * 9, "new": [{}]},
        {"tried": 1, "came": [["0", 0]], "new": [{}]},
        {"tried": 1, "came": [], "new": [{}] * 9},
        {"tried": 1, "came": [], "new": [], "late": True},
    ],
)
def test_outcomes_that_are_none(lie):
    with pytest.raises(Ended):
        trials(lie).more(0, 5, CALL, lambda _: True)


@pytest.mark.parametrize(
    "lie",
    [
        {"first": 0},
        {"first": 3, "last": 2},
        {"last": 9},
        {"first": 2.0},
        {"before": "x" * 99_999},
        {"kind": 3},
        {"columns": 3},
        {"columns": (0, 0)},
        {"columns": (0, 9_999)},
        {"columns": (True, 2)},
        {"more": 1},
    ],
)
def test_an_edit_that_is_none(lie):
    with pytest.raises(Ended):
        trials(EDIT | lie).put(1)


def test_time_is_all_that_a_submission_gets():
    told = {"tried": 5, "came": [], "new": []}
    found = trials(*[told] * 5, seconds=3)
    found.more(0, 5, CALL, lambda _: True)
    found.more(0, 5, CALL, lambda _: True)
    with pytest.raises(Ended):
        found.more(0, 5, CALL, lambda _: True)
