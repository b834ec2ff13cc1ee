"""Grades for Canvas and Moodle: does each grade come back beside the system's own name?"""

import csv
import io

import pytest

from autograder.gradebook import RosterError, mark_late, read_roster, write_gradebook
from autograder.results import grades_csv, write_atomically

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,hw1_backprop (987),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,100,(read only)
"Love, Ada",101,S-1,ada01,DL-1,,90
"Ho, Bob",102,S-2,bob02,DL-1,50,80
"Ho, Bob",103,S-3,bob03,DL-2,,70
"O'Néil, Zoë Ann",104,S-4,zoe@example.edu,DL-2,,70
"Student, Test",105,,teststudent,DL-1,,
"""
MOODLE_SHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments
Participant 12,Ada Love,ada@example.edu,Submitted for grading,,100.00,Yes,"well, done"
Participant 13,Bob Ho,bob@example.edu,No submission,,100.00,Yes,
"""
MOODLE_PEOPLE = (
    "\ufeff"
    """\
First name;Last name;ID number;Email address;Groups
Ada;Love;3001;ada@example.edu;A
Bob;Ho;3002;bob@example.edu;B
"""
)


def result(student, score=50, file=None):
    about = {"student": student, "file": file or f"{student}.py", "max_score": 100}
    about |= {"assignment": "hw1_backprop", "status": "graded", "questions": {"q1": score}}
    return {"extra_data": about} | ({} if score is None else {"score": score})


@pytest.fixture
def graded(tmp_path):
    """The rows of the gradebook of these results, and who is left out of it."""

    def write(results, layout, roster=None):
        if roster is not None:
            (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
            roster = read_roster(tmp_path / "roster.csv")
        path, left_out = write_gradebook(tmp_path, results, layout, roster)
        assert path.name == f"grades-{layout}.csv"
        return list(csv.reader(io.StringIO(path.read_text()))), left_out

    return write


def test_canvas_gets_its_own_rows_back(graded):
    results = [
        result("loveada", 70, "loveada_LATE_101_5_hw1.ipynb"),
        result("hobob_103", 80.5, "hobob_103_6_hw1.zip/hw1.ipynb"),
        result("oneilzoe", 90, "oneilzoe_104_7_hw1.py"),
    ]
    rows, left_out = graded(results, "canvas", CANVAS)
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "hw1_backprop (987)"],
        ["    Points Possible", "", "", "", "", "100"],
        ["Love, Ada", "101", "S-1", "ada01", "DL-1", "70"],
        ["Ho, Bob", "103", "S-3", "bob03", "DL-2", "80.5"],
        ["O'Néil, Zoë Ann", "104", "S-4", "zoe@example.edu", "DL-2", "90"],
    ]
    assert left_out == []


@pytest.mark.parametrize(
    ("student", "number"),
    [
        *(("Ada Love", "101"), ("adalove", "101"), ("loveada", "101"), ("ada01", "101")),
        *(("S-1", "101"), ("Zoë Ann O'Néil", "104"), ("zoe@example.edu", "104"), ("zoe", "104")),
        *(("101", "101"), ("Bob Ho_S-3", "103"), ("Bob Ho_bob02", "102")),
    ],
)
def test_a_student_is_found_by_whatever_names_one_row(graded, student, number):
    rows, left_out = graded([result(student)], "canvas", CANVAS)
    assert [row[1] for row in rows[2:]] == [number]
    assert left_out == []


@pytest.mark.parametrize("student", ["Bob Ho", "nobody", "50", "DL-1", "90", "Ada"])
def test_no_grade_goes_to_a_student_who_may_be_another(graded, student):
    rows, left_out = graded([result(student)], "canvas", CANVAS)
    assert rows[2:] == []
    why = "several" if student == "Bob Ho" else "not"
    assert left_out == [f"{student}: {why} in the roster"]


