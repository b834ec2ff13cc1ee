"""Points by hand survive every regrade, and a page and changes.csv tell of them once."""

import csv

from autograder.results.adjustments import Adjustment, write_adjustments
from autograder.runs.by_hand import adjustments_in, told
from autograder.runs.run_folder import read_result
from autograder.submissions.submission import Submission

ROW = Adjustment("ada", "q7.relative_error.zeros", 0.5, "as agreed", "ta", "now")


def changes(folder):
    path = folder / "changes.csv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.reader(file))[1:]


def test_points_by_hand_survive_a_regrade_and_a_new_submission(run_here, solution, tmp_path):
    half_done = solution.replace("def relative_error", "def relative_err")
    ada = Submission("ada", "ada.py", half_done.encode())
    (before,) = run_here([ada])
    test = next(t for t in before.failed if t.about.question == "q7")
    write_adjustments(tmp_path / "adjustments.csv", [ROW._replace(test=test.name)])
    given = ROW.points - test.score

    (kept,) = run_here([ada])
    assert kept.score == read_result(tmp_path, "ada").score == before.score + given
    assert len(changes(tmp_path)) == 1
    assert "as agreed" in (tmp_path / "feedback" / "ada.html").read_text()
    assert run_here([ada]) == [kept]
    assert told(adjustments_in(tmp_path), [kept]) == []

    changed = Submission("ada", "ada.py", f"{half_done}\n# late\n".encode())
    (regraded,) = run_here([changed])
    assert regraded.score == kept.score
    assert len(changes(tmp_path)) == 1
    assert "as agreed" in (tmp_path / "feedback" / "ada.html").read_text()
    (row,) = told(adjustments_in(tmp_path), [regraded])
    assert "the submission has changed" in row
    assert told(adjustments_in(tmp_path), run_here([changed])) == [row]
