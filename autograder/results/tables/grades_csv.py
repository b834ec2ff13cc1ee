"""grades.csv: the table of the class."""

from collections.abc import Callable, Sequence
from typing import Any

from autograder.results.adjustments import is_adjusted
from autograder.results.result import Result
from autograder.results.text import csv_text


def grades_csv(results: Sequence[Result], questions: list[str]) -> str:
    """A row a submission, sorted by student.

    After the questions come written ones that count, and `late`, `deducted` and `adjusted` where
    any is.
    """
    written = counted(results)
    marks: dict[str, Callable[[Result], Any]] = {
        "late": lambda result: "late" if is_late(result) else "",
        "deducted": lambda result: result.about.late.lost if result.about.late else "",
        "adjusted": lambda result: "adjusted" if is_adjusted(result) else "",
    }
    marks = {name: cell for name, cell in marks.items() if any(map(cell, results))}
    header = ["student", "file", "score", "max_score", "status", *questions]
    rows = [[*header, *written, *marks]]
    for result in sorted(results, key=lambda result: result.student):
        about = result.about
        who = [about.student, about.file, result.score_or, about.max_score]
        given = {answer.name: answer.points for answer in about.written or ()}
        scores = [*map(about.questions.get, questions), *map(given.get, written)]
        by_question = ["" if score is None else score for score in scores]
        marked = [cell(result) for cell in marks.values()]
        rows.append([*who, about.status, *by_question, *marked])
    return csv_text(rows)


def counted(results: Sequence[Result]) -> list[str]:
    """The written questions whose points are part of the score."""
    answers = [answer for result in results for answer in result.about.written or ()]
    return sorted({answer.name for answer in answers if answer.worth})


def is_late(result: Result) -> bool:
    """Whether it came late, by the export of a learning system or by the late policy."""
    came = result.origin
    return bool(result.about.late) or (came is not None and came.late)
