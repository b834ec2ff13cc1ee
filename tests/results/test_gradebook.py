"""Grades for Canvas and Moodle: does each grade come back beside the system's own name?"""

import csv
import io

import pytest
from classroom import result_of
from msgspec.structs import replace

from autograder.results.tables.gradebook import roster_for, write_gradebook
from autograder.results.tables.grades_csv import grades_csv
from autograder.results.tables.roster import RosterError, read_roster

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
    status = "error" if score is None else "graded"
    about = {"file": file or f"{student}.py", "exported": bool(file), "questions": {"q1": score}}
    made = result_of(student, [], status=status, **about)
    return made if score is None else replace(made, score=score)


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
    """With the column that Moodle wants, were it not there."""
    ada = result("Ada Love", 70, "Ada Love_12_assignsubmission_file_/hw1.py")
    rows, left_out = graded([ada], "moodle", MOODLE_SHEET)
    assert rows[0] == [*MOODLE_SHEET.splitlines()[0].split(","), "Last modified (grade)"]
    (ada,) = rows[1:]
    assert ada[:5] == [
        "Participant 12",
        "Ada Love",
        "ada@example.edu",
        "Submitted for grading",
        "70",
    ]
    assert ada[5:] == ["100.00", "Yes", "well, done", "-"]
    assert left_out == []


def test_moodle_gets_its_own_time_back(graded):
    sheet = "Identifier,Full name,Grade,Last modified (grade)\n"
    rows, _ = graded(
        [result("Ada Love")], "moodle", sheet + 'Participant 12,Ada Love,,"2 May, 9 AM"'
    )
    assert rows[1] == ["Participant 12", "Ada Love", "50", "2 May, 9 AM"]


@pytest.mark.parametrize(
    ("folder", "number"),
    [
        *(("Ada Love_12", "12"), ("Section B-Ada Love_12", "12"), ("Participant_12", "12")),
        *(("Group A_12", None), ("Default group", None), ("Bob Ho_12", None)),
        *(("Ann-Zoe\u0301 ONeil_14", "14"), ("Zoe\u0301 ONeil_14", None), ("Cyd Old_12", None)),
    ],
)
def test_a_number_of_moodle_counts_with_the_name(graded, folder, number):
    """Groups have numbers, too: 12 of `Group A_12` is no participant."""
    sheet = MOODLE_SHEET + "Participant 14,Ann-Zoé O'Neil,zoe@example.edu,,,100.00,Yes,\n"
    file = f"{folder}_assignsubmission_file/hw1.py"
    rows, left_out = graded([result(folder.split("_")[0], 70, file)], "moodle", sheet)
    assert [row[0] for row in rows[1:]] == ([f"Participant {number}"] if number else [])
    told = [] if number else [f"{folder.split('_')[0]}: not in the roster"]
    assert left_out == told


def test_a_number_of_moodle_is_no_id_number(graded):
    """Two of one name are told apart by participants' numbers, 3001 is Ada's at the university."""
    came = result("Bob Ho_3001", 70, "Bob Ho_3001_assignsubmission_file_/hw1.py")
    rows, _ = graded([came], "moodle", MOODLE_PEOPLE)
    assert [row[:2] for row in rows[1:]] == [["Bob", "Ho"]]


def test_hidden_names_need_no_name(graded):
    sheet = "Identifier,Status,Grade\nParticipant 5,Submitted,\n"
    came = result("Participant", 70, "Participant_5_assignsubmission_file_/hw1.py")
    assert graded([came], "moodle", sheet)[0][1] == ["Participant 5", "Submitted", "70", "-"]


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
        ["Identifier", "Full name", "Grade", "Last modified (grade)"],
        ["Participant 12", "Ada Love", "70", "-"],
    ]


def test_canvas_without_a_roster_gets_numbers_only(graded):
    rows, _ = graded([result("anon_x7", 70, "anon_x7_5_hw1.ipynb")], "canvas")
    assert rows[2] == ["anon_x7", "", "", "", "", "70"]


CANVAS_SPLIT = """\
LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,hw1_backprop (987),Final Score
,,,,,,Manual Posting,
    Points Possible,,,,,,100,(read only)
Love,Ada,101,S-1,ada01,DL-1,,90
Ho,Bob,102,S-2,bob02,DL-1,50,80
Ho,Bob,103,S-3,bob03,DL-2,,70
,Prince,104,S-4,prince,DL-2,,70
"""


