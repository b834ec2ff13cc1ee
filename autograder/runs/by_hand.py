"""Points by hand, laid over the results of a folder whenever it is graded, adjusted or reported."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.handout import Handout, read_handout
from autograder.reports.page import plural
from autograder.reports.student_page import write_feedback
from autograder.results.adjustments import Adjustments
from autograder.results.atomic_file import write_atomically
from autograder.results.result import Result
from autograder.results.results_json import to_json
from autograder.results.statistics import graded
from autograder.results.tables.adjustments_csv import read_adjustments
from autograder.results.tables.grades_csv import grades_csv
from autograder.runs.run_folder import note_change, read_results, result_path


def adjustments_in(folder: Path, assignment: Assignment) -> Adjustments:
    """DIR/adjustments.csv, if there is one, and which written questions count."""
    return replace(read_adjustments(folder / "adjustments.csv"), worth=assignment.written)


def lay_over_all(folder: Path, assignment: Assignment) -> tuple[list[Result], list[str]]:
    """Results as they count now, in every file, and what to tell of rows that do not fit."""
    adjustments, handout = adjustments_in(folder, assignment), read_handout(assignment)
    results = [lay_over(folder, r, adjustments, handout) for r in read_results(folder)]
    write_atomically(folder / "grades.csv", grades_csv(results, assignment.questions))
    return results, told(adjustments, results)


def lay_over(
    folder: Path,
    earlier: Result,
    adjustments: Adjustments,
    handout: Handout,
    now: Result | None = None,
) -> Result:
    """One result as it counts now; its files are written again if that changed it.

    `now` is the same with what lateness takes off it now.
    """
    result = adjustments.over(now or earlier, earlier)
    if result != earlier:
        note_change(folder, earlier, result)
        write_feedback(folder, result, handout)
        write_atomically(result_path(folder, result.student), to_json(result))
    return result


def told(adjustments: Adjustments, results: list[Result]) -> list[str]:
    """Rows of no use, rows that do not fit these results, answers that wait for points."""
    missing = Counter(
        answer.name
        for result in graded(results)
        for answer in result.about.written or ()
        if answer.points is None
    )
    return [
        *adjustments.bad,
        *(f"adjustments.csv: {why}" for why in adjustments.misfits(results)),
        *(f"{name}: no points yet for {plural(n, 'student')}" for name, n in missing.items()),
    ]
