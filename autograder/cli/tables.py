"""What the command line shows of the results: tables on stdout."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.course.assignment import Assignment
from autograder.reports.page import number, plural
from autograder.results.result import Result
from autograder.results.statistics import (
    QuestionScores,
    Shared,
    by_question,
    graded,
    misconceptions,
    to_look_at,
)
from autograder.results.tables.not_graded import NotGraded
from autograder.results.text import visible

if TYPE_CHECKING:  # `validate` alone loads the gate
    from autograder.release.gate.gate import Verdict

MAX_ROWS = 40  # students; a larger class is read in the report
MAX_TROUBLES = 10
TOP = 5  # misconceptions
BLOCKS, GAP = "▁▂▃▄▅▆▇█", Text(" ")
STATUS_STYLE = {"graded": "", "unreadable": "yellow", "error": "red"}


def out() -> Console:
    """Where results are printed; made anew so that a redirected stdout is seen."""
    return Console(highlight=False)


def grade_table(results: list[Result], assignment: Assignment) -> Group:
    """What a TA wants to know at once: students if few, questions, misconceptions, troubles."""
    parts: list[RenderableType] = []
    if len(results) <= MAX_ROWS:
        parts.append(student_table(results, assignment))
    if graded(results):
        parts.append(question_table(results, assignment))
    shared = misconceptions(results)
    if shared:
        parts.append(misconception_table(shared[:TOP]))
    troubled = to_look_at(results)
    if troubled:
        parts.append(trouble_table(troubled))
    return Group(*parts)


def student_table(results: list[Result], assignment: Assignment) -> Table:
    """A row a submission: score, each question as a block, and what to look at first."""
    title = f"{assignment.name}: {plural(len(results), 'submission')}"
    table = Table(title=title, box=SIMPLE_HEAD, expand=True)
    longest = max([7, *(len(result.student) for result in results)])
    table.add_column("student", overflow="fold", min_width=min(longest, 24), max_width=24)
    table.add_column("score", justify="right", no_wrap=True, min_width=6)
    count = len(assignment.questions)
    table.add_column(f"q1 to q{count}", no_wrap=True, min_width=2 * count - 1)
    table.add_column("first thing to look at", overflow="fold", ratio=1)
    for result in sorted(results, key=lambda result: result.student):
        scores, worth = result.about.questions, assignment.points
        shares = [_share(scores.get(question), worth[question]) for question in worth]
        score = "?" if result.status == "error" else number(result.score)
        trouble = Text(first_trouble(result), style=STATUS_STYLE[result.status])
        table.add_row(Text(result.student), Text(score, style="bold"), GAP.join(shares), trouble)
    return table


def question_table(results: list[Result], assignment: Assignment) -> Table:
    """Mean and quartiles of every question and of the whole."""
    title = f"{assignment.name}: {len(graded(results))} of {len(results)} graded"
    table = Table(title=title, box=SIMPLE_HEAD)
    table.add_column("question")
    for heading in ("points", "mean", "lower 25 %", "median", "upper 25 %", "full marks"):
        table.add_column(heading, justify="right")
    total = [result.score for result in graded(results)]
    worth = results[0].about.max_score
    rows = [*by_question(results), QuestionScores("total", worth, total)]
    for row in rows:
        s = row.spread
        numbers = (row.worth, s.mean, s.lower, s.median, s.upper)
        style = "bold" if row is rows[-1] else ""
        table.add_row(row.name, *map(number, numbers), str(row.full), style=style)
    return table


def misconception_table(shared: list[Shared]) -> Table:
    """The misconceptions that most share, with their hints."""
    table = Table(title="Most shared misconceptions", box=SIMPLE_HEAD, expand=True)
    table.add_column("students", justify="right")
    table.add_column("misconception", overflow="fold", ratio=2)
    table.add_column("hint", ratio=3)
    for each in shared:
        table.add_row(str(len(each.students)), Text(each.id), Text(visible(each.hint)))
    return table


def trouble_table(troubled: list[Result]) -> Table:
    """Files that a person should look at; the report has all of them."""
    title = f"To look at: {plural(len(troubled), 'file')}"
    table = Table(title=title, box=SIMPLE_HEAD, expand=True)
    table.add_column("student", overflow="fold", max_width=20)
    table.add_column("file", overflow="fold", max_width=20)
    table.add_column("why", ratio=1)
    for result in troubled[:MAX_TROUBLES]:
        why = Text(first_trouble(result), style=STATUS_STYLE[result.status])
        table.add_row(Text(result.student), Text(PurePosixPath(result.about.file).name), why)
    if len(troubled) > MAX_TROUBLES:
        table.add_row("...", "", f"{len(troubled) - MAX_TROUBLES} more in the report")
    return table


def not_graded_table(no_row: list[NotGraded]) -> Table:
    """Files and students that have no row; the report and not_graded.csv have all of them."""
    table = Table(title=f"Not graded: {len(no_row)}", box=SIMPLE_HEAD, expand=True)
    table.add_column("file or student", overflow="fold", ratio=1)
    table.add_column("why", ratio=1)
    for name, why in no_row[:MAX_TROUBLES]:
        table.add_row(Text(visible(name)), Text(why))
    if len(no_row) > MAX_TROUBLES:
        table.add_row("...", f"{len(no_row) - MAX_TROUBLES} more in the report")
    return table


def _share(score: float | None, worth: float) -> Text:
    """A block as high as the share of the points, green when all of them."""
    if score is None:
        return Text("?", style="red")
    height = int(score / worth * (len(BLOCKS) - 1))
    style = "green" if score >= worth else "red" if height == 0 else "yellow"
    return Text(BLOCKS[height], style=style)


def first_trouble(result: Result) -> str:
    """What a TA would look at first: why nothing was graded, else the costliest failed test."""
    about = result.about
    if about.note or about.problems:
        return about.note or f"At load: {about.problems[0]}"
    if not result.failed:
        return ""
    worst = max(result.failed, key=lambda test: test.max_score)
    first, *_ = worst.about.message.splitlines()
    return f"{worst.name}: {first}"


def gate_table(verdicts: "list[Verdict]") -> Table:
    """What the release gate found: a row an assignment."""
    shown = Table(title="The release gate", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    shown.add_column("assignment", no_wrap=True)
    for column in ("mutants", "killed", "named", "fair", "seeds", "seconds"):
        shown.add_column(column, justify="right")
    shown.add_column("verdict")
    for verdict in verdicts:
        counts = (verdict.mutants, verdict.killed, verdict.named, verdict.fair, verdict.seeds)
        falls_short = len(verdict.shortcomings)
        word = f"[red]{falls_short} short[/]" if falls_short else "[green]passed[/]"
        shown.add_row(
            verdict.assignment.name,
            *map(str, counts),
            f"{verdict.seconds:.0f}",
            word,
        )
    return shown
