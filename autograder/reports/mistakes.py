"""What went wrong in a submission, as its page tells it: each mistake once, with all its tests."""

from collections.abc import Collection
from dataclasses import dataclass, field

from markupsafe import Markup

from autograder.course.handout import Handout
from autograder.grading.grade import ONCE
from autograder.reports.exceptions import Raised
from autograder.reports.heatmap import HeatMap, heat_map
from autograder.results.result import TestResult
from autograder.results.text import points

CALLS_FAIL = ("exception", "timeout", "crash", "memory")


@dataclass
class Finding:
    """Tests of one mistake that said the same."""

    message: str
    advice: str
    is_hint: bool
    keeps: bool = False  # whether the grader said that its tests keep points
    map: HeatMap | None = None
    equations: list[tuple[str, Markup]] = field(default_factory=list)
    tests: list[TestResult] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        return any(test.is_public for test in self.tests)

    @property
    def visibility(self) -> str:
        """Which tests these are: public, hidden, or some of both."""
        words = ["public"] * self.is_public
        if any(not test.is_public for test in self.tests):
            words.append("hidden")
        return f"{' and '.join(words)} test{'s' if len(self.tests) > 1 else ''}"

    @property
    def lost(self) -> float:
        return points(sum(test.lost for test in self.tests))


@dataclass
class Mistake:
    """Failed tests of one quantity, or of one call that fails: what a student repairs at once.

    Where that is an exception that another question tells, it is the `same_as` in a test of that.
    """

    question: str
    anchor: str
    title: str
    is_quantity: bool
    findings: list[Finding]
    description: str
    same_as: TestResult | None = None

    @property
    def lost(self) -> float:
        return points(sum(finding.lost for finding in self.findings))

    @property
    def names(self) -> set[str]:
        """Those of all its tests."""
        return {test.name for finding in self.findings for test in finding.tests}

    @property
    def reason(self) -> str:
        return self.findings[0].tests[0].about.reason.replace("_", " ")

    @property
    def keeps(self) -> bool:
        """Whether the grader said that tests of it keep points, for they are charged already."""
        return any(finding.keeps for finding in self.findings)

    @property
    def is_missing(self) -> bool:
        return self.reason == "missing"

    @property
    def headline(self) -> str:
        """What it is called in the list of first steps."""
        return f"{self.title}, {self.reason}" if self.is_quantity else self.title

    @property
    def has_hint(self) -> bool:
        return any(finding.is_hint for finding in self.findings)

    @property
    def is_public(self) -> bool:
        return any(finding.is_public for finding in self.findings)


@dataclass(frozen=True)
class Question:
    """One question on the page."""

    name: str
    topic: str
    score: float
    worth: float
    mistakes: list[Mistake]
    carried: dict[str, list[TestResult]]
    passed: list[TestResult]


def question(
    name: str, tests: list[TestResult], handout: Handout, raised: dict[str, Raised]
) -> Question:
    """What one question of the page shows; `raised` are exceptions by the tests they ended."""
    passed = [test for test in tests if test.passed]
    carried: dict[str, list[TestResult]] = {}
    for test in passed:
        if test.about.carried_forward:
            carried.setdefault(test.output, []).append(test)
    failed = [test for test in tests if not test.passed]
    return Question(
        name=name,
        topic=handout.questions.get(name, ""),
        score=points(sum(test.score for test in tests)),
        worth=points(sum(test.max_score for test in tests)),
        mistakes=mistakes_in(name, failed, handout, raised),
        carried=carried,
        passed=[test for test in passed if not test.about.carried_forward],
    )


def mistakes_in(
    name: str, failed: list[TestResult], handout: Handout, raised: dict[str, Raised]
) -> list[Mistake]:
    """Failed tests by what the student has to repair."""
    groups: dict[str | int, list[TestResult]] = {}
    shared = said_of_several(failed)
    for test in failed:
        what = id(raised[test.name]) if test.name in raised else title_of(test, shared)
        groups.setdefault(what, []).append(test)
    return [
        mistake(f"{name}-{n}", tests, handout, raised.get(tests[0].name), shared)
        for n, tests in enumerate(groups.values(), start=1)
    ]


def said_of_several(failed: list[TestResult]) -> set[str]:
    """What is told word by word of several quantities is one mistake, as that of a form is."""
    quantities: dict[str, set[str]] = {}
    for test in failed:
        quantities.setdefault(first_line(test), set()).add(test.about.quantity)
    forms = {first_line(test) for test in failed if test.about.charged == "form"}
    return forms | {said for said, own in quantities.items() if len(own) > 1}


def first_line(test: TestResult) -> str:
    return test.about.message.partition("\n")[0]


def title_of(test: TestResult, shared: Collection[str] = ()) -> str:
    """A quantity; what happened, where a call gave no value at all or it is told of several."""
    if test.about.reason == "missing":
        return "Not there yet"
    said = first_line(test)
    is_told = test.about.reason in CALLS_FAIL or said in shared
    if not is_told:
        return test.about.quantity
    return said[0].upper() + said[1:] if test.about.charged == "beside" else said


def mistake(
    anchor: str,
    tests: list[TestResult],
    handout: Handout,
    raised: Raised | None,
    shared: Collection[str],
) -> Mistake:
    """One card: each message once, and under it the equations that it is the first to cite."""
    name, title = tests[0].about.question, title_of(raised.told if raised else tests[0], shared)
    functions = {test.about.function or handout.only.get(name) or "" for test in tests}
    is_elsewhere = raised is not None and raised.question != name
    if is_elsewhere:
        title = f"{', '.join(sorted(functions - {''}))}: the same exception".removeprefix(": ")
    findings = findings_of(tests, raised)
    cited = [] if raised else handout.cited(list(findings))
    for output, finding in findings.items():
        finding.equations = [pair for pair in handout.cited([output]) if pair in cited]
        cited = [pair for pair in cited if pair not in finding.equations]
    function = functions.pop() if len(functions) == 1 else ""
    return Mistake(
        question=name,
        anchor=anchor,
        title=title,
        is_quantity=raised is None and title == tests[0].about.quantity,
        findings=list(findings.values()),
        description="" if is_elsewhere else handout.functions.get(function, ""),
        same_as=raised.told if raised and is_elsewhere else None,
    )


def findings_of(tests: list[TestResult], raised: Raised | None) -> dict[str, Finding]:
    """Tests that said the same, by what they said; those that one exception ended are together."""
    if raised is not None:
        told = finding_of(raised.told)
        told.tests = tests
        return {raised.told.output: told}
    findings: dict[str, Finding] = {}
    for test in tests:
        said = test.output.removesuffix(f"\n{ONCE}")  # the page says it once
        findings.setdefault(said, finding_of(test)).tests.append(test)
        findings[said].keeps |= test.about.charged == "once"
    return findings


def finding_of(test: TestResult) -> Finding:
    """What a test said, and the advice with it: a misconception's hint, or a place to look at."""
    about = test.about
    if about.hint:
        return Finding(about.message, about.hint, is_hint=True)
    values = about.values if test.is_public else None
    error = heat_map(values) if values else None
    said = about.message if error else about.message + about.numbers
    return Finding(said, about.look, is_hint=False, map=error)
