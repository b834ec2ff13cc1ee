"""Branches that raise: each costs its own tests, and the others are looked at all the same.

What is chosen by an argument (an activation, a loss, a kind of labels, a mode) may be broken
alone. A test of a quantity looks where there is an answer; one test of each function asks for all.
"""

from collections.abc import Callable
from typing import Any

from autograder.sandbox.failure import again
from autograder.testing.mismatch import Mismatch
from autograder.testing.reference_cases import Cases

ENDS = ("timeout", "crash", "memory")  # after which nothing more is asked


def answering(
    cases: Cases, function: Callable, only: Callable[..., bool] = lambda *_: True
) -> Callable[..., bool]:
    """What chooses, of the inputs that `only` chooses, those on which the function answers.

    Raises what it raised if there are none.
    """
    answered, errors = set(), []
    for i, args in enumerate(cases.inputs):
        if only(*args):
            try:
                cases.answer(function, i)
                answered.add(id(args[0]))
            except Exception as error:  # noqa: BLE001 - raised below
                errors.append(kept(error))
    if errors and not answered:
        raise again(errors[0])
    return lambda *args: id(args[0]) in answered


def check_arguments(function: Callable, *branches: Cases) -> None:
    """Check that the function changes no argument on any branch on which it answers.

    Raises what it raised if it answers on none.
    """
    errors = []
    for cases in branches:
        try:
            cases.check_arguments(function)
        except Mismatch:
            raise
        except Exception as error:  # noqa: BLE001 - raised below
            errors.append(kept(error))
    if len(errors) == len(branches):
        raise again(errors[0])


def kept(error: Any) -> Any:
    """The error of a call; raised at once if the submission did not survive it."""
    if getattr(error, "reason", "") in ENDS:
        raise again(error)
    return error
