"""The page for one student: what to do next, each mistake once, what was right."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from autograder.handout import Handout, read_handout
from autograder.heatmap import HeatMap, heat_map
from autograder.pages import render
from autograder.results import points, write_atomically

FIRST_STEPS = 3
LOAD = "\nAt load: "
ADVICE = "\nLook at "  # begins the last line of a public test's message
NUMBERS = ": expected\n"  # begins, in the same message, what a map shows better
CALLS_FAIL = ("exception", "timeout", "crash", "memory")
# The last part of a test's name, as a student would ask for it.
PROPERTIES = {
    "arguments": "its arguments must not be changed",
    "at_zero": "inputs that are exactly 0",
    "column": "targets (B,) beside outputs (B, 1)",
    "copies": "units that are copies of each other",
    "defaults": "default values of the parameters",
    "empty": "an empty batch must raise ValueError",
    "eps": "another eps than the default",
    "evaluation": "in evaluation mode",
    "generator": "draws come from rng alone",
    "integers": "integer inputs",
    "large": "very large inputs",
    "one_example": "a batch of one example",
    "one_hot": "one-hot labels",
    "rectangular": "layers of different sizes",
    "tiny_variance": "a variance close to 0",
    "twice": "the same call twice",
    "unknown": "an unknown name must raise ValueError",
    "zeros": "two arrays of zeros",
}


@dataclass
class Finding:
    """Tests of one mistake that said the same."""

    message: str
    advice: str
    is_hint: bool
    map: HeatMap | None = None
    equations: list[tuple[str, Markup]] = field(default_factory=list)
    tests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        return any(test["visibility"] == "visible" for test in self.tests)

    @property
    def visibility(self) -> str:
        """Which tests these are: public, hidden, or some of both."""
        words = ["public"] * self.is_public
        if any(test["visibility"] != "visible" for test in self.tests):
            words.append("hidden")
        return f"{' and '.join(words)} test{'s' if len(self.tests) > 1 else ''}"

    @property
    def lost(self) -> float:
        return sum(test["max_score"] for test in self.tests)


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
        return self.findings[0].tests[0]["extra_data"]["reason"].replace("_", " ")

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
    carried: dict[str, list[dict[str, Any]]]
    passed: list[dict[str, Any]]


def write_feedback(folder: Path, result: dict[str, Any]) -> None:
    """feedback/STUDENT.html."""
    write_atomically(path_of(folder, result), feedback(result))


def path_of(folder: Path, result: dict[str, Any]) -> Path:
    """Where that page lies."""
    return folder / "feedback" / f"{result['extra_data']['student']}.html"


def feedback(result: dict[str, Any]) -> str:
    """The page as text; it needs no other file and no script."""
    about = result["extra_data"]
    handout = read_handout(about["assignment"])
    tests = defaultdict(list)
    for test in result["tests"]:
        tests[test["name"].partition(".")[0]].append(test)
    questions = [question(name, tests[name], handout) for name in about["questions"]]
    mistakes = [mistake for q in questions for mistake in q.mistakes]
    note, *problems = f"\n{result['output']}".split(LOAD)
    return render(
        "feedback.html",
        result=result,
        about=about,
        title=handout.title or about["assignment"],
        note=note.strip(),
        problems=problems,
        questions=[q for q in questions if q.worth],
        count=len(mistakes),
        first=sorted(mistakes, key=lambda mistake: mistake.urgency)[:FIRST_STEPS],
        names=names,
    )


def question(name: str, tests: list[dict[str, Any]], handout: Handout) -> Question:
    """What one question of the page shows."""
    passed = [test for test in tests if test["status"] == "passed"]
    carried: dict[str, list[dict[str, Any]]] = {}
    for test in passed:
        if "carried_forward" in test.get("extra_data", {}):
            carried.setdefault(test["output"], []).append(test)
    return Question(
        name=name,
        topic=handout.questions.get(name, ""),
        score=points(sum(test["score"] for test in tests)),
        worth=points(sum(test["max_score"] for test in tests)),
        mistakes=mistakes_in(name, [t for t in tests if t["status"] == "failed"], handout),
        carried=carried,
        passed=[test for test in passed if "carried_forward" not in test.get("extra_data", {})],
    )


def mistakes_in(name: str, failed: list[dict[str, Any]], handout: Handout) -> list[Mistake]:
    """Failed tests by what the student has to repair."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for test in failed:
        groups.setdefault(title_of(test), []).append(test)
    return [
        mistake(name, f"{name}-{n}", title, tests, handout)
        for n, (title, tests) in enumerate(groups.items(), start=1)
    ]


def title_of(test: dict[str, Any]) -> str:
    """A quantity; what happened, where a call gave no value at all."""
    reason = test["extra_data"]["reason"]
    if reason == "missing":
        return "Not there yet"
    said = test["output"].partition("\n")[0]
    return said if reason in CALLS_FAIL else quantity(test)


def quantity(test: dict[str, Any]) -> str:
    """dJ_dW1 of q5.dJ_dW1.bias."""
    return test["name"].split(".")[1]


def mistake(
    name: str, anchor: str, title: str, tests: list[dict[str, Any]], handout: Handout
) -> Mistake:
    """One card: each message once, and under it the equations that it is the first to cite."""
    findings: dict[str, Finding] = {}
    for test in tests:
        findings.setdefault(test["output"], read_output(test)).tests.append(test)
    cited = handout.cited(list(findings))
    for output, finding in findings.items():
        finding.equations = [pair for pair in handout.cited([output]) if pair in cited]
        cited = [pair for pair in cited if pair not in finding.equations]
    functions = {
        handout.function_of(name, test["output"].partition("\n")[0], test["name"]) for test in tests
    }
    function = functions.pop() if len(functions) == 1 else None
    return Mistake(
        question=name,
        anchor=anchor,
        title=title,
        is_quantity=title == quantity(tests[0]),
        findings=list(findings.values()),
        description=handout.functions.get(function or "", ""),
    )


def read_output(test: dict[str, Any]) -> Finding:
    """A message and the advice that ends it: the hint of a misconception, or a place to look at."""
    if test["extra_data"]["misconception"]:
        message, _, hint = test["output"].partition("\n")
        return Finding(message, hint, is_hint=True)
    message, found, look = test["output"].rpartition(ADVICE)
    if not found:
        return Finding(test["output"], "", is_hint=False)
    if test["extra_data"]["reason"] == "wrong_type":
        return Finding(message, "", is_hint=False)  # the advice is for a wrong number
    values = test["extra_data"].get("values") if test["visibility"] == "visible" else None
    error = heat_map(values) if values else None
    said = message.partition(NUMBERS)[0] if error else message
    return Finding(said, f"{ADVICE.strip()} {look}", is_hint=False, map=error)


def names(tests: list[dict[str, Any]]) -> Markup:
    """Tests by name, as code that can be linked to."""
    return Markup(", ").join(_name(t["name"], t["number"], t["visibility"]) for t in tests)


@cache  # most of a page, and of every page
def _name(name: str, number: str, visibility: str) -> Markup:
    code = Markup('<code id="{}">{}</code>').format(number, name)
    said = checked(name) if visibility != "visible" else ""
    return code + Markup(' <span class="soft">({})</span>').format(said) if said else code


def checked(name: str) -> str:
    """The property that a test's name ends in, in words; nothing if the name says it all."""
    parts = name.split(".")
    return PROPERTIES.get(parts[-1], "") if len(parts) > 2 else ""
