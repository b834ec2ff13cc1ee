"""`autograder adjust`: does a decision reach every file, and is a slip told before it is made?"""

import csv
import hashlib
from datetime import timedelta

import pytest
from classroom import cases_of_hw1, failed, passed, result_of
from msgspec.structs import replace
from test_cli import run

from autograder.course.assignment import Assignment
from autograder.results.late_policy import marked, read_policy
from autograder.results.results_json import to_json
from autograder.runs.run_folder import read_result, result_path

TESTS = [passed(*case) for case in cases_of_hw1()]
TEST = TESTS[3]
WRONG = [failed(t, "f: wrong value", answer="5e5e") if t is TEST else t for t in TESTS]


@pytest.fixture
def folder(tmp_path):
    for student, tests in {"ada": WRONG, "bob": WRONG, "cyd": TESTS}.items():
        path = result_path(tmp_path, student)
        path.parent.mkdir(exist_ok=True)
        path.write_text(to_json(result_of(student, tests)))
    return tmp_path


def table(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_decision_reaches_every_file(folder):
    told = run("adjust", folder, "ada", TEST.name, TEST.max_score, "--reason", "read <it> again")
    assert told.exit_code == 0, told.output
    (row,) = table(folder / "adjustments.csv")
    assert list(row) == ["student", "test", "points", "reason", "by", "at"]
    assert (row["student"], row["test"]) == ("ada", TEST.name)
    assert row["by"]
    assert row["at"].endswith("+00:00")
    assert read_result(folder, "ada").score == 100
    grades = {row["student"]: row for row in table(folder / "grades.csv")}
    assert (grades["ada"]["score"], grades["ada"]["adjusted"]) == ("100", "adjusted")
    assert grades["bob"]["adjusted"] == ""
    (change,) = table(folder / "changes.csv")
    assert (change["student"], change["new"], change["tests"]) == ("ada", "100", TEST.name)
    for page in ("feedback/ada.html", "report.html"):
        assert "read &lt;it&gt; again" in (folder / page).read_text()


def test_a_row_that_is_taken_out_gives_the_grade_back(folder):
    before = read_result(folder, "ada")
    run("adjust", folder, "ada", TEST.name, "0.1", "--reason", "x")
    (folder / "adjustments.csv").write_text("student,test,points,reason,by,at\n")
    assert run("report", folder).exit_code == 0
    assert read_result(folder, "ada") == before
    assert len(table(folder / "changes.csv")) == 2


def test_all_who_answered_alike_get_the_same(folder):
    told = run("adjust", folder, "*", TEST.name, "0.1", "--reason", "x", "--same-answer-as", "bob")
    assert told.exit_code == 0, told.output
    assert f"ada, {TEST.name}: 0.1 in place of 0" in told.output
    (row,) = table(folder / "adjustments.csv")
    assert (row["student"], row["answer"]) == ("*", "5e5e")
    assert read_result(folder, "ada").score == read_result(folder, "bob").score
    assert read_result(folder, "cyd").score == 100
    result_path(folder, "dan").write_text(to_json(result_of("dan", WRONG)))  # graded later
    assert run("report", folder).exit_code == 0
    assert read_result(folder, "dan").score == read_result(folder, "ada").score


def test_the_last_word_counts_for_one_of_many(folder):
    like_bob = ["--reason", "x", "--same-answer-as", "bob"]
    for student, points, more in [
        ("ada", "0.2", ["--reason", "x"]),
        ("*", "0.1", like_bob),
        ("bob", "0.3", ["--reason", "x"]),
    ]:
        assert run("adjust", folder, student, TEST.name, points, *more).exit_code == 0
    given = {name: read_result(folder, name).tests[3].score for name in ("ada", "bob")}
    assert given == {"ada": 0.1, "bob": 0.3}
    saved = folder / "saved.csv"
    (folder / "adjustments.csv").rename(saved)
    told = run("adjust", folder, "--from", saved)
    assert told.exit_code == 0, told.output
    assert {name: read_result(folder, name).tests[3].score for name in given} == given


def test_a_file_is_taken_row_by_row(folder):
    rows = folder / "rows.csv"
    rows.write_text(
        f"student,test,points,reason\nada,{TEST.name},0.1,=1\nbob,{TEST.name},99,\n"
        f"dan,{TEST.name},0,\nbob,q9.x,0,\nbob,{TEST.name.upper()},many,\n"
    )
    told = run("adjust", folder, "--from", rows)
    assert told.exit_code == 1
    assert told.stderr.count("not taken: ") == 4
    (row,) = table(folder / "adjustments.csv")
    assert (row["student"], row["reason"]) == ("ada", "'=1")
    assert row["at"]
    assert run("adjust", folder, "--from", rows).exit_code == 1
    assert len(table(folder / "adjustments.csv")) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["adaa", TEST.name, "1", "--reason", "x"], "did you mean ada?"),
        (["ada", TEST.name + "x", "1", "--reason", "x"], f"did you mean {TEST.name}"),
        (["ada", TEST.name, "many", "--reason", "x"], "'many' is no number of points"),
        (["ada", TEST.name, "99", "--reason", "x"], "the test is worth"),
        (["ada", TEST.name, "1"], "--reason"),
        (["ada", TEST.name, "1", "--reason", " "], "--reason"),
        (["*", TEST.name, "1", "--reason", "x"], "--same-answer-as"),
        (["*", TEST.name, "0", "--reason", "x", "--same-answer-as", "cyd"], "cyd did not fail"),
        (["ada", "--from", "x.csv"], "alone"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(folder, arguments, told):
    result = run("adjust", folder, *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert not (folder / "adjustments.csv").exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none.csv", "No such file"),
        ("results", "Is a directory"),
        ("results/ada.json", "no line names the columns student, test and points"),
        ("empty.csv", "no line names the columns"),
    ],
)
def test_what_holds_no_rows_at_all_is_wrong_usage(folder, name, told):
    (folder / "empty.csv").touch()
    result = run("adjust", folder, "--from", folder / name)
    assert result.exit_code == 2
    assert f"{name}: {told}" in result.stderr
    assert "not taken" not in result.stderr


