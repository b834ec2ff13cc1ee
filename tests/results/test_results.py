"""Result files: is what a submission chose inert, and is every file whole?"""

import json
import re
from pathlib import Path

import msgspec
import pytest
from classroom import carried, cases_of_hw1, failed, passed, result_of
from examples import SLOW_EXAMPLES, each
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from autograder.results import result as facts
from autograder.results.atomic_file import write_atomically
from autograder.results.provenance import seed_fingerprint, versions
from autograder.results.results_json import END, TESTS, NotAResult, Shared, from_json, to_json
from autograder.results.text import active, inert, points, visible
from autograder.runs.run_folder import read_result, result_path

WORDS = st.text(max_size=20) | st.sampled_from([TESTS, END, ",\n  ", "\n", '"'])
NUMBERS = st.integers(0, 100) | st.floats(allow_nan=False, allow_infinity=False)
SEVERAL = {"max_size": 3}
ENTRIES = st.builds(
    facts.TestResult,
    **dict.fromkeys(("name", "number", "output", "visibility"), WORDS),
    **dict.fromkeys(("score", "max_score"), NUMBERS),
    status=st.sampled_from(["passed", "failed"]),
    about=st.builds(
        facts.AboutTest,
        **dict.fromkeys(("question", "quantity", "property", "function", "message"), WORDS),
        **dict.fromkeys(("numbers", "hint", "look"), WORDS),
        **dict.fromkeys(("reason", "answer"), WORDS | st.none()),
        misconception=WORDS | st.none() | st.just(UNSET),
        values=st.none() | st.dictionaries(WORDS, st.lists(WORDS | NUMBERS, **SEVERAL), **SEVERAL),
        carried_forward=st.lists(WORDS, **SEVERAL).map(tuple),
    ),
)
RESULTS = st.builds(
    facts.Result,
    score=NUMBERS | st.just(UNSET),
    output=WORDS,
    about=st.builds(
        facts.About,
        **dict.fromkeys(("assignment", "student", "file", "note", "sandbox", "seed"), WORDS),
        **dict.fromkeys(("submission_sha256", "autograder_sha256"), WORDS),
        **dict.fromkeys(("max_score", "seconds"), NUMBERS),
        status=st.sampled_from(["graded", "unreadable", "error"]),
        problems=st.lists(WORDS, **SEVERAL).map(tuple),
        questions=st.dictionaries(WORDS, NUMBERS | st.none(), **SEVERAL),
        versions=st.dictionaries(WORDS, WORDS, **SEVERAL),
    ),
    tests=st.lists(ENTRIES, **SEVERAL).map(tuple),
)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])  # noqa: RUF001
def test_no_cell_is_a_formula(start):
    assert not inert(f"{start}cmd").startswith(start)


@pytest.mark.parametrize("cell", ["a;=1+1;b", "a\t@x", "=a;-2", "; +1", "\t\t=1"])
def test_nor_is_what_a_spreadsheet_takes_for_the_next_cell(cell):
    parts = re.split("[;\t]", inert(cell))
    assert not [part for part in parts if part.strip().startswith(("=", "+", "-", "@"))]
    assert active(inert(cell)) == cell


@pytest.mark.parametrize("name", ["Zoë O'Néil", "a; b", "Ada-Lea"])
def test_honest_cells_stay_as_they_are(name):
    assert inert(name) == name


@pytest.mark.parametrize("hostile", ["\x1b[31m", "\u202e", "\u200b", "\x00", "\ud800", "\u2028"])
def test_text_hides_nothing(hostile):
    shown = visible(f"a{hostile}b")
    assert hostile not in shown
    assert "\\u" in shown
    shown.encode("utf-8")


def test_a_result_says_what_its_grade_depends_on(grade, hw1):
    result = facts.result_of(grade("def relu(x):\n    return x\n"), hw1, "strong", "")
    assert result.about.versions == versions()
    assert set(versions()) == {"python", "autograder", "numpy", "otter-grader", "torch"}


def test_text_is_cut():
    assert len(visible("x" * 10_000_000)) < 5000