def test_a_number_of_another_system_is_no_id(graded):
    """Participant 101 of Moodle is not user 101 of Canvas."""
    moodle = result("Eve Eden", 50, "Eve Eden_101_assignsubmission_file_/hw1.py")
    assert graded([moodle], "canvas", CANVAS)[1] == ["Eve Eden: not in the roster"]


def test_two_submissions_of_one_student_are_not_chosen_from(graded):
    rows, left_out = graded([result("ada01"), result("Ada Love")], "canvas", CANVAS)
    assert rows[2:] == []
    assert left_out == ["ada01 and Ada Love: one student in the roster; decide which counts"]


def test_what_the_grader_failed_on_has_no_grade(graded):
    rows, _ = graded([result("ada01", None)], "canvas", CANVAS)
    assert rows[2][-1] == ""


def test_moodle_gets_its_sheet_back(graded):
    ada = result("Ada Love", 70, "Ada Love_12_assignsubmission_file_/hw1.py")
    rows, left_out = graded([ada], "moodle", MOODLE_SHEET)
    assert rows[0] == MOODLE_SHEET.splitlines()[0].split(",")
    (ada,) = rows[1:]
    assert ada[:5] == [
        "Participant 12",
        "Ada Love",
        "ada@example.edu",
        "Submitted for grading",
        "70",
    ]
    assert ada[5:] == ["100.00", "Yes", "well, done"]
    assert left_out == []


def test_moodle_gets_addresses_and_numbers(graded):
    rows, left_out = graded([result("lovEada", 70), result("3002", 0)], "moodle", MOODLE_PEOPLE)
    assert rows == [
        ["First name", "Last name", "ID number", "Email address", "hw1_backprop"],
        ["Ada", "Love", "3001", "ada@example.edu", "70"],
        ["Bob", "Ho", "3002", "bob@example.edu", "0"],
    ]
    assert left_out == []


def test_without_a_roster_what_the_export_says_is_kept(graded):
    results = [result("loveada", 70, "loveada_101_5_hw1.ipynb"), result("=cmd()", 1)]
    assert graded(results, "canvas")[0][1:] == [
        ["    Points Possible", "", "", "", "", "100"],
        ["loveada", "101", "", "", "", "70"],
        ["'=cmd()", "", "", "", "", "1"],
    ]
    moodle = result("Ada Love", 70, "Ada Love_12_assignsubmission_file_/hw1.py")
    assert graded([moodle], "moodle")[0] == [
        ["Identifier", "Full name", "Grade"],
        ["Participant 12", "Ada Love", "70"],
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "names no column"),
        (b"a,b\n1,2\n", "names no column"),
        (b"\xff\xfe\x00", "roster.csv"),
        (MOODLE_SHEET.encode(), "column 'Student'"),
    ],
)
def test_a_roster_that_is_none_is_said(tmp_path, content, told):
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    with pytest.raises(RosterError, match=told):
        write_gradebook(tmp_path, [result("ada")], "canvas", read_roster(path))
    assert not (tmp_path / "grades-canvas.csv").exists()


def test_late_marks_are_a_last_column_where_there_are_any(tmp_path):
    results = [result("bob", 1, "bob_LATE_1_2_hw.py"), result("ada", 2, "ada_2_3_hw.py")]
    for chosen, header in ((results, ["q1", "late"]), (results[1:], ["status", "q1"])):
        write_atomically(tmp_path / "grades.csv", grades_csv(chosen, ["q1"]))
        mark_late(tmp_path, chosen)
        rows = list(csv.reader((tmp_path / "grades.csv").open()))
        assert rows[0][-2:] == header
        assert len({len(row) for row in rows}) == 1
    write_atomically(tmp_path / "grades.csv", grades_csv(results, ["q1"]))
    mark_late(tmp_path, results)
    rows = csv.DictReader((tmp_path / "grades.csv").open())
    assert {row["student"]: row["late"] for row in rows} == {"ada": "", "bob": "late"}
