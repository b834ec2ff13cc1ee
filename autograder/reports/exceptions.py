"""Which failed tests met one and the same exception: the page tells it once, at the first of them.

All that a result says of an exception is text; the place in it is the grader's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.results.result import TestResult
from autograder.sandbox.failure import KINDS

AT = " at line "


@dataclass
class Raised:
    """An exception at one line of the submission, and the tests that it ended."""

    tests: list[TestResult] = field(default_factory=list)

    @property
    def question(self) -> str:
        """Where it is told: a function stands in the handout before those that call it."""
        return self.tests[0].about.question

    @property
    def told(self) -> TestResult:
        """The test whose words are shown: those of a public one say more."""
        here = [test for test in self.tests if test.about.question == self.question]
        return next((test for test in here if test.is_public), here[0])


def exceptions(tests: Iterable[TestResult]) -> dict[str, Raised]:
    """What was raised, by the name of the test, where its place is known."""
    at: dict[str, list[tuple[TestResult, str]]] = {}
    for test in tests:
        place, what = place_of(test)
        if place:
            at.setdefault(place, []).append((test, what))
    found: dict[tuple[str, str], Raised] = {}
    by_test = {}
    for place, ended in at.items():
        is_one = all(
            len({what for test, what in ended if test.is_public == is_public}) <= 1
            for is_public in (True, False)
        )
        for test, what in ended:
            raised = found.setdefault((place, "" if is_one else what), Raised())
            raised.tests.append(test)
            by_test[test.name] = raised
    return by_test


def place_of(test: TestResult) -> tuple[str, str]:
    """Line and cell of an exception, and what it was: of a public test its type, else its kind."""
    if test.about.reason != "exception":
        return "", ""
    first, _, detail = test.about.message.partition("\n")
    if test.is_public:
        _, _, place = detail.rpartition(f"({AT.lstrip()}")
        return place.removesuffix(")"), first.rpartition(" raised ")[2]
    place = first.partition(AT)[2]
    kind = next((kind for kind in KINDS.values() if place.endswith(kind)), "")
    return place.removesuffix(kind), kind