def test_canvas_may_have_names_in_two_columns(graded):
    results = [
        result("loveada", 70, "loveada_101_5_hw1.ipynb"),
        *(result("Bob Ho_bob03", 80), result("Prince", 90), result("Bob Ho", 1)),
    ]
    rows, left_out = graded(results, "canvas", CANVAS_SPLIT)
    assert rows == [
        [*CANVAS_SPLIT.split(",")[:6], "hw1_backprop (987)"],
        ["    Points Possible", "", "", "", "", "", "100"],
        ["Love", "Ada", "101", "S-1", "ada01", "DL-1", "70"],
        ["Ho", "Bob", "103", "S-3", "bob03", "DL-2", "80"],
        ["", "Prince", "104", "S-4", "prince", "DL-2", "90"],
    ]
    assert left_out == ["Bob Ho: several in the roster"]


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        ("Hw1-Backprop late (988),HW1 backprop (989)", "HW1 backprop (989)"),
        ("hw1_backprop (989),hw1_backprop late (988)", "hw1_backprop (989)"),
        ("Homework: hw1_backprop (990)", "Homework: hw1_backprop (990)"),
        ("hw2_stability (990)", "hw1_backprop"),
        ("hw1_backprop (1),hw1_backprop (2)", None),
        ("hw1_backprop late (1),hw1_backprop early (2)", None),
    ],
)
def test_grades_go_to_the_column_that_is_meant(tmp_path, graded, columns, chosen):
    roster = f'Student,ID,Section,{columns},Final\n"Love, Ada",101,DL-1,1,2,3\n'
    if chosen:
        rows, _ = graded([result("Ada Love")], "canvas", roster)
        assert rows[0][3:] == [chosen]
        assert rows[2][3:] == ["50"]
    else:
        (tmp_path / "roster.csv").write_text(roster)
        with pytest.raises(RosterError, match=r"several columns.*delete"):
            roster_for("canvas", tmp_path / "roster.csv", "hw1_backprop")


GERMAN = """\
ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung
"Teilnehmer/in12","Ada Love",ada@example.edu,"Zur Bewertung abgegeben",,"100,00"
"""


def test_a_sheet_in_another_language_is_said_before_grading(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(GERMAN, encoding="utf-8")
    with pytest.raises(RosterError, match=r"Identifier and Grade.*Email address"):
        roster_for("moodle", path, "hw1_backprop")


@pytest.mark.parametrize("rows", [1, 50_000])
def test_an_open_quote_is_said_with_its_line(tmp_path, rows):
    """Instead of one student whose name is everybody else."""
    path = tmp_path / "roster.csv"
    path.write_text('Student,ID\n"Love, Ada",1\n"Ho, Bob,2\n' + '"Old, Cyd",3\n' * rows)
    with pytest.raises(RosterError, match=r"roster.csv, before line \d+: .*quote"):
        read_roster(path)


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


def test_late_marks_are_a_last_column_where_there_are_any():
    results = [result("bob", 1, "bob_LATE_1_2_hw.py"), result("ada", 2, "ada_2_3_hw.py")]
    for chosen, header in ((results, ["q1", "late"]), (results[1:], ["status", "q1"])):
        rows = list(csv.reader(io.StringIO(grades_csv(chosen, ["q1"]))))
        assert rows[0][-2:] == header
        assert len({len(row) for row in rows}) == 1
    rows = csv.DictReader(io.StringIO(grades_csv(results, ["q1"])))
    assert {row["student"]: row["late"] for row in rows} == {"ada": "", "bob": "late"}


def test_a_file_that_a_student_named_as_canvas_does_fills_no_row_of_another(graded):
    spoof = replace_about(result("s7", 100, "s7/x_12345_1_hw1.py"), exported=False)
    rows, left_out = graded([spoof], "canvas", "Student,ID,Section\nEve,12345,1\n")
    assert "Eve" not in str(rows)
    assert left_out == ["s7: not in the roster"]
    (_, _, own), _ = graded([spoof], "canvas")
    assert "12345" not in own


def replace_about(made, **more):
    return replace(made, about=replace(made.about, **more))
