"""A test that failed, in the student's words: what was raised becomes an outcome."""

import traceback
from dataclasses import replace

import numpy as np

from autograder.course.assignment import Assignment, Test
from autograder.course.handout import read_handout
from autograder.course.public_checks import WrongAnswer
from autograder.diagnosis.diagnosis import explanations, told
from autograder.diagnosis.error_patterns import Diagnosis
from autograder.diagnosis.kept_values import answer_of, values_of
from autograder.diagnosis.remarks import remark
from autograder.grading.grade import Outcome
from autograder.sandbox.callback import leaves
from autograder.sandbox.failure import TEXT_LIMIT, CallFailed
from autograder.testing.comparison import misfit
from autograder.testing.mismatch import ChangedArgument, Mismatch, WrongValue

MOST_REPORTED = 10_000  # characters of a fault
NO_FORM = "the result is not of the form asked for"


def explain(test: Test, failure: Exception, assignment: Assignment) -> Outcome:
    """The outcome of a test that raised `failure`.

    Of a hidden test no text that the submission could have chosen is passed on: hidden inputs
    would travel in it.
    """
    if isinstance(failure, Mismatch):
        return _of_mismatch(test, failure, assignment)
    reason, function = reason_of(failure), _function_of(test, failure)
    if isinstance(failure, CallFailed):
        said = f"{failure.message}\n{failure.detail}".strip()
        said = failure.discreet if test.hidden else said
        raised = failure.raised
        in_place = raised is not None and raised.kind == "casting"
        return Outcome(test, reason, said, function=function, raised=raised, in_place=in_place)
    if isinstance(failure, WrongAnswer):
        values = None if test.hidden else values_of(failure.expected, failure.got)
        said, numbers, look = failure.problem[:TEXT_LIMIT], failure.numbers, failure.look
        return Outcome(
            test, reason, said, numbers=numbers, look=look, function=function, values=values
        )
    said = str(failure)[:TEXT_LIMIT].strip() if isinstance(failure, AssertionError) else ""
    return Outcome(test, reason, said or NO_FORM, function=function)


def reason_of(failure: BaseException) -> str:
    """The contract's word for a failure; a public test may have wrapped what a call raised."""
    error: BaseException | None = failure
    while error is not None:
        if isinstance(error, (CallFailed, Mismatch, WrongAnswer)):
            return error.reason
        error = error.__cause__ or error.__context__
    return "wrong_value" if isinstance(failure, AssertionError) else "wrong_type"


def _of_mismatch(test: Test, mismatch: Mismatch, assignment: Assignment) -> Outcome:
    """A hidden test's failure with its diagnosis, or with what can be said without one.

    A fault of the diagnosis costs the hint: no value is too strange to be wrong.
    """
    said = mismatch.told(read_handout(assignment).results.get(mismatch.function, ()))
    in_place = isinstance(mismatch, ChangedArgument)
    outcome = Outcome(test, mismatch.reason, said, function=mismatch.function, in_place=in_place)
    try:
        return _diagnosed(outcome, mismatch, assignment)
    except Exception as fault:  # noqa: BLE001 - it is ours
        return replace(outcome, fault=report_of(fault))


def _diagnosed(outcome: Outcome, mismatch: Mismatch, assignment: Assignment) -> Outcome:
    taken = assignment.taken_for_others.get(mismatch.function, [])
    known, roles = assignment.misconceptions, assignment.facts.roles
    found = tuple(explanations(mismatch, known, roles, taken))
    if is_all_zero(mismatch):
        found = tuple(replace(one, is_blank=True) for one in found)
    outcome, diagnosis = replace(outcome, explanations=found), told(found)
    if diagnosis is not None:
        return explained(outcome, diagnosis)
    message = f"{outcome.message}\n{remark(mismatch)}".rstrip()
    return replace(outcome, message=message, answer=answer_of(mismatch, assignment.seed))


def report_of(fault: Exception) -> str:
    """The end of a traceback of ours, for the staff."""
    return "".join(traceback.format_exception(fault))[-MOST_REPORTED:]


def is_all_zero(mismatch: Mismatch) -> bool:
    """Whether zeros are returned for all inputs, those of other tests too: that is no slip."""
    is_value = isinstance(mismatch, WrongValue) and mismatch.reason == "wrong_value"
    returned = [*mismatch.cases, *mismatch.context.others] if is_value else []
    return bool(returned) and not any(
        misfit(case.expected, case.got) or any(map(np.any, leaves([case.got]))) for case in returned
    )


def explained(outcome: Outcome, diagnosis: Diagnosis) -> Outcome:
    """The outcome with its hint, in place of what could be said without one."""
    said = outcome.message.partition("\n")[0]
    return replace(
        outcome, message=said, hint=diagnosis.hint, misconception=diagnosis.id, answer=None
    )


def _function_of(test: Test, failure: Exception) -> str:
    """The student's function that failed: the one that was called, or the only one of the test."""
    called = failure.function if isinstance(failure, CallFailed) else ""
    return called or (test.functions[0] if len(test.functions) == 1 else "")
