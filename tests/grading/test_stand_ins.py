"""Helpers that take the place of a student's own: behind a wall, and within a budget."""

import numpy as np
import pytest
from bundled import find

from autograder.grading.right_answers import NOT_KNOWN, RightAnswers
from autograder.grading.stand_ins import StandIns
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.walls.limits import Limits

LAYERS = 40
SIDE = 2000


@pytest.fixture
def stand_ins(tier):
    made = StandIns(find("hw2_stability"), Limits(memory_mib=256, test_seconds=20), tier)
    yield made
    made.close()


def test_a_stand_in_is_right(stand_ins):
    x = np.array([[-1.0, 0.0, 2.0]])
    got = stand_ins.function("sigmoid")(x)
    assert np.allclose(got, 1 / (1 + np.exp(-x)))


@pytest.mark.slow
def test_a_column_against_a_row_costs_the_caller_alone(stand_ins):
    """As a submission asks that wants the memory of the grader: each product has 32 MB."""
    weights = [np.ones((1, SIDE)), np.ones((SIDE, 1))] * (LAYERS // 2)
    with pytest.raises(CallFailed) as caught:
        stand_ins.function("gradient_norms_by_depth")(np.ones((SIDE, SIDE)), weights, "tanh")
    assert caught.value.reason in ("memory", "timeout", "crash"), caught.value.detail
    assert stand_ins.function("sigmoid")(0.0) == 0.5, "the next call is answered"


@pytest.mark.slow
def test_a_helper_has_a_budget_for_each_submission(tier):
    made = StandIns(find("hw2_stability"), Limits(test_seconds=0.2), tier)
    large, ask = np.ones((1, 8000)), made.function("sigmoid")

    def ask_on():
        for _ in range(100_000):
            ask(large)

    with pytest.raises(CallFailed, match="sigmoid was asked for too much") as caught:
        ask_on()
    assert caught.value.reason == "timeout"
    assert made.function("sigmoid_grad")(0.0) == 0.25, "another helper has its own"
    made.end()
    assert ask(0.0) == 0.5, "and the next submission, too"
    made.close()


def test_no_reference_is_asked_what_would_take_long():
    answers = RightAnswers(find("hw2_stability"))
    chain = [np.ones((SIDE, 1)), np.ones((1, SIDE))] * (LAYERS // 2)
    assert answers.of("matrix_product", (chain,)) is NOT_KNOWN
    assert answers.of("matrix_product", ([np.eye(2)] * 3,)) is not NOT_KNOWN
