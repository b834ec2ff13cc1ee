"""Students x tests: the rows of the large table in the report, written with few bytes a cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from autograder.reports.page import number
from autograder.results.result import Result, TestResult
from autograder.results.text import visible

PASSED, CARRIED, PARTLY = "·", "+", "½"
# What a cell shows, its colour (a class of report.html) and what it means.
SIGNS = {
    "wrong_value": ("V", "w", "wrong value"),
    "wrong_shape": ("S", "w", "wrong shape"),
    "wrong_type": ("T", "w", "wrong type"),
    "not_finite": ("N", "w", "not finite"),
    "exception": ("E", "x", "exception"),
    "timeout": ("L", "x", "too late: timeout"),
    "crash": ("C", "x", "crash"),
    "memory": ("M", "x", "out of memory"),
    "missing": ("\N{EN DASH}", "m", "missing"),
}
MEANINGS = {sign: meaning for sign, _, meaning in SIGNS.values()}
MEANINGS |= {PASSED: "passed", CARRIED: "right once a helper is"}
MEANINGS |= {PARTLY: "wrong, and keeps a part of its points, or all"}
LINK_BYTES = 3_500_000  # for links in cells; beyond it the name of the row alone is a link


@dataclass(frozen=True)
class Column:
    """A test, or the points of a question."""

    name: str
    label: str
    number: str = ""


@dataclass(frozen=True)
class Row:
    """One student: the cells are HTML."""

    student: str
    page: str
    score: Any
    cells: Markup


@dataclass(frozen=True)
class Matrix:
    """The whole table; `groups` are questions with the number of their columns."""

    groups: list[tuple[str, int]]
    columns: list[Column]
    rows: Iterator[Row]  # can be gone through once


def matrix(results: list[Result]) -> Matrix:
    """A row a submission, sorted by student; a column a test, after the points of its question."""
    tests: dict[str, dict[str, str]] = {}
    for result in results:
        for test in result.tests:
            tests.setdefault(test.about.question, {}).setdefault(test.name, test.number)
    columns = []
    for question, numbers in tests.items():
        columns.append(Column(question, "points"))
        columns += [Column(n, n.partition(".")[2], number) for n, number in numbers.items()]
    failed = sum(not test.passed for result in results for test in result.tests)
    longest = max((len(page_of(result.student)) for result in results), default=0)
    linked = failed * (longest + 32) < LINK_BYTES
    in_order = sorted(results, key=lambda result: result.student)
    rows = (row(result, columns, linked=linked) for result in in_order)
    return Matrix([(q, 1 + len(numbers)) for q, numbers in tests.items()], columns, rows)


def row(result: Result, columns: list[Column], *, linked: bool) -> Row:
    """One student's cells, in the order of the columns."""
    about, page = result.about, page_of(result.student)
    if about.status != "graded":
        told = escape(visible(f"{about.status}: {result.output}"))
        cells = f'<td class="told" colspan="{len(columns) or 1}">{told}'
    else:
        by_name = {test.name: test for test in result.tests}
        parts = []
        for column in columns:
            if column.number:
                parts.append(cell(by_name.get(column.name), page if linked else ""))
            else:
                parts.append(f"<td class=q>{number(about.questions.get(column.name) or 0)}")
        cells = "".join(parts)
    return Row(about.student, page, result.score_or, Markup(cells))  # noqa: S704


def cell(test: TestResult | None, page: str) -> str:
    """A sign; where a test failed, one that leads to it on the student's page."""
    if test is None:
        return "<td>"
    if test.passed:
        return f"<td class=c>{CARRIED}" if test.about.carried_forward else f"<td>{PASSED}"
    sign, color, _ = SIGNS.get(test.about.reason, SIGNS["wrong_value"])
    if test.score > 0:
        sign, color = PARTLY, "p"
    if not page:
        return f"<td class={color}>{sign}"
    return f'<td class={color}><a href="{page}#{escape(test.number)}">{sign}</a>'


def page_of(student: str) -> str:
    """Where a student's page lies, seen from the report."""
    return f"feedback/{quote(student, safe='')}.html"
