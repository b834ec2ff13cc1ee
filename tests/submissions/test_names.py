"""Names of students: can each of them name a file, and is none like another?"""

import pytest

from autograder.submissions.files.names import clean
from autograder.submissions.identity import distinct
from autograder.submissions.submission import Submission


@pytest.mark.parametrize(
    "hostile", ["../../etc/passwd", "a/b", "..", "", "\u202e", "a" * 500, "C:\\x", "\ud800"]
)
def test_an_id_can_always_name_a_file(hostile, tmp_path):
    path = tmp_path / f"{clean(hostile)}.json"
    path.write_text("{}")
    assert path.resolve().parent == tmp_path.resolve()


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028", "\u2029"])
def test_an_id_is_one_line(end):
    """Wherever it stands: in a table, in a list of names, in a message."""
    assert len(clean(f"a{end}b").splitlines()) == 1


@pytest.mark.parametrize("letter", ["a", "é", "学", "😀", "e\u0301"])
def test_a_long_name_is_cut_between_characters(letter, tmp_path):
    """Beside the longest suffix and the number of a namesake, and two long names stay two."""
    found = distinct([Submission(letter * 300, f"{n}.ipynb", bytes([n])) for n in range(12)])
    assert len({submission.student for submission in found}) == 12
    for submission in found:
        (tmp_path / f".{submission.student}.ipynb.json.tmp").write_text("{}")
        assert "\ufffd" not in submission.student


@pytest.mark.parametrize("pair", [("AbC", "Abc"), ("Straße", "STRASSE"), ("ada.", "ADA")])
def test_ids_differ_also_where_case_does_not_count(pair):
    """A file system that knows no case would give two students one file."""
    found = distinct([Submission(name, f"{name}.py", name.encode()) for name in pair])
    assert len({submission.student.casefold() for submission in found}) == 2
    assert {submission.content for submission in found} == {name.encode() for name in pair}
