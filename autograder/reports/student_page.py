"""The page for one student: what to do next, each mistake once, what was right."""

from collections import defaultdict
from functools import cache, partial
from pathlib import Path

from markupsafe import Markup

from autograder.course.handout import Handout
from autograder.reports.exceptions import exceptions
from autograder.reports.mistakes import question
from autograder.reports.next_steps import next_steps, total
from autograder.reports.page import exact, plural, render
from autograder.results.atomic_file import write_atomically
from autograder.results.result import Result, TestResult


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
    raised = exceptions(result.failed)
    questions = [question(name, tests[name], handout, raised) for name in result.about.questions]
    steps, answers = next_steps(questions), result.about.written or ()
    return render(
        "student_page.html",
        result=result,
        about=result.about,
        title=handout.title or handout.name,
        questions=[q for q in questions if q.worth],
        steps=steps,
        together=total(steps),
        written=[answer for answer in answers if answer.points is not None],
        waiting=[a for a in answers if a.points is None and result.status == "graded"],
        adjusted=[test for test in result.tests if test.about.adjusted],
        names=partial(names, properties=handout.properties),
    )


def names(tests: list[TestResult], properties: dict[str, str]) -> Markup:
    """Tests by name, as code that can be linked to."""
    named = []
    for test in tests:
        said = "" if test.is_public else properties.get(test.about.property.rpartition(".")[2], "")
        said = "; ".join(filter(None, [said, kept(test)]))
        named.append(_name(test.name, test.number, said))
    return Markup(", ").join(named)


def kept(test: TestResult) -> str:
    """What a failed test keeps of its points, in words."""
    if test.about.adjusted:
        return f"{exact(test.score)} of {plural(test.max_score, 'point')} by hand"
    if test.passed or not test.score:
        return ""
    if test.score >= test.max_score:
        return f"keeps all {plural(test.max_score, 'point')}"
    return f"keeps {exact(test.score)} of {plural(test.max_score, 'point')}"


@cache  # most of a page, and of every page
def _name(name: str, number: str, said: str) -> Markup:
    code = Markup('<code id="{}">{}</code>').format(number, name)
    return code + Markup(' <span class="soft">({})</span>').format(said) if said else code
