"""Right code in float32 gets full points whatever the seed: a small sample, and a large one."""

from dataclasses import replace

import pytest
from bundled import COURSE, SPECIMENS

from autograder.release.gate.in_process import functions_of
from autograder.release.gate.many_seeds import failed
from autograder.release.gate.specimen_submissions import submission_of

SENTENCES = ["lecture halls smell of chalk", "autumn 2026", "winter term"]
FLOAT32 = [one for one in SPECIMENS if one.name == "float32_throughout"]


def lost(specimen, seed):
    """The hidden tests that a right specimen fails under a seed."""
    assignment = specimen.assignment
    own = functions_of(submission_of(specimen), assignment.functions, assignment.folder)
    return list(failed(replace(assignment, seed=seed).tests, own))


def test_every_homework_but_the_first_has_one():
    wanted = {one.name for one in COURSE.assignments} - {"hw0_neurons"}
    assert {one.assignment.name for one in FLOAT32} >= wanted


@pytest.mark.slow
@pytest.mark.parametrize("seed", SENTENCES)
@pytest.mark.parametrize("specimen", FLOAT32, ids=lambda one: one.assignment.name)
def test_ordinary_sentences_cost_float32_nothing(specimen, seed):
    assert lost(specimen, seed) == []


@pytest.mark.parametrize(
    "count", [pytest.param(5, marks=pytest.mark.slow), pytest.param(30, marks=pytest.mark.nightly)]
)
@pytest.mark.parametrize("specimen", FLOAT32, ids=lambda one: one.assignment.name)
def test_no_seed_costs_float32_anything(specimen, count):
    found = {seed: lost(specimen, f"seed {seed}") for seed in range(count)}
    assert {seed: tests for seed, tests in found.items() if tests} == {}