@pytest.mark.parametrize(("value", "shown"), [(5.0, "5"), (2.5, "2.5"), (0.1 + 0.2, "0.3")])
def test_points_read_as_people_write_them(value, shown):
    assert str(points(value)) == shown


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "grades.csv"
    write_atomically(path, "old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("count", SLOW_EXAMPLES)
def test_what_is_written_in_lines_is_json_and_is_read_as_it_was(count):
    @each(count, RESULTS)
    def check(result):
        text, share = to_json(result), Shared()
        assert json.loads(text) == json.loads(msgspec.json.encode(result))
        assert share(text) == share(text) == from_json(text) == result
        share = Shared()
        for each_alone in (*(replace(result, tests=(test,)) for test in result.tests), result):
            assert share(to_json(each_alone)) == each_alone


ONE = passed(*cases_of_hw1()[0])
PUBLIC = replace(ONE, visibility="visible")
VALUES = {"expected": [[1.0, -2.5]], "got": [["nan", 2.0]]}
EVERY_KIND = {
    "passed": ONE,
    "failed without a misconception": failed(ONE, "f has the wrong value", answer="5e5e"),
    "failed with one": failed(ONE, "f has the wrong value", misconception="f.x", hint="Look."),
    "carried": carried(ONE),
    "public with values": failed(PUBLIC, "f: wrong value", numbers=": 1", look="a", values=VALUES),
}
ERROR = result_of("ada", [], "The grader failed.", "error")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_test_is_read_as_it_was_written(kind):
    test = EVERY_KIND[kind]
    result = result_of("ada", [test, ONE], problems=["cell 1: a line"])
    assert from_json(to_json(result)) == Shared()(to_json(result)) == result
    (written, _) = json.loads(to_json(result))["tests"]
    about = written["extra_data"]
    keys = {"name", "score", "max_score", "status", "output", "visibility", "number"}
    assert written.keys() == keys | {"extra_data"}
    assert (written["name"], written["number"]) == (test.name, test.number)
    assert (written["score"], written["max_score"]) == (test.score, test.max_score)
    if test.passed:
        assert not {"reason", "misconception"} & about.keys()
    else:
        assert about["reason"] == "wrong_value"
        assert about["misconception"] == ("f.x" if kind == "failed with one" else None)
    assert about.get("carried_forward") == (["relu_grad"] if kind == "carried" else None)
    assert about.get("values") == (VALUES if kind == "public with values" else None)


def test_what_the_grader_failed_on_has_no_score():
    assert from_json(to_json(ERROR)) == Shared()(to_json(ERROR)) == ERROR
    written = json.loads(to_json(ERROR))
    assert "score" not in written
    assert set(written["extra_data"]["questions"].values()) == {None}


def test_a_result_has_the_keys_of_the_contract_and_no_seed(grade, hw1, solution):
    graded = grade(solution.replace("lambd / 2 *", "lambd *"))
    result = facts.result_of(graded, hw1, "strong", "a9" * 32)
    assert from_json(to_json(result)) == result
    written = json.loads(to_json(result))
    assert written.keys() == {"score", "output", "tests", "extra_data"}
    about = written["extra_data"]
    assert about["assignment"] == "hw1_backprop"
    assert about["submission_sha256"] == graded.submission.sha256
    assert about["autograder_sha256"] == "a9" * 32
    assert about["seed"] == seed_fingerprint(hw1.seed)
    assert (about["sandbox"], about["versions"]) == ("strong", versions())
    assert about["seconds"] > 0
    assert hw1.seed not in to_json(result)
    failed_tests = [test for test in written["tests"] if test["status"] == "failed"]
    assert failed_tests
    for test in failed_tests:
        assert {"reason", "misconception"} <= test["extra_data"].keys()


WHOLE = to_json(result_of("ada", [ONE]))
NO_RESULTS = {
    "nothing": "",
    "garbage": "\x00\x01garbage",
    "no text": b"\xff\xfe\x00",
    "truncated": WHOLE[:-20],
    "torn in a word": WHOLE[: len(WHOLE) // 2],
    "another object": '{"score": 1, "tests": []}',
    "a list": "[]",
    "null": "null",
    "a notebook": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "another type": WHOLE.replace('"max_score":100', '"max_score":"100"'),
    "another status": WHOLE.replace('"status":"graded"', '"status":"lost"'),
    "too deep": WHOLE.replace('"quantity"', '"values":{"got":' + "[" * 100_000),
}


@pytest.mark.parametrize("kind", NO_RESULTS)
def test_what_is_no_result_is_said_and_not_believed(tmp_path, kind):
    content = NO_RESULTS[kind]
    content = content if isinstance(content, bytes) else content.encode()
    assert content != WHOLE.encode()
    with pytest.raises(NotAResult):
        from_json(content)
    path = result_path(tmp_path, "ada")
    assert read_result(tmp_path, "ada") is None
    write_atomically(path, content)
    assert read_result(tmp_path, "ada") is None
    write_atomically(path, WHOLE)
    assert read_result(tmp_path, "ada") == from_json(WHOLE)
