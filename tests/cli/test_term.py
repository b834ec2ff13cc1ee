"""`autograder course`: is everybody on the page, and who fell silent, and what came back?"""

import csv

import pytest
from classroom import cases_of_hw1, failed, passed, result_of
from msgspec.structs import replace
from test_cli import run

from autograder.reports.term import page
from autograder.results.results_json import to_json
from autograder.results.term import term_csv, term_of
from autograder.runs.run_folder import result_path

pytest_plugins = ["browser"]

CASES = [passed(*case) for case in cases_of_hw1()[:3]]
WRONG = [failed(CASES[0], "wrong", misconception="f.<x>", hint="Look <b>there</b>."), CASES[1]]
HOSTILE = "=<img src=x onerror='window.hacked=1'>"
HOMEWORKS = {
    "hw1": [
        result_of("ada", WRONG),
        result_of("bob", CASES),
        result_of("cyd", [], "empty", "unreadable"),
        result_of(HOSTILE, CASES),
    ],
    "hw2": [result_of("ada", WRONG), result_of("bob", [], "empty", "unreadable")],
    "hw3": [result_of("ada", CASES), result_of("eve", [], "ours", "error")],
}


def test_who_fell_silent_and_what_came_back():
    term = term_of(HOMEWORKS)
    assert [student.name for student in term.students] == [HOSTILE, "ada", "bob", "cyd", "eve"]
    assert [(student.name, since) for student, since in term.silent] == [
        (HOSTILE, "hw2"),
        ("bob", "hw2"),
    ]
    (back,) = term.returned
    assert (back.id, back.students) == ("f.<x>", {"ada": ["hw1", "hw2"]})


def test_the_table_has_everybody_and_no_formula():
    rows = list(csv.reader(term_csv(term_of(HOMEWORKS)).splitlines()))
    assert rows[0] == ["student", "hw1", "hw2", "hw3", "silent_since"]
    assert [row[0] for row in rows[1:]] == [f"'{HOSTILE}", "ada", "bob", "cyd", "eve"]
    ada = term_of(HOMEWORKS).students[1]
    assert rows[2][1:] == [*(str(score) for score in ada.scores), ""]
    assert rows[4] == ["cyd", "0", "", "", ""]


def test_the_page_reads_well_and_is_inert(visit, tmp_path):
    path = tmp_path / "course.html"
    path.write_text("".join(page(term_of(HOMEWORKS))))
    shown = visit(path, javascript=False)
    words = shown.inner_text("main")
    assert HOSTILE in words
    assert "Look <b>there</b>." in words
    assert "nothing that could be graded since hw2" in words
    assert shown.locator("main img, main b").count() == 0
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def folders(tmp_path):
    for name in ("hw1", "hw2"):
        for result in HOMEWORKS[name]:
            about = replace(result.about, assignment=name)
            path = result_path(tmp_path / name, result.student.replace("/", ""))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(to_json(replace(result, about=about)))
    return tmp_path


def test_the_command_writes_both_files_and_tells_slips(folders):
    told = run("course", folders / "hw1", folders / "hw2", "--out", folders / "term")
    assert told.exit_code == 0, told.output
    assert (folders / "term" / "course.csv").read_text().startswith("student,hw1,hw2,")
    assert "hw2" in (folders / "term" / "course.html").read_text()
    assert "twice" in run("course", folders / "hw1", folders / "hw1").output
    assert run("course", folders / "none").exit_code == 2
    assert run("course").exit_code == 2
