"""The failed tests of one submission as the staff choose from them: by what made them fail."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.reports.mistakes import CALLS_FAIL, first_line
from autograder.reports.page import number, plural
from autograder.results.result import Result, TestResult
from autograder.results.statistics import quantity
from autograder.results.text import points

MOST = 4  # tests named of one cause
ABSENT = ("is not written yet", "is not defined")  # each is one cause, of whichever functions


def failed_tests(result: Result) -> RenderableType:
    """The score, what a person should know first, and a row for each cause of lost points."""
    about = result.about
    worth = f"{number(about.max_score)} points"
    score = "no score" if result.status == "error" else f"{number(result.score)} of {worth}"
    parts: list[RenderableType] = [Text(f"{result.student}: {score}", style="bold")]
    parts += [Text(line) for line in (about.note, *about.problems) if line]
    if result.failed:
        parts.append(causes_table(result.failed))
    return Group(*parts)


def causes_table(failed: list[TestResult]) -> Table:
    """A row for each cause, the dearest first, and the tests to choose from."""
    table = Table()
    table.add_column("cause", overflow="fold", ratio=1)
    table.add_column("lost", justify="right")
    table.add_column("tests", overflow="fold", ratio=1)
    for cause, tests in sorted(by_cause(failed).items(), key=lambda row: -lost(row[1])):
        table.add_row(Text(cause), number(lost(tests)), Text(named_tests(cause, tests)))
    return table


def named_tests(cause: str, tests: list[TestResult]) -> str:
    """The tests of one cause, not too many; of what is not there, the functions."""
    if cause in ABSENT:
        functions = ", ".join(dict.fromkeys(test.about.function for test in tests))
        return f"{plural(len(tests), 'test')} of {functions}"
    names = [test.name for test in tests[:MOST]]
    return "\n".join(names + [f"{len(tests) - MOST} more"] * (len(tests) > MOST))


def by_cause(failed: list[TestResult]) -> dict[str, list[TestResult]]:
    """Failed tests together where one cause is known for them; all that is absent is one."""
    named: dict[str, dict[str, str]] = {}
    for test in failed:
        if name := name_of(test):
            named.setdefault(test.about.function, {}).setdefault(quantity(test), name)
    found: dict[str, list[TestResult]] = {}
    for test in failed:
        found.setdefault(cause_of(test, named.get(test.about.function, {})), []).append(test)
    return found


def cause_of(test: TestResult, named: dict[str, str]) -> str:
    """What made a test fail; `named` are the known causes in its function, by quantity.

    A call that gave nothing is a cause of its own. Any other test without one has that of its
    quantity, a wrong value also the only one of its function, and a test that pays only beside a
    right value the first.
    """
    about = test.about
    if own := name_of(test):
        return own
    if about.reason == "missing":
        said = first_line(test)
        return next((absent for absent in ABSENT if said.endswith(absent)), said)
    if about.reason in CALLS_FAIL:
        return f"{about.function}: {about.reason}"
    is_only = len(set(named.values())) == 1 and about.reason == "wrong_value"
    first = next(iter(named.values()), "")
    of_function = first if is_only or about.charged == "beside" else ""
    return named.get(quantity(test)) or of_function or first_line(test)


def name_of(test: TestResult) -> str:
    """A misconception or property, or what is told of a line that one edit mends, or nothing."""
    told = test.about.look.rpartition("\n")[2]  # a public test has advice of its own before it
    return test.misconception or (told if test.about.repair else "")


def lost(tests: list[TestResult]) -> float:
    return points(sum(test.lost for test in tests))
