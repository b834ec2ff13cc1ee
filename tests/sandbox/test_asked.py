"""What the trusted side answers while edits are tried: asked once, and right each time."""

import numpy as np
import pytest
from asked import MOST_ANSWERS, MOST_BYTES, Asked


@pytest.fixture
def questions():
    return []


@pytest.fixture
def asked(questions):
    def ask(call):
        questions.append(call)
        (rng, *given) = call["args"]
        return {"value": np.full(given[0], rng.random()), "generators": [rng]}

    made = Asked(ask)
    made.is_kept = True
    return made


def call(seed, size=3):
    return {"op": "callback", "callback": 0, "args": (np.random.default_rng(seed), size)}


def test_the_same_is_asked_once_the_state_of_generators_with_it(asked, questions):
    first, again = asked.answer(call(1)), asked.answer(call(1))
    assert len(questions) == 1
    assert np.array_equal(first["value"], again["value"])
    assert [one["generators"][0].random() for one in (first, again)] == [
        np.random.default_rng(1).random(2)[1]
    ] * 2
    asked.answer(call(2))
    assert len(questions) == 2


def test_an_answer_that_is_changed_stays_what_it_was(asked):
    right = asked.answer(call(1))["value"].copy()
    asked.answer(call(1))["value"][:] = 0
    assert np.array_equal(asked.answer(call(1))["value"], right)


def test_outside_of_trials_all_is_asked(asked, questions):
    asked.answer(call(1))
    asked.is_kept = False
    asked.answer(call(1))
    assert len(questions) == 2


def test_what_is_kept_stays_small(asked, questions):
    for _ in range(2):
        asked.answer(call(1, MOST_BYTES))
    for seed in range(MOST_ANSWERS + 9):
        asked.answer(call(seed))
    assert len(questions) == MOST_ANSWERS + 11
    assert len(asked._frames) == MOST_ANSWERS
