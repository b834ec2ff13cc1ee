"""Grades the one submission of a Gradescope container, or of a folder laid out like it.

Below ROOT, which is /autograder there: `source` is the unpacked autograder.zip, `submission` what
the student handed in, `submission_metadata.json` who and when; `results/results.json` is written
here, whatever happens.
"""

import json
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from autograder.course.assignment import Assignment
from autograder.course.course import Course
from autograder.results.atomic_file import write_atomically
from autograder.results.provenance import grade_sha256
from autograder.results.result import Result, result_of
from autograder.sandbox.tier import begin, find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.collect import of_student
from autograder.submissions.files.names import printable
from autograder.submissions.submission import Submission

GRADESCOPE, COURSE = Path("/autograder"), "course"
NAMED_BY = ("name", "email", "id")
NO_FILE = "there is no .ipynb, .py or .zip in it"


def main() -> None:
    """Grade, and write results.json also where the grader fails; the log says why."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else GRADESCOPE
    try:
        shown = results_of(root)
    except Exception:  # noqa: BLE001 - the student is told something in any case
        traceback.print_exc(file=sys.stdout)
        shown = json.loads((root / "source" / "not_graded.json").read_text(encoding="utf-8"))
    text = json.dumps(shown, indent=1, ensure_ascii=False) + "\n"
    write_atomically(root / "results" / "results.json", text)
    print(f"score {shown['score']}, status {shown['extra_data']['status']}")


def results_of(root: Path) -> dict[str, Any]:
    """Grade what lies in ROOT/submission; gives results.json. Raises what the grader raises."""
    begin()
    from autograder.grading.grader import Grader  # noqa: PLC0415 - slow to import

    grading, assignment = bundled_homework(root / "source")
    metadata = read_metadata(root / "submission_metadata.json")
    submission = the_submission(root / "submission", assignment, submitter(metadata))
    tier = find_tier(allow_unsandboxed=grading["allow_unsandboxed"])
    grader = Grader(assignment, Limits(), tier, grading["hints"], first=submission)
    try:
        grade = grader.grade(submission)
    finally:
        grader.close()
    if grade.status == "error":
        raise RuntimeError(grade.note)
    result = result_of(grade, assignment, tier, grade_sha256(assignment))
    return as_shown(result, grading["hidden_tests"], late=is_late(metadata))


def bundled_homework(source: Path) -> tuple[dict[str, Any], Assignment]:
    """grading.json of an unpacked autograder.zip, and the homework that it is about."""
    grading = json.loads((source / "grading.json").read_text(encoding="utf-8"))
    course = Course((source / COURSE).resolve(), grading["seed"])
    return grading, course.assignment(grading["assignment"])


def the_submission(folder: Path, assignment: Assignment, student: str) -> Submission:
    """The one file to grade; when there are none or several, a submission that says so."""
    found = of_student(folder, assignment, student) if folder.is_dir() else []
    if len(found) == 1:
        return found[0]
    names = ", ".join(submission.file for submission in found[:5])
    problem = f"hand in exactly one .ipynb, .py or .zip; there are: {names}" if found else NO_FILE
    return Submission(student, "", b"", problem)


def as_shown(result: Result, hidden_tests: str, *, late: bool) -> dict[str, Any]:
    """A result as Gradescope shows it: plain text, and hidden tests when it was asked for."""
    shown = msgspec.to_builtins(result)
    for test, entry in zip(result.tests, shown["tests"], strict=True):
        entry["output_format"] = "text"
        if not test.is_public:
            entry["visibility"] = hidden_tests
    shown["extra_data"]["late"] = late
    return shown | {
        "output_format": "text",
        "stdout_visibility": "hidden",
        "execution_time": round(result.about.seconds),
    }


def read_metadata(path: Path) -> dict[str, Any]:
    """What Gradescope knows about the submission; nothing if it is not there."""
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return metadata if isinstance(metadata, dict) else {}


def submitter(metadata: dict[str, Any]) -> str:
    """Who handed it in; of a group, all of them."""
    names = [next(filter(None, map(u.get, NAMED_BY)), "student") for u in users(metadata)]
    return printable(", ".join(map(str, names))) or "submission"


def users(metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """What is known of each of those who handed it in."""
    told = metadata.get("users")
    return [user for user in told if isinstance(user, dict)] if isinstance(told, list) else []


def is_late(metadata: dict[str, Any]) -> bool:
    """Whether it was handed in after the due date: the student's own, of a group the latest."""
    own = [due for user in users(metadata) if (due := due_date(user))]
    try:
        due = max(own, default=due_date(metadata))
        return due is not None and datetime.fromisoformat(metadata["created_at"]) > due
    except (KeyError, TypeError, ValueError):
        return False


def due_date(about: dict[str, Any]) -> datetime | None:
    """When it is due for a student, who may have an extension, or for the class; None if open."""
    try:
        return datetime.fromisoformat(about["assignment"]["due_date"])
    except (KeyError, TypeError, ValueError):
        return None


if __name__ == "__main__":
    main()
