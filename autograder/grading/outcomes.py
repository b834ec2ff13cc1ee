"""What can be said of outcomes of tests: which function they are about, what they cost, and why."""

from collections.abc import Iterable
from dataclasses import replace

from autograder.diagnosis.manners import is_of_memory
from autograder.grading.grade import Outcome

FORMS = {"wrong_shape", "wrong_type"}
NO_VALUE = {"exception", "missing", "crash", "timeout"}


def about(outcome: Outcome) -> str:
    """The function that a test is about."""
    return outcome.test.functions[-1]


def by_function(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes of each function, in order."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(about(outcome), []).append(outcome)
    return found


def worth(outcomes: Iterable[Outcome]) -> float:
    return sum(outcome.test.points for outcome in outcomes)


def lost(outcomes: Iterable[Outcome]) -> float:
    return sum(outcome.test.points - outcome.score for outcome in outcomes)


def remembers(outcome: Outcome) -> bool:
    """Whether a test failed by what its function keeps between calls."""
    return any(is_of_memory(one.id) for one in outcome.explanations)


def first_looks(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes, of which a later one of the same quantity says nothing of where to look.

    A special test says where its own pitfall is; that is misleading where the ordinary one before
    it fails, too.
    """
    seen: set[tuple[str, str]] = set()
    found = []
    for outcome in outcomes:
        place = about(outcome), outcome.test.quantity
        is_later = bool(outcome.look) and place in seen
        seen |= {place} if outcome.look else set()
        found.append(replace(outcome, look="") if is_later else outcome)
    return found


def is_blank(outcome: Outcome) -> bool:
    """Whether hardly anything was done: zeros, or an argument as it came."""
    return any(one.is_blank for one in outcome.explanations)


def is_stopped(outcome: Outcome) -> bool:
    """Whether a test failed since the function that it is about gave no value."""
    return outcome.reason in NO_VALUE and outcome.function == about(outcome)


def is_of(manners: set[str], outcome: Outcome) -> bool:
    """Whether a test is about manners: the last part of its name says so."""
    return outcome.test.name.split(".")[-1] in manners
