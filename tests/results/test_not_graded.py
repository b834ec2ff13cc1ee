"""Is everybody named who has no row in the grades?"""

import pytest
from classroom import result_of, written

from autograder.results.tables.not_graded import (
    NotGraded,
    read_not_graded,
    sent_nothing,
    write_not_graded,
)
from autograder.results.tables.roster import read_roster

CANVAS = """\
Student,ID,SIS Login ID
    Points Possible,,
"Love, Ada",101,ada01
"Ho, Bob",102,bob02
"Eden, Eve",103,eve03
"""
MOODLE = """\
Identifier,Full name,Grade
Participant 12,Ada Love,
Participant 13,,
Participant 14,Eve Eden,
"""
PEOPLE = "First name;Last name;Email address\nAda;Love;ada@x.edu\nBob;Ho;bob@x.edu\n"


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        (CANVAS, ["Ho, Bob", "Eden, Eve"]),
        (MOODLE, ["Participant 13", "Eve Eden"]),
        (PEOPLE, ["Bob Ho"]),
    ],
    ids=["Canvas", "Moodle", "participants"],
)
def test_who_of_the_roster_sent_nothing_is_listed(tmp_path, text, absent):
    (tmp_path / "roster.csv").write_text(text)
    found = sent_nothing([result_of("Ada Love", [])], read_roster(tmp_path / "roster.csv"))
    assert found == [NotGraded(name, "in the roster, and sent nothing") for name in absent]


def test_what_is_not_graded_stands_in_a_file_and_in_the_report(tmp_path):
    found = [NotGraded("subs/=cyd,.pdf", "a PDF"), NotGraded("<Eve>", "sent nothing")]
    write_not_graded(tmp_path, found)
    assert read_not_graded(tmp_path) == found
    results = [result_of("ada", [])]
    page = (written(tmp_path, results) / "report.html").read_text()
    assert "Without a row in the grades" in page
    assert "subs/=cyd,.pdf" in page
    assert "&lt;Eve&gt;" in page
    write_not_graded(tmp_path, [])
    assert (read_not_graded(tmp_path), list(tmp_path.glob("*.csv"))) == ([], [])
    assert (
        "Without a row in the grades"
        not in (written(tmp_path, results) / "report.html").read_text()
    )
