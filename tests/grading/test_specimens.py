"""Submissions as people send them, each beside the result it must get.

A specimen is a folder: the submission, and expected.json with `says` (what the person did),
`status`, `score`, `failed` (test: reason), `misconceptions` (test: what it was taken for) and
`carried` (tests that are right once a helper is).
"""

import json

import pytest
from bundled import COURSE, find

from autograder.course.specimen import Specimen, write
from autograder.submissions.collect import collect

SPECIMENS = sorted(path.parent for path in COURSE.specimens.glob("*/*/expected.json"))


@pytest.mark.parametrize("folder", SPECIMENS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_specimen(folder, grader_of, tmp_path):
    expected = json.loads((folder / "expected.json").read_text())
    assignment = folder.parent.name
    write(Specimen(folder, find(assignment)), tmp_path)
    submissions = collect([tmp_path], find(assignment))
    assert [s.student for s in submissions] == [folder.name]
    result = grader_of(assignment).grade(submissions[0])
    assert result.status == expected["status"]
    assert sum(outcome.score for outcome in result.outcomes) == pytest.approx(expected["score"])
    failed = {
        outcome.test.name: outcome.reason for outcome in result.outcomes if not outcome.passed
    }
    assert failed == expected["failed"]
    named = {o.test.name: o.misconception for o in result.outcomes if o.misconception}
    assert named == expected["misconceptions"]
    assert [o.test.name for o in result.outcomes if o.carried] == expected["carried"]
    if "note" in expected:
        told = " ".join([result.note, *map(str, result.problems)])
        assert expected["note"] in told


def test_there_are_enough_of_them():
    by_assignment = {}
    for folder in SPECIMENS:
        by_assignment.setdefault(folder.parent.name, []).append(folder)
    assert by_assignment
    assert all(len(folders) >= 20 for folders in by_assignment.values()), by_assignment