def test_a_damaged_result_is_named_and_the_others_count(folder):
    path = result_path(folder, "bob")
    path.write_bytes(path.read_bytes()[:500])
    told = run("adjust", folder, "ada", TEST.name, TEST.max_score, "--reason", "x")
    assert (told.exit_code, read_result(folder, "ada").score) == (1, 100)
    assert f"left out: bob: {path} is damaged: grade again" in told.stderr
    assert "its result is damaged: grade again" in (folder / "report.html").read_text()


def test_who_has_a_damaged_result_is_not_said_to_have_none(folder):
    result_path(folder, "bob").write_text("{")
    for who in (["bob"], ["*", "--same-answer-as", "bob"]):
        told = run("adjust", folder, *who, TEST.name, 1, "--reason", "x")
        assert (told.exit_code, "results/bob.json is damaged" in told.stderr) == (1, True)
        assert "no result" not in told.stderr


def test_of_work_that_could_not_be_read_the_reason_is_told(folder):
    cannot = result_of("dan", [], "it is a PDF: send the notebook", "unreadable")
    result_path(folder, "dan").write_text(to_json(cannot))
    told = run("adjust", folder, "dan", TEST.name, 1, "--reason", "x")
    assert told.exit_code == 2
    assert "(unreadable: it is a PDF: send the notebook), so there is no test" in told.stderr


def test_an_empty_folder_is_told(tmp_path):
    assert "no results" in run("adjust", tmp_path / "empty", "a", "b", "1", "--reason", "x").output


def test_rows_that_do_not_fit_are_told_by_report(folder):
    (folder / "adjustments.csv").write_text(
        "student,test,points,reason,by,at\nada,q1.gone,1,x,,\neve,q1.f,some,x,,\n"
    )
    told = run("report", folder)
    assert told.exit_code == 0
    assert "ada, q1.gone, 1: there is no such test" in told.stderr
    assert "row 3 (eve, q1.f): 'some' is no number" in told.stderr
    assert "q1.gone" in (folder / "adjustments.csv").read_text()


