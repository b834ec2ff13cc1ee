"""grades.csv: the table of the class."""

import csv
import io
from collections.abc import Sequence

from autograder.results.adjustments import is_adjusted
from autograder.results.result import Result
from autograder.results.text import inert


def grades_csv(results: Sequence[Result], questions: list[str]) -> str:
    """A row a submission, sorted by student; `late` and `adjusted` are columns where any is."""
    in_order = sorted(results, key=lambda result: result.student)
    marks = {"late": is_late, "adjusted": is_adjusted}
    marks = {name: is_so for name, is_so in marks.items() if any(map(is_so, results))}
    header = ["student", "file", "score", "max_score", "status", *questions]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, *marks])
    for result in in_order:
        about = result.about
        who = [inert(about.student), inert(about.file), result.score_or, about.max_score]
        scores = [about.questions[question] for question in questions]
        by_question = ["" if score is None else score for score in scores]
        marked = [name if is_so(result) else "" for name, is_so in marks.items()]
        writer.writerow([*who, about.status, *by_question, *marked])
    return text.getvalue()


def is_late(result: Result) -> bool:
    """Whether the export of a learning system marked the submission as late."""
    came = result.origin
    return came is not None and came.late
