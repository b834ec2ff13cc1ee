"""grades.csv: the table of the class."""

import csv
import io
from collections.abc import Sequence

from autograder.results.result import Result
from autograder.results.text import inert


def grades_csv(results: Sequence[Result], questions: list[str]) -> str:
    """A row a submission, sorted by student; `late` is a column where an export marked any."""
    in_order = sorted(results, key=lambda result: result.student)
    late = {result.student: is_late(result) for result in results}
    header = ["student", "file", "score", "max_score", "status", *questions]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, *(["late"] if any(late.values()) else [])])
    for result in in_order:
        about = result.about
        who = [inert(about.student), inert(about.file), result.score_or, about.max_score]
        scores = [about.questions[question] for question in questions]
        by_question = ["" if score is None else score for score in scores]
        mark = ["late" if late[about.student] else ""] if any(late.values()) else []
        writer.writerow([*who, about.status, *by_question, *mark])
    return text.getvalue()


def is_late(result: Result) -> bool:
    """Whether the export of a learning system marked the submission as late."""
    came = result.origin
    return came is not None and came.late