def test_written_answers_are_collected_graded_and_told_to_the_student(folder):
    source = b'# %% [markdown] tags=["written", "why"]\n# Because <b>$x$</b>.\n'
    for student in ("ada", "bob"):
        path = folder / "submissions" / f"{student}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(source)
        own = read_result(folder, student)
        about = replace(
            own.about, file=path.name, submission_sha256=hashlib.sha256(source).hexdigest()
        )
        result_path(folder, student).write_text(to_json(replace(own, about=about)))
    told = run("written", folder)
    assert told.exit_code == 0, told.output
    assert "not on the page: cyd" in told.stderr
    assert "Because &lt;b&gt;" in (folder / "written.html").read_text()
    saved = folder / "saved.csv"
    saved.write_text("student,test,points,reason\nada,written.why,7,well <i>put\n")
    before = read_result(folder, "ada")
    assert run("adjust", folder, "--from", saved).exit_code == 0
    after = read_result(folder, "ada")
    assert after.score == before.score
    assert [(each.name, each.points) for each in after.about.written] == [("written.why", 7)]
    page = (folder / "feedback" / "ada.html").read_text()
    assert "well &lt;i&gt;put" in page
    assert "7 points, not part of the score" in page
    assert "adjusted" not in (folder / "grades.csv").read_text()
    (folder / "adjustments.csv").unlink()
    run("report", folder)
    assert read_result(folder, "ada") == before


def test_written_answers_that_count_are_in_the_score_and_on_every_page(folder, monkeypatch):
    monkeypatch.setattr(Assignment, "written", {"written.why": 10})
    before = read_result(folder, "ada").score
    told = run("adjust", folder, "ada", "written.why", 7, "--reason", "well put")
    assert told.exit_code == 0, told.output
    assert "written.why: 7 of 10" in told.output
    assert "written.why: no points yet for 2 students" in told.stderr
    assert read_result(folder, "ada").score == before + 7
    page = (folder / "feedback" / "ada.html").read_text()
    assert "7 of 10 points, part of the score" in page
    assert "of 110 points" in page
    assert "up to 10 points can still be added" in (folder / "feedback" / "bob.html").read_text()
    report = (folder / "report.html").read_text()
    assert "10 points of these are for the written answer <code>written.why</code>" in report
    assert "for which 2 students got no points yet" in report
    assert {row["written.why"] for row in table(folder / "grades.csv")} == {"7", ""}
    told = run("adjust", folder, "ada", "written.why", 11, "--reason", "more")
    assert (told.exit_code, "the question is worth 10" in told.stderr) == (2, True)


def test_an_extension_is_a_decision_like_any_other(folder):
    ada = read_result(folder, "ada")
    late = marked(ada, read_policy("10%/day").takes(timedelta(hours=30)))
    result_path(folder, "ada").write_text(to_json(late))
    assert run("report", folder).exit_code == 0
    assert read_result(folder, "ada").score == ada.score - 20
    page = (folder / "feedback" / "ada.html").read_text()
    assert "1 day 6 hours late" in page
    told = run("adjust", folder, "ada", "late", 0, "--reason", "was <b>ill")
    assert "0 off for lateness, in place of 20" in told.output
    assert read_result(folder, "ada").score == ada.score
    assert "was &lt;b&gt;ill" in (folder / "feedback" / "ada.html").read_text()
    assert "was &lt;b&gt;ill" in (folder / "report.html").read_text()
    told = run("adjust", folder, "bob", "late", 0, "--reason", "ill")
    assert (told.exit_code, "no late policy" in told.stderr) == (2, True)


@pytest.mark.slow
def test_a_report_without_names_lies_apart_from_who_is_who(folder):
    out = folder.parent / f"{folder.name}-nameless"
    told = run("report", folder, "--anonymous", out)
    assert told.exit_code == 0, told.output
    ids = [row["id"] for row in table(folder / "anonymous.csv")]
    assert [row["student"] for row in table(out / "grades.csv")] == sorted(ids)
    page = (out / "report.html").read_text()
    assert ">ada<" not in page
    assert all(f"feedback/{own}.html" in page for own in ids)
    assert run("report", folder, "--anonymous", folder).exit_code == 2


def test_explain_lists_who_answered_alike(folder):
    told = run("explain", folder, "ada", TEST.name, "--all-like-this")
    assert (told.exit_code, told.output.split()) == (0, ["ada", "bob"])
    for arguments in (["cyd", TEST.name], ["ada"]):
        assert run("explain", folder, *arguments, "--all-like-this").exit_code == 2
