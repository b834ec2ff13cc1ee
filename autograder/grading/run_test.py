"""Runs one test, with the functions that it is given, and says what came of it."""

import traceback
from contextlib import suppress
from dataclasses import replace
from typing import Any

from autograder.course.assignment import Assignment, Test
from autograder.grading.failures import explain, report_of
from autograder.grading.follow_through import Model
from autograder.grading.grade import Outcome
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.session import Session
from autograder.testing.statistical_test import BrokenLaw


class GraderError(Exception):
    """Our own fault: a test or a reference failed. The student loses nothing by it."""


def run_test(
    session: Session,
    test: Test,
    functions: dict[str, Any],
    assignment: Assignment,
    model: Model | None = None,
) -> Outcome:
    """The outcome of a test. A law that the right method breaks likewise with the student's helpers
    is not broken. Raises GraderError.
    """
    session.words_wanted = not test.hidden
    session.begin_test()
    try:
        test.run(functions)
    except Exception as failure:  # noqa: BLE001 - of ours, it is raised again
        # What frames hold, the exception among it, would wait for the garbage collector.
        traceback.clear_frames(failure.__traceback__)
        if model is not None and isinstance(failure, BrokenLaw):
            session.begin_test()
            if resembles(model, failure):
                return Outcome(test)
        return _failed(test, failure, functions, assignment)
    return Outcome(test)


def resembles(model: Model, failure: BrokenLaw) -> bool:
    """Whether the right method, with the student's helpers, has the statistics of a failure."""
    for way in model.ways(failure.function):
        with suppress(Exception):  # a helper may do anything
            if failure.experiment.resembles(way, failure.drawn):
                return True
    return False


def _failed(
    test: Test, failure: Exception, functions: dict[str, Any], assignment: Assignment
) -> Outcome:
    """The outcome of a test that raised; one that stumbles over a value is failed, and reported."""
    outcome = explain(test, failure, assignment)
    is_of_test = isinstance(failure, (AssertionError, CallFailed))
    # A public test meets the student's value without a guard: None["f"], say.
    if not test.hidden or is_of_test:
        return outcome
    if not any(function.has_answered for function in functions.values()):
        raise GraderError(f"{test.name} failed by itself") from failure
    return replace(outcome, fault=report_of(failure))
