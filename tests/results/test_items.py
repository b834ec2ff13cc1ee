"""Which test is bad: is a spoiled one found, and is an honest one left in peace?"""

import random

import numpy as np
import pytest
from classroom import carried, cases_of_hw1, failed, passed, result_of

from autograder.results.items import ENOUGH, cronbach_alpha, flag_of, items
from autograder.results.statistics import ALONE, CARRIED, READ, judgements

CASES = [passed(*case) for case in cases_of_hw1()][:40]
SPOILED, HARD, RANDOM = 3, 7, 11


def class_of(count, spoiled=True):
    for n in range(count):
        rng, ability = random.Random(n), n / count
        tests = []
        for i, test in enumerate(CASES):
            is_right = rng.random() < ability
            if spoiled:
                is_right = {
                    SPOILED: rng.random() > ability,
                    HARD: n == 0,
                    RANDOM: rng.random() < 0.5,
                }.get(i, is_right)
            tests.append(test if is_right else failed(test, "wrong"))
        yield result_of(f"s{n:03d}", tests)


def test_a_spoiled_test_is_named_and_an_honest_one_is_not():
    found = items(class_of(300))
    flags = {item.name: item.flag for item in found.flagged}
    assert set(flags) == {CASES[i].name for i in (SPOILED, HARD, RANDOM)}
    assert "best students fail this more often" in flags[CASES[SPOILED].name]
    assert "Hardly anyone" in flags[CASES[HARD].name]
    assert "hardly better at this" in flags[CASES[RANDOM].name]
    assert found.flagged[0].name == CASES[SPOILED].name
    for count in (ENOUGH, 40, 300):
        assert items(class_of(count, spoiled=False)).flagged == []


def test_nobody_is_said_to_be_hardly_better_where_the_best_third_clearly_is():
    """A correlation may hang on two students who have nothing but this."""
    assert flag_of(0.8, -0.3, 0.99, 0.85, 40) == ""
    assert "hardly better" in flag_of(0.8, -0.1, 0.81, 0.79, 40)


def test_shares_and_agreement_are_what_they_say():
    found = items(class_of(300, spoiled=False))
    assert [item.name for item in found.tests] == [test.name for test in CASES]
    for item in found.tests:
        assert item.weakest < item.share < item.best
        assert 0.3 < item.agreement < 1
    assert 0.6 < found.alpha < 0.8
    assert found.reliability.startswith("fair")


def test_alpha_is_that_of_the_textbook():
    points = np.array([[1.0, 2, 3], [2, 3, 5], [4, 4, 4], [5, 6, 8]])
    variances = points.var(axis=0, ddof=1).sum() / points.sum(axis=1).var(ddof=1)
    assert cronbach_alpha(points) == pytest.approx(1.5 * (1 - variances))
    assert cronbach_alpha(np.repeat(points[:, :1], 3, axis=1)) == pytest.approx(1)
    assert cronbach_alpha(np.ones((4, 3))) is None
    assert cronbach_alpha(points[:, :1]) is None


def test_a_small_or_uniform_class_says_nothing():
    assert items(class_of(ENOUGH - 1)) is None
    assert items([]) is None
    same = items([result_of(f"s{n}", CASES) for n in range(ENOUGH)])
    assert same.flagged == []
    assert same.alpha is None
    assert all(item.agreement is None for item in same.tests)


def test_where_the_grader_used_its_judgement_is_told():
    hint = {"misconception": "f.x", "hint": "Look."}
    ada = result_of("ada", [carried(CASES[0]), failed(CASES[1], "wrong", **hint)])
    bob = result_of("bob", [failed(CASES[2], "a list for an array", charged="form")])
    cyd, dan = (
        result_of(n, [failed(CASES[1], "no", misconception="f.y", hint="x")])
        for n in ("cyd", "dan")
    )
    assert judgements([ada, bob, cyd, dan]) == {
        CARRIED: {"ada": [CASES[0].name]},
        READ: {"bob": [CASES[2].name]},
        ALONE: {"ada": [CASES[1].name]},
    }
    assert judgements([cyd, dan]) == {}
