"""Writes what grading found: Gradescope's results.json per student, grades.csv for the class."""

import csv
import io
import json
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.dependencies import versions
from autograder.grade import Grade, Outcome
from autograder.submission import Submission

OUTPUT_LIMIT = 4_000
NUMBER_DIGITS = 4
TESTS, END = ',\n "tests": [\n  ', "\n ]\n}\n"  # around the tests of a result in lines
as_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one each time


def to_dict(grade: Grade, assignment: Assignment, tier: str, sha256: str) -> dict[str, Any]:
    """One submission's results.json, with what the class tables need in `extra_data`.

    `sha256` is that of all a grade depends on; it takes a while, so a run computes it once.
    """
    tests = [test_entry(outcome) for outcome in grade.outcomes]
    entry: dict[str, Any] = {"score": points(sum(o.score for o in grade.outcomes))}
    if grade.status == "error":
        entry = {}  # no score is better than a wrong one
    lines = [grade.note] if grade.note else []
    lines += [f"At load: {problem}" for problem in grade.problems]
    return entry | {
        "output": visible("\n".join(lines)),
        "tests": tests,
        "extra_data": {
            "assignment": assignment.name,
            "student": grade.submission.student,
            "file": grade.submission.file,
            "status": grade.status,
            "max_score": points(assignment.max_score),
            "questions": question_scores(grade, assignment),
            "submission_sha256": grade.submission.sha256,
            "sandbox": tier,
            "seconds": round(grade.seconds, 3),
            "versions": versions(),
            "autograder_sha256": sha256,
        },
    }


def test_entry(outcome: Outcome) -> dict[str, Any]:
    """One test in Gradescope's format."""
    entry = {
        "name": outcome.test.name,
        "number": outcome.test.number,
        "score": points(outcome.score),
        "max_score": points(outcome.test.points),
        "status": "passed" if outcome.passed else "failed",
        "output": visible(outcome.output),
        "visibility": "after_published" if outcome.test.hidden else "visible",
    }
    if not outcome.passed:
        extra = {"reason": outcome.reason, "misconception": outcome.misconception}
        return entry | {"extra_data": extra | outcome.evidence}
    if outcome.carried:
        return entry | {"extra_data": {"carried_forward": list(outcome.carried)}}
    return entry


def question_scores(grade: Grade, assignment: Assignment) -> dict[str, float | None]:
    """Points by question; None where the grader failed."""
    if grade.status == "error":
        return dict.fromkeys(assignment.questions)
    scores = dict.fromkeys(assignment.questions, 0.0)
    for outcome in grade.outcomes:
        scores[outcome.test.question] += outcome.score
    return {question: points(score) for question, score in scores.items()}


def points(value: float) -> float:
    """Points as people write them: 5, 2.5, never 2.4999999."""
    rounded = round(float(value), NUMBER_DIGITS)
    return int(rounded) if rounded.is_integer() else rounded


def grades_csv(results: Iterable[dict[str, Any]], questions: list[str]) -> str:
    """The table of the class, one row a submission, sorted by student."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", "file", "score", "max_score", "status", *questions])
    for result in sorted(results, key=lambda result: result["extra_data"]["student"]):
        about = result["extra_data"]
        score = result.get("score", "")
        row = [inert(about["student"]), inert(about["file"]), score, about["max_score"]]
        by_question = [
            "" if about["questions"][q] is None else about["questions"][q] for q in questions
        ]
        writer.writerow([*row, about["status"], *by_question])
    return text.getvalue()


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell


def visible(text: str) -> str:
    """Text that shows all it holds: controls, direction marks and escapes become code points."""
    text = text[:OUTPUT_LIMIT] + ("…" if len(text) > OUTPUT_LIMIT else "")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in text
    )


def write_atomically(path: Path, content: str | bytes | Iterator[str]) -> None:
    """Write a file so that a reader, or a power cut, finds the old one or the new one, whole.

    An iterator gives the text piece by piece.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o644)
            if isinstance(content, bytes):
                file.write(content)
            else:
                pieces = [content] if isinstance(content, str) else content
                file.writelines(piece.encode() for piece in pieces)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise


def result_path(folder: Path, student: str) -> Path:
    """results/STUDENT.json."""
    return folder / "results" / f"{student}.json"


def in_lines(result: dict[str, Any]) -> str:
    """A result as JSON, a test a line, for people; to indent it all takes three times longer."""
    lines = [f'"{key}": {as_json(value)}' for key, value in result.items() if key != "tests"]
    tests = ",\n  ".join(map(as_json, result["tests"]))
    return "{\n " + ",\n ".join(lines) + TESTS + tests + END


def parse(text: str) -> Any:
    """A part of a result; texts that many results have are in memory once."""
    return json.loads(text, object_pairs_hook=_interned)


def _interned(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {sys.intern(k): sys.intern(v) if type(v) is str else v for k, v in pairs}


def split_lines(text: str) -> tuple[dict[str, Any], list[str]]:
    """What `in_lines` wrote: the result without its tests, and each test as JSON."""
    head, _, tests = text.removesuffix(END).partition(TESTS)
    return parse(head + "}"), tests.split(",\n  ") if tests else []


def keep_submission(folder: Path, submission: Submission) -> None:
    """submissions/STUDENT.ipynb: what was graded, so that `explain` can run it again."""
    path = folder / "submissions" / f"{submission.student}{Path(submission.file).suffix}"
    write_atomically(path, submission.loaded().content)


def kept_submission(folder: Path, result: dict[str, Any]) -> Submission | None:
    """The submission of a result, if it is still there, whole and the same."""
    about = result["extra_data"]
    path = folder / "submissions" / f"{about['student']}{Path(about['file']).suffix}"
    try:
        submission = Submission(about["student"], about["file"], path.read_bytes())
    except OSError:
        return None
    return submission if submission.sha256 == about["submission_sha256"] else None


def read_result(folder: Path, student: str) -> dict[str, Any] | None:
    """What an earlier run wrote for this student; None if nothing whole is there."""
    path = result_path(folder, student)
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        return result if "autograder_sha256" in result["extra_data"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_results(folder: Path) -> list[dict[str, Any]]:
    """All results in a folder, sorted by student."""
    paths = sorted((folder / "results").glob("*.json"))
    results = [read_result(folder, path.stem) for path in paths]
    return [result for result in results if result is not None]


def write_grades(folder: Path, results: list[dict[str, Any]], questions: list[str]) -> None:
    """grades.csv."""
    write_atomically(folder / "grades.csv", grades_csv(results, questions))
