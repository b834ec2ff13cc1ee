"""Points by hand survive every regrade, and a page and changes.csv tell of them once."""

import csv
from datetime import timedelta

from autograder.results.adjustments import Adjustment
from autograder.results.late_policy import read_policy
from autograder.results.tables.adjustments_csv import write_adjustments
from autograder.runs.by_hand import adjustments_in, lay_over_all, told
from autograder.runs.run_folder import read_result
from autograder.submissions.submission import Submission

ROW = Adjustment("ada", "q7.relative_error.zeros", 0.5, "as agreed", "ta", "now")


def changes(folder):
    path = folder / "changes.csv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.reader(file))[1:]


def test_points_by_hand_survive_a_regrade_and_a_new_submission(run_here, solution, hw1, tmp_path):
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
    assert told(adjustments_in(tmp_path, hw1), [kept]) == []

    changed = Submission("ada", "ada.py", f"{half_done}\n# late\n".encode())
    (regraded,) = run_here([changed])
    assert regraded.score == kept.score
    assert len(changes(tmp_path)) == 1
    assert "as agreed" in (tmp_path / "feedback" / "ada.html").read_text()
    (row,) = told(adjustments_in(tmp_path, hw1), [regraded])
    assert "the submission has changed" in row
    assert told(adjustments_in(tmp_path, hw1), run_here([changed])) == [row]


def test_points_for_all_who_answer_alike_reach_who_is_graded_later(run_here, solution, tmp_path):
    wrong = solution.replace("(1 - lr * lambd) * np.asarray(w)", "np.tanh(w)")
    assert wrong != solution
    ada, bob = (Submission(name, f"{name}.py", wrong.encode()) for name in ("ada", "bob"))
    (before,) = run_here([ada])
    test = next(t for t in before.failed if t.about.answer)
    row = ROW._replace(student="*", test=test.name, points=test.max_score, answer=test.about.answer)
    write_adjustments(tmp_path / "adjustments.csv", [row])
    results = run_here([ada, bob])
    assert [result.score for result in results] == [before.score + test.lost] * 2
    assert read_result(tmp_path, "bob").score == results[1].score
    assert "as agreed" in (tmp_path / "feedback" / "bob.html").read_text()


def test_lateness_is_taken_off_once_and_as_the_last_command_says(run_here, solution, hw1, tmp_path):
    ada = Submission("ada", "ada.py", solution.encode())
    late = {"ada": read_policy("10%/day").takes(timedelta(hours=1))}
    (first,) = run_here([ada], late=late)
    assert first.score == read_result(tmp_path, "ada").score == 90
    assert run_here([ada], late=late) == [first]
    assert changes(tmp_path) == []
    assert "By the rule of the course" in (tmp_path / "feedback" / "ada.html").read_text()
    assert lay_over_all(tmp_path, hw1) == ([first], [])

    (excused,) = run_here([ada])
    assert (excused.score, excused.tests) == (100, first.tests)
    assert [row[:3] for row in changes(tmp_path)] == [["ada", "90", "100"]]
    assert "By the rule of the course" not in (tmp_path / "feedback" / "ada.html").read_text()
