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

from autograder.assignment import Assignment, find
from autograder.collect import of_student
from autograder.dependencies import grade_sha256
from autograder.results import to_dict, write_atomically
from autograder.sandbox.limits import Limits
from autograder.sandbox.tier import find_tier
from autograder.submission import Submission

GRADESCOPE = Path("/autograder")
NAMED_BY = ("name", "email", "id")
NO_FILE = "there is no .ipynb, .py or .zip in it"


def main() -> None:
    """Grade, and write results.json also where the grader fails; the log says why."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else GRADESCOPE
    try:
        results = results_of(root)
    except Exception:  # noqa: BLE001 - the student is told something in any case
        traceback.print_exc(file=sys.stdout)
        results = json.loads((root / "source" / "not_graded.json").read_text(encoding="utf-8"))
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    write_atomically(root / "results" / "results.json", text)
    print(f"score {results['score']}, status {results['extra_data']['status']}")


def results_of(root: Path) -> dict[str, Any]:
    """Grade what lies in ROOT/submission. Raises what the grader raises."""
    from autograder.grade import Grader  # noqa: PLC0415 - imports torch

    settings = json.loads((root / "source" / "grading.json").read_text(encoding="utf-8"))
    assignment, limits = find(settings["assignment"]), Limits.from_environment()
    metadata = read_metadata(root / "submission_metadata.json")
    submission = the_submission(root / "submission", assignment, submitter(metadata))
    tier = find_tier(allow_unsandboxed=settings["allow_unsandboxed"])
    grader = Grader(assignment, limits, tier)
    try:
        grade = grader.grade(submission)
    finally:
        grader.close()
    if grade.status == "error":
        raise RuntimeError(grade.note)
    results = to_dict(grade, assignment, tier, grade_sha256(assignment))
    return shown(results, settings["hidden_tests"], late=is_late(metadata))


def the_submission(folder: Path, assignment: Assignment, student: str) -> Submission:
    """The one file to grade; when there are none or several, a submission that says so."""
    found = of_student(folder, assignment.name, student) if folder.is_dir() else []
    if len(found) == 1:
        return found[0]
    names = ", ".join(submission.file for submission in found[:5])
    problem = f"hand in exactly one .ipynb, .py or .zip; there are: {names}" if found else NO_FILE
    return Submission(student, "", b"", problem)


def shown(results: dict[str, Any], hidden_tests: str, *, late: bool) -> dict[str, Any]:
    """The results as Gradescope shows them: plain text, and hidden tests when it was asked for."""
    for test in results["tests"]:
        test["output_format"] = "text"
        if test["visibility"] != "visible":
            test["visibility"] = hidden_tests
    results["extra_data"]["late"] = late
    return results | {
        "output_format": "text",
        "stdout_visibility": "hidden",
        "execution_time": round(results["extra_data"]["seconds"]),
    }


def read_metadata(path: Path) -> dict[str, Any]:
    """What Gradescope knows about the submission; nothing if it is not there."""
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return metadata if isinstance(metadata, dict) else {}


def submitter(metadata: dict[str, Any]) -> str:
    """Who handed it in; of a group, all of them."""
    users = metadata.get("users")
    known = [user for user in users if isinstance(user, dict)] if isinstance(users, list) else []
    names = [next(filter(None, map(user.get, NAMED_BY)), "student") for user in known]
    return ", ".join(map(str, names)) or "submission"


def is_late(metadata: dict[str, Any]) -> bool:
    """Whether it was handed in after the due date."""
    try:
        due = datetime.fromisoformat(metadata["assignment"]["due_date"])
        return datetime.fromisoformat(metadata["created_at"]) > due
    except (KeyError, TypeError, ValueError):
        return False


if __name__ == "__main__":
    main()
