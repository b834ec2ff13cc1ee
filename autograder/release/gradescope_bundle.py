"""Builds autograder.zip: scripts for Gradescope, tests for Otter, the engine, and one homework.

The engine is a wheel. Beside it lies `course/`, cut down to that homework, and grading.json, which
holds the secret seed.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.bundled import PACKAGE
from autograder.course.declared_tests import declared
from autograder.course.facts import FACTS, Hints
from autograder.release.archive import files_in, zipped
from autograder.release.gradescope_run import COURSE
from autograder.release.wheel import build_wheel

HERE = PACKAGE / "release" / "gradescope"
SCRIPTS = ("install.sh", "setup.sh", "run_autograder")
TEMPLATES = (*SCRIPTS, "not_graded.json", "requirements.txt")
OTTER_PLUGIN = "autograder.release.otter_plugin.Isolated"
OTTER_TESTS = '''\
"""Tests of {question}, public and hidden, for stock Otter: each asks the isolated grader."""

from autograder.release.otter_plugin import ask
from otter.test_files import test_case

OK_FORMAT = False
name = "{question}"
points = None
'''
OTTER_TEST = """

@test_case(name={name!r}, points={points!r}, hidden={hidden!r})
def test_{number}():
    ask({name!r})
"""


@dataclass(frozen=True)
class GradescopeOptions:
    """What an instructor chooses: when hidden tests are shown, whether walls are a must, and how
    much students are told of a mistake, if it is not what the course says.
    """

    hidden_tests: str = "after_published"
    allow_unsandboxed: bool = False
    hints: Hints | None = None


def autograder_zip(assignment: Assignment, options: GradescopeOptions) -> bytes:
    """The zip to upload to Gradescope; for `otter run -a`, too. The same input, the same bytes."""
    wheel_name, wheel = build_wheel()
    files = {name: (HERE / name).read_bytes() for name in TEMPLATES}
    files |= course_files(assignment) | {
        wheel_name: wheel,
        "grading.json": _json(grading(assignment, options)),
        "otter_config.json": _json(otter_config(assignment, options)),
    }
    for question in assignment.questions:
        files[f"tests/{question}.py"] = otter_tests(assignment, question).encode()
    return zipped(files, dict.fromkeys(SCRIPTS, 0o755), otherwise=0o600)


def course_files(assignment: Assignment) -> dict[str, bytes]:
    """A course with this homework alone: no other one's secrets."""
    root = assignment.root
    files = files_in(assignment.folder, root) | files_in(assignment.secrets, root)
    files[FACTS.as_posix()] = (root / FACTS).read_bytes()
    return {f"{COURSE}/{name}": content for name, content in files.items()}


def grading(assignment: Assignment, options: GradescopeOptions) -> dict[str, Any]:
    """grading.json: what `gradescope_run` and `otter_plugin` grade, and how."""
    return {"assignment": assignment.name, "seed": assignment.seed} | asdict(options)


def otter_config(assignment: Assignment, options: GradescopeOptions) -> dict[str, Any]:
    """otter_config.json, for stock Otter."""
    return {
        "lang": "python",
        "points_possible": assignment.max_score,
        "logo": False,
        "show_hidden": options.hidden_tests != "hidden",
        "plugins": [OTTER_PLUGIN],
    }


def otter_tests(assignment: Assignment, question: str) -> str:
    """A test file with every test of a question, public ones first."""
    cases = [case for path in assignment.test_files(question) for case in declared(path)]
    tests = [OTTER_TEST.format(number=number, **case) for number, case in enumerate(cases, start=1)]
    return OTTER_TESTS.format(question=question) + "".join(tests)


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()
