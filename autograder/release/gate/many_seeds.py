"""Right answers under many seeds: none may lose a point by what happens to be drawn.

All is run in this process, as it is the author's own: the model solution under all seeds, fair
variants under fewer. What the sandbox makes right (a form that is read, say) cannot be seen here;
such a variant is graded as a submission, under a few.
"""

import runpy
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import as_completed
from dataclasses import replace
from functools import cached_property, lru_cache
from types import ModuleType
from typing import NamedTuple

import numpy as np

from autograder.course.assignment import Assignment
from autograder.course.author_modules import load_afresh
from autograder.course.authoring_errors import loading
from autograder.course.inputs.seed import Names, drawing_from
from autograder.release.gate.in_process import NotHere, alone, functions_of
from autograder.release.gate.specimen_submissions import fair_variants
from autograder.results.results_json import from_json
from autograder.runs.batch import Job, grade_all
from autograder.submissions.submission import Submission

SEEDS, FAIR_SEEDS, SANDBOX_SEEDS = 1_000, 200, 3
SEEDS_AT_ONCE = 25
SOLUTION, FAIR = "the model solution", "fair variant "
NAMED = 3  # of many failures, the first ones
Functions = dict[str, Callable]


class Failure(NamedTuple):
    """A right answer that a test took for wrong under one seed, and what it said."""

    who: str
    test: str
    seed: int
    told: str


class AsDrawn(Assignment):
    """An assignment with the first inputs that are drawn, fair to float32 or not.

    For code in float64 there is no difference, and to find out takes longer than all its tests.
    """

    @cached_property
    def _drawn(self) -> tuple[dict[str, ModuleType], dict[Names, int]]:
        with drawing_from(self.seed):
            return load_afresh(self.secrets, "hidden_tests", self.questions), {}


def under_many_seeds(job: Job, seeds: int) -> Iterator[tuple[int, list[Failure]]]:
    """(seeds done, failures of right answers under them), a batch at a time."""
    starts = range(0, seeds, SEEDS_AT_ONCE)
    batches = [range(first, min(first + SEEDS_AT_ONCE, seeds)) for first in starts]
    if not batches:
        return
    with job.start(job.jobs) as executor:
        futures = [executor.submit(false_failures, job.assignment, list(b)) for b in batches]
        needing = executor.submit(not_here, job.assignment)
        for future in as_completed(futures):
            yield len(batches[futures.index(future)]), future.result()
        elsewhere = needing.result()
    if elsewhere:
        yield 0, list(in_sandbox(job, elsewhere))


def false_failures(assignment: Assignment, seeds: list[int]) -> list[Failure]:
    """Hidden tests that right answers fail under these seeds."""
    right, _ = right_answers(assignment)
    failures = []
    for seed in seeds:
        fair = seed < FAIR_SEEDS
        kind = Assignment if fair else AsDrawn
        tests = kind(assignment.root, assignment.name, f"seed {seed}").tests
        for who, functions in right.items() if fair else [(SOLUTION, right[SOLUTION])]:
            found = failed(tests, functions)
            failures += [Failure(who, name, seed, told) for name, told in found]
    return failures


def failed(tests: Iterable, functions: Functions) -> Iterator[tuple[str, str]]:
    """(name, what it said) of hidden tests that these functions fail."""
    for test in tests:
        try:
            if test.hidden:
                with alone(), np.errstate(all="ignore"):
                    test.run(functions)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            yield test.name, str(error).partition("\n")[0]


@lru_cache(maxsize=1)
def right_answers(assignment: Assignment) -> tuple[dict[str, Functions], list[Submission]]:
    """Functions of the model solution and of fair variants; variants that need the sandbox."""
    with loading(assignment.solution):
        right = {SOLUTION: runpy.run_path(str(assignment.solution))}
    elsewhere = []
    for variant in fair_variants(assignment):
        try:
            functions = functions_of(variant, assignment.functions, assignment.folder)
        except NotHere:
            functions = {}
        if functions and not list(failed(assignment.tests, functions)):
            right[f"{FAIR}{variant.student}"] = functions
        else:
            elsewhere.append(replace(variant, student=f"{FAIR}{variant.student}"))
    return right, elsewhere


def not_here(assignment: Assignment) -> list[Submission]:
    """The fair variants that cannot be judged in this process."""
    return right_answers(assignment)[1]


def in_sandbox(job: Job, elsewhere: list[Submission]) -> Iterator[Failure]:
    """Failures of submissions under few seeds."""
    for seed in range(SANDBOX_SEEDS):
        drawn = replace(job, assignment=replace(job.assignment, seed=f"seed {seed}"))
        for graded in grade_all(drawn, elsewhere):
            result = from_json(graded.result)
            for test in result.failed:
                told = test.output.partition("\n")[0]
                yield Failure(result.student, test.name, seed, told)


def unstable(failures: list[Failure], seeds: int) -> Iterator[str]:
    """A line for each right answer and test that fails it under some of so many seeds."""
    for who, name in sorted({(one.who, one.test) for one in failures}):
        found = sorted({(one.seed, one.told) for one in failures if one[:2] == (who, name)})
        first = ", ".join(str(seed) for seed, _ in found[:NAMED])
        more = ", ..." if len(found) > NAMED else ""
        asked = seeds if who == SOLUTION else min(seeds, FAIR_SEEDS)
        yield (
            f"{name} fails {who}, a right answer, under {len(found)} of {asked} seeds "
            f"({first}{more}): {found[0][1]}"
        )
