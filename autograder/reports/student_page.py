"""The page for one student: what to do next, each mistake once, what was right."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from markupsafe import Markup

from autograder.course.handout import Handout
from autograder.reports.heatmap import HeatMap, heat_map
from autograder.reports.page import render
from autograder.results.atomic_file import write_atomically
from autograder.results.result import Result, TestResult
from autograder.results.text import points

FIRST_STEPS = 3
CALLS_FAIL = ("exception", "timeout", "crash", "memory")


@dataclass
class Finding:
    """Tests of one mistake that said the same."""

    message: str
    advice: str
    is_hint: bool
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
        return sum(test.max_score for test in self.tests)


@dataclass
class Mistake:
    """Failed tests of one quantity, or of one call that fails: what a student repairs at once."""

    question: str
    anchor: str
    title: str
    is_quantity: bool
    findings: list[Finding]
    description: str

    @property
    def lost(self) -> float:
        return sum(finding.lost for finding in self.findings)

    @property
    def reason(self) -> str:
        return self.findings[0].tests[0].about.reason.replace("_", " ")

    @property
    def is_missing(self) -> bool:
        return self.reason == "missing"

    @property
    def urgency(self) -> tuple[bool, float]:
        """Sorts what is wrong by its points, then what is missing as the handout has it."""
        return self.is_missing, 0 if self.is_missing else -self.lost

    @property
    def headline(self) -> str:
        """What it is called in the list of first steps."""
        if self.is_missing:
            more = len(self.findings) - 1
            return self.findings[0].message + (f", and {more} more" if more else "")
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


def write_feedback(folder: Path, result: Result, handout: Handout) -> None:
    """Write feedback/STUDENT.html."""
    write_atomically(path_of(folder, result), feedback(result, handout))


def path_of(folder: Path, result: Result) -> Path:
    """Where that page lies."""
    return folder / "feedback" / f"{result.student}.html"


def feedback(result: Result, handout: Handout) -> str:
    """The page as text; it needs no other file and no script."""
    tests = defaultdict(list)
    for test in result.tests:
        tests[test.about.question].append(test)
    questions = [question(name, tests[name], handout) for name in result.about.questions]
    mistakes = [mistake for q in questions for mistake in q.mistakes]
    return render(
        "student_page.html",
        result=result,
        about=result.about,
        title=handout.title or handout.name,
        questions=[q for q in questions if q.worth],
        count=len(mistakes),
        first=sorted(mistakes, key=lambda mistake: mistake.urgency)[:FIRST_STEPS],
        names=partial(names, properties=handout.properties),
    )


def question(name: str, tests: list[TestResult], handout: Handout) -> Question:
    """What one question of the page shows."""
    passed = [test for test in tests if test.passed]
    carried: dict[str, list[TestResult]] = {}
    for test in passed:
        if test.about.carried_forward:
            carried.setdefault(test.output, []).append(test)
    return Question(
        name=name,
        topic=handout.questions.get(name, ""),
        score=points(sum(test.score for test in tests)),
        worth=points(sum(test.max_score for test in tests)),
        mistakes=mistakes_in(name, [test for test in tests if not test.passed], handout),
        carried=carried,
        passed=[test for test in passed if not test.about.carried_forward],
    )


def mistakes_in(name: str, failed: list[TestResult], handout: Handout) -> list[Mistake]:
    """Failed tests by what the student has to repair."""
    groups: dict[str, list[TestResult]] = {}
    for test in failed:
        groups.setdefault(title_of(test), []).append(test)
    return [
        mistake(name, f"{name}-{n}", title, tests, handout)
        for n, (title, tests) in enumerate(groups.items(), start=1)
    ]


def title_of(test: TestResult) -> str:
    """A quantity; what happened, where a call gave no value at all."""
    if test.about.reason == "missing":
        return "Not there yet"
    said = test.about.message.partition("\n")[0]
    return said if test.about.reason in CALLS_FAIL else test.about.quantity


def mistake(
    name: str, anchor: str, title: str, tests: list[TestResult], handout: Handout
) -> Mistake:
    """One card: each message once, and under it the equations that it is the first to cite."""
    findings: dict[str, Finding] = {}
    for test in tests:
        findings.setdefault(test.output, finding_of(test)).tests.append(test)
    cited = handout.cited(list(findings))
    for output, finding in findings.items():
        finding.equations = [pair for pair in handout.cited([output]) if pair in cited]
        cited = [pair for pair in cited if pair not in finding.equations]
    functions = {test.about.function or handout.only.get(name) for test in tests}
    function = functions.pop() if len(functions) == 1 else None
    return Mistake(
        question=name,
        anchor=anchor,
        title=title,
        is_quantity=title == tests[0].about.quantity,
        findings=list(findings.values()),
        description=handout.functions.get(function or "", ""),
    )


def finding_of(test: TestResult) -> Finding:
    """What a test said, and the advice with it: a misconception's hint, or a place to look at."""
    about = test.about
    if about.hint:
        return Finding(about.message, about.hint, is_hint=True)
    values = about.values if test.is_public else None
    error = heat_map(values) if values else None
    said = about.message if error else about.message + about.numbers
    return Finding(said, about.look, is_hint=False, map=error)


def names(tests: list[TestResult], properties: dict[str, str]) -> Markup:
    """Tests by name, as code that can be linked to."""
    named = []
    for test in tests:
        said = "" if test.is_public else properties.get(test.about.property.rpartition(".")[2], "")
        named.append(_name(test.name, test.number, said))
    return Markup(", ").join(named)


@cache  # most of a page, and of every page
def _name(name: str, number: str, said: str) -> Markup:
    code = Markup('<code id="{}">{}</code>').format(number, name)
    return code + Markup(' <span class="soft">({})</span>').format(said) if said else code
