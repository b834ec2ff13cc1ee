"""Functions that remember what they answered: nothing is asked twice."""

import numpy as np
import pytest

from autograder.grading.recorded import RecordedFunction, ReplayedFunction, overwritten
from autograder.sandbox.observation import Observation


class Remote:
    """Answers with the number of the call, and draws from a generator among the arguments."""

    __name__ = "f"

    def __init__(self):
        self.asked = 0

    def many(self, calls):
        outcomes = []
        for args, observed in calls:
            self.asked += 1
            for arg in args:
                if isinstance(arg, np.random.Generator):
                    arg.random()
            value = float(self.asked)
            outcomes.append(Observation(value, list(args), False) if observed else value)
        return outcomes


def kept(_, __, outcome):
    return outcome


def recorded(*calls):
    remote = Remote()
    function = RecordedFunction(remote)
    answers = function.many(list(calls))
    return remote, function, answers


def test_a_replay_asks_nothing_twice_and_keeps_the_order_of_equal_questions():
    calls = [((1.0,), False), ((1.0,), False), ((2.0,), False)]
    remote, function, answers = recorded(*calls)
    again = ReplayedFunction(function, function.record(), kept)
    assert again.many(calls[::-1]) == [answers[2], answers[0], answers[1]]
    assert remote.asked == 3


def test_a_question_that_is_new_is_asked_once():
    remote, function, _ = recorded(((1.0,), False))
    again = ReplayedFunction(function, function.record(), kept)
    assert again.many([((5.0,), False)]) == [2.0]
    assert remote.asked == 2


def test_an_observed_question_is_another_one():
    remote, function, _ = recorded(((1.0,), False))
    again = ReplayedFunction(function, function.record(), kept)
    again.observe(1.0)
    assert remote.asked == 2


def test_a_generator_goes_on_from_where_the_submission_left_it():
    first, replayed = np.random.default_rng(1), np.random.default_rng(1)
    remote, function, _ = recorded(((first,), False))
    seen = []

    def noted(_, args, outcome):
        seen.append(args[0].bit_generator.state)
        return outcome

    again = ReplayedFunction(function, function.record(), noted)
    before = replayed.bit_generator.state
    again.many([((replayed,), False)])
    assert remote.asked == 1
    assert seen == [before]
    assert replayed.bit_generator.state == first.bit_generator.state != before


def test_exceptions_are_not_transformed():
    remote, function, _ = recorded(((1.0,), False))
    record = function.record()
    record[0].outcome = ValueError("x")
    again = ReplayedFunction(function, record, lambda *_: pytest.fail("transformed"))
    (outcome,) = again.many([((1.0,), False)])
    assert isinstance(outcome, ValueError)
    assert remote.asked == 1


def test_all_of_several_arguments_are_written():
    mine, theirs = (np.zeros(2), {"a": np.zeros(1)}), [np.ones(2), {"a": np.ones(1)}]
    assert overwritten(mine, theirs)
    assert mine[0].tolist() == [1, 1]
    assert mine[1]["a"].tolist() == [1]
    assert not overwritten(mine, theirs)
