"""Submissions as people send them, each beside the result it must get.

A specimen is a folder: the submission, and expected.json with `says` (what the person did),
`status`, `score`, `failed` (test: reason), `misconceptions` (test: what it was taken for) and
`carried` (tests that are right once a helper is).
"""

import pytest
from bundled import SPECIMENS, id_of

from autograder.release.gate.specimen_submissions import submission_of

IN_EVERY_RUN = "hw1_backprop"


# They hang, search long for a line, or have many mistakes.
TAKE_LONG = {"column_vectors", "loop_overwrites", "never_ends", "sigmoid_branch_raises"}
TAKE_LONG |= {"penalty_and_transpose", "penalty_relu_grad_and_softmax", "relu_grad_and_transpose"}
TAKE_LONG |= {"seven_mistakes", "tuples_instead_of_dicts", "from_pytorch", "wrong_parameters"}
TAKE_LONG |= {"transpose_forgotten", "changes_its_inputs", "l2_gradient_missing_in_dJ_dW1"}
TAKE_LONG |= {"strange_returns", "leaves_the_process", "one_hot_labels_overwritten"}


def is_slow(specimen):
    """In every run one homework stands for all: the engine knows none of them by name."""
    return specimen.assignment.name != IN_EVERY_RUN or specimen.name in TAKE_LONG


def case_of(number, specimen):
    """Of the other homework every second one is for the night."""
    is_for_the_night = specimen.assignment.name != IN_EVERY_RUN and number % 2
    slow = pytest.mark.nightly if is_for_the_night else pytest.mark.slow
    return pytest.param(specimen, id=id_of(specimen), marks=[slow] if is_slow(specimen) else [])


@pytest.mark.parametrize("specimen", [case_of(*one) for one in enumerate(SPECIMENS)])
def test_specimen(specimen, grader_of):
    expected, submission = specimen.expected, submission_of(specimen)
    assert submission.student == specimen.name
    result = grader_of(specimen.assignment.name).grade(submission)
    assert result.status == expected["status"]
    assert sum(outcome.score for outcome in result.outcomes) == pytest.approx(expected["score"])
    failed = {
        outcome.test.name: outcome.reason for outcome in result.outcomes if not outcome.passed
    }
    assert failed == expected["failed"]
    named = {o.test.name: o.misconception for o in result.outcomes if o.misconception}
    assert named == expected["misconceptions"]
    assert [o.test.name for o in result.outcomes if o.carried] == expected["carried"]
    if "note" in expected:
        told = " ".join([result.note, *map(str, result.problems)])
        assert expected["note"] in told


def test_those_that_take_long_are_there():
    assert {specimen.name for specimen in SPECIMENS} >= TAKE_LONG


def test_there_are_enough_of_them():
    by_assignment = {}
    for specimen in SPECIMENS:
        by_assignment.setdefault(specimen.assignment.name, []).append(specimen.name)
    assert by_assignment
    assert all(len(names) >= 20 for names in by_assignment.values()), by_assignment
