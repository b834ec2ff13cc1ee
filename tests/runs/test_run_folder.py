"""The folder of a run: does every command read of the same students, and is nobody lost?"""

import pytest
from classroom import result_of

from autograder.results.results_json import to_json
from autograder.runs.run_folder import (
    damaged,
    keep_submission,
    kept_submission,
    opened,
    read_again,
    read_results,
    result_path,
    set_aside,
)
from autograder.submissions.submission import Submission, Unreadable, read


@pytest.fixture
def folder(tmp_path):
    with opened(tmp_path, "hw1_backprop", 0):
        for student in ("ada", "bob"):
            result_path(tmp_path, student).write_text(to_json(result_of(student, [])))
            (tmp_path / "feedback" / f"{student}.html").write_text(student)
    return tmp_path


def names(folder):
    return [result.student for result in read_results(folder)]


def test_results_of_other_submissions_are_set_aside_with_their_pages(folder):
    assert set_aside(folder, {"ada_l", "bob"}) == ["ada"]
    assert names(folder) == ["bob"]
    assert [path.name for path in folder.glob("feedback/*")] == ["bob.html"]
    assert (folder / "earlier" / "feedback" / "ada.html").read_text() == "ada"


def test_what_was_set_aside_comes_back_with_its_submission(folder):
    assert set_aside(folder, {"cyd"}) == ["ada", "bob"]
    assert set_aside(folder, {"ada", "bob"}) == []
    assert names(folder) == ["ada", "bob"]
    assert len(list(folder.glob("feedback/*"))) == 2


def test_a_newer_result_is_not_overwritten_by_one_that_was_set_aside(folder):
    set_aside(folder, {"bob"})
    newer = to_json(result_of("ada", [], note="newer"))
    result_path(folder, "ada").write_text(newer)
    assert set_aside(folder, {"ada", "bob"}) == []
    assert result_path(folder, "ada").read_text() == newer


def test_a_damaged_result_is_known_by_its_name(folder):
    path = result_path(folder, "ada")
    path.write_bytes(path.read_bytes()[:200])
    assert (names(folder), damaged(folder)) == (["bob"], ["ada"])


def test_what_is_read_again_is_refused_for_the_reason_that_the_student_was_told(folder):
    told = "it is a symbolic link, not a file"
    result = result_of("ada", [], told, "unreadable")
    for content in (None, b"", b"{"):
        if content is not None:
            (folder / "submissions" / "ada.ipynb").write_bytes(content)
        with pytest.raises(Unreadable, match=told):
            read_again(folder, result, read)
    with pytest.raises(Unreadable, match="does not hold what was graded"):
        read_again(folder, result_of("ada", []), read)


def test_no_copy_of_a_student_lies_where_another_ones_does(tmp_path):
    """Somebody called `ada.py` sent a file without an ending, or nothing."""
    ada = Submission("ada", "ada/hw.py", b"x = 1")
    for other in (Submission("ada.py", "ada.py/notes", b""), Submission("ada.py", "ada.py/", b"")):
        keep_submission(tmp_path, ada)
        keep_submission(tmp_path, other)
        about = {"file": ada.file, "submission_sha256": ada.sha256}
        assert kept_submission(tmp_path, result_of("ada", [], **about)) == ada
