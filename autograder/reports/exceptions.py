"""Which failed tests met one and the same exception: the page tells it once, at the first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.results.result import TestResult


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
    at: dict[tuple[str, int], list[TestResult]] = {}
    for test in tests:
        about = test.about
        if about.reason == "exception" and about.line is not None:
            at.setdefault((about.cell, about.line), []).append(test)
    found: dict[tuple, Raised] = {}
    by_test = {}
    for place, ended in at.items():
        is_one = all(
            len({test.about.exception for test in ended if test.is_public == is_public}) <= 1
            for is_public in (True, False)
        )
        for test in ended:
            key = (place, "" if is_one else test.about.exception)
            raised = found.setdefault(key, Raised())
            raised.tests.append(test)
            by_test[test.name] = raised
    return by_test
