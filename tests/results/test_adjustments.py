"""Points by hand: do they last, does each bad row spoil only itself, is hostile text inert?"""

import csv
import dataclasses
from datetime import timedelta

import pytest
from classroom import cases_of_hw1, failed, passed, result_of
from msgspec.structs import replace

from autograder.results.adjustments import (
    Adjustment,
    Adjustments,
    same_answer,
)
from autograder.results.late_policy import marked, read_policy
from autograder.results.results_json import Shared, from_json, to_json
from autograder.results.tables.adjustments_csv import read_adjustments, write_adjustments
from autograder.results.tables.grades_csv import grades_csv

FIRST, SECOND = (passed(*case) for case in cases_of_hw1()[:2])
ADA = result_of("ada", [failed(FIRST, "f has the wrong value", answer="5e5e"), SECOND])
HALF = Adjustment("ada", FIRST.name, FIRST.max_score / 2, "right idea", "ta", "2026-01-01")
HEADER = "student,test,points,reason,by,at\n"


def rows(*found):
    by_student = {}
    for row in found:
        by_student.setdefault(row.student, {})[row.test] = row
    return Adjustments(by_student)


def replace_worth(adjustments, worth):
    return dataclasses.replace(adjustments, worth=worth)


def read(tmp_path, text):
    path = tmp_path / "adjustments.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_adjustments(path)


def test_score_question_and_test_are_the_adjusted_ones():
    adjusted = rows(HALF).over(ADA)
    assert adjusted.score == ADA.score + HALF.points
    assert adjusted.about.questions["q1"] == ADA.about.questions["q1"] + HALF.points
    assert adjusted.tests[0].score == HALF.points
    assert adjusted.tests[0].about.adjusted.graded == 0
    assert adjusted.tests[0].about.adjusted.reason == "right idea"
    assert from_json(to_json(adjusted)) == Shared()(to_json(adjusted)) == adjusted


def test_laid_over_twice_it_is_the_same_and_taken_off_nothing_is_left():
    adjusted = rows(HALF).over(ADA)
    assert rows(HALF).over(adjusted, adjusted) == adjusted
    assert rows().over(adjusted, adjusted) == ADA


def test_a_changed_submission_keeps_its_points_and_is_told_until_it_is_decided_again():
    adjusted, about = rows(HALF).over(ADA), replace(ADA.about, submission_sha256="00" * 32)
    regraded = rows(HALF).over(replace(ADA, about=about), adjusted)
    assert regraded.score == adjusted.score
    (told,) = rows(HALF).misfits([regraded])
    assert "ada" in told
    assert "the submission has changed" in told
    again = rows(HALF._replace(at="2026-01-02"))
    assert again.misfits([again.over(regraded, regraded)]) == []
    assert rows(HALF).misfits([rows(HALF).over(adjusted, adjusted)]) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (HALF._replace(test="q1.gone"), "no such test"),
        (HALF._replace(student="bob"), "no result of this student"),
        (HALF._replace(points=99.0), f"worth {FIRST.max_score:g}"),
    ],
)
def test_what_does_not_fit_is_told_and_changes_nothing(row, told):
    laid = rows(row).over(ADA)
    assert laid == ADA
    (why,) = rows(row).misfits([laid])
    assert told in why


def test_a_submission_that_was_not_graded_keeps_its_state():
    for status in ("error", "unreadable"):
        result = result_of("ada", [], "nothing", status)
        assert rows(HALF).over(result) == result
        assert status in rows(HALF).misfits([result])[0]


def test_each_bad_row_is_named_and_nothing_else_is_lost(tmp_path):
    found = read(
        tmp_path,
        f"{HEADER}ada,q1.f,2.5,good,ta,now\nbob,q1.f,many,,,\n,q1.f,1,,,\n*,q1.f,1,,,\n"
        'eve,q1.f,1,"not closed,,\ncyd,q1.f,-1,,,\ndan,q1.f\n\nzoe,q1.f,nan,,,\n'
        'fay,q1.f,"0,5",,,\n',
    )
    assert {student: row["q1.f"].points for student, row in found.rows.items()} == {
        "ada": 2.5,
        "fay": 0.5,
    }
    expected = ["row 3 (bob", "row 4 (q1.f", "row 5 (*", "row 6 (eve", "row 7 (cyd", "row 8 (dan"]
    expected.append("row 10 (zoe")
    assert len(found.bad) == len(expected)
    for told, place in zip(found.bad, expected, strict=True):
        assert place in told
    assert "--same-answer-as STUDENT" in found.bad[2]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffstudent;test;points;reason;by;at\r\nZoë;q1.f;2,5;schön;ta;now\r\n",
        "Zoë;q1.f;2,5;schön;ta;now\nstudent;test;points;reason;by;at\n".encode("cp1252"),
        "at\treason\tPoints\tTest\tStudent\tby\nnow\tschön\t2.5\tq1.f\tZoë\tta\n",
        "Zoë,q1.f,2.5,schön,ta,now\n",
    ],
)
def test_a_spreadsheet_may_have_saved_it(tmp_path, text):
    found = read(tmp_path, text)
    assert found.bad == []
    assert found.of("Zoë") == {"q1.f": Adjustment("Zoë", "q1.f", 2.5, "schön", "ta", "now")}


def test_the_last_row_of_a_test_counts(tmp_path):
    found = read(tmp_path, f"{HEADER}ada,q1.f,1,,,\nada,q1.f,2,,,\n")
    assert found.of("ada")["q1.f"].points == 2


def test_writing_replaces_the_same_decision_and_keeps_all_else(tmp_path):
    path = tmp_path / "adjustments.csv"
    path.write_text("mine,student,test,points\nx,ada,q1.f,1\ny,bob,q1.f,many\nz,cyd,q1.f,1\n")
    write_adjustments(path, [HALF._replace(test="q1.f", points=3.0)])
    with path.open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["mine", "student", "test", "points", "reason", "by", "at"],
            ["y", "bob", "q1.f", "many"],
            ["z", "cyd", "q1.f", "1"],
            ["", "ada", "q1.f", "3", "right idea", "ta", "2026-01-01"],
        ]


@pytest.mark.parametrize("hostile", ["=1+1", "-2 for style", "@cmd", "+x", '"; DROP', "a\nb,c"])
def test_hostile_text_is_no_formula_and_comes_back(tmp_path, hostile):
    path = tmp_path / "adjustments.csv"
    write_adjustments(path, [HALF._replace(student=hostile, reason=hostile)])
    write_adjustments(path, [HALF])
    with path.open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    found = read_adjustments(path)
    assert found.bad == []
    one_line = " ".join(hostile.split())
    assert found.of(one_line)[FIRST.name].reason == one_line


def test_the_same_answer_is_that_of_all_who_failed_alike():
    bob = result_of("bob", list(ADA.tests))
    cyd = result_of("cyd", [failed(FIRST, "f has the wrong value", answer="other"), SECOND])
    dan, eve = (result_of(n, [failed(FIRST, "f raised", "exception")]) for n in ("dan", "eve"))
    everyone = [ADA, bob, cyd, dan, eve]
    assert [*same_answer(everyone, "ada", FIRST.name)] == ["ada", "bob"]
    assert [*same_answer(everyone, "dan", FIRST.name)] == ["dan", "eve"]
    assert not same_answer(everyone, "ada", SECOND.name)


def test_a_mistake_is_the_same_whatever_part_of_its_points_a_test_keeps():
    named = {"misconception": "f.doubled", "hint": "It is doubled."}
    ada = result_of("ada", [failed(FIRST, "f is wrong", **named), SECOND])
    bob = result_of("bob", [failed(FIRST, "f is wrong", charged="once", **named), SECOND])
    assert [*same_answer([ada, bob], "ada", FIRST.name)] == ["ada", "bob"]


def for_all(answer, **changed):
    row = HALF._replace(student="*", answer=answer, **changed)
    return Adjustments(alike={(row.test, answer): row})


def test_a_row_for_all_reaches_whoever_fails_in_that_way_and_nobody_else():
    bob = result_of("bob", list(ADA.tests), submission_sha256="b0" * 32)
    cyd = result_of("cyd", [failed(FIRST, "f has the wrong value", answer="other"), SECOND])
    dan = result_of("dan", [FIRST, SECOND])
    everyone = for_all("5e5e")
    laid = [everyone.over(each) for each in (ADA, bob, cyd, dan)]
    assert [result.tests[0].score for result in laid] == [HALF.points] * 2 + [0, FIRST.max_score]
    assert everyone.misfits(laid) == []
    everyone.rows["bob"] = {FIRST.name: HALF._replace(student="bob", points=0.25)}
    assert everyone.over(bob).tests[0].score == 0.25
    assert Adjustments().over(laid[0], laid[0]) == ADA


def test_a_row_for_all_survives_a_new_name_of_the_answer_and_is_told():
    adjusted = for_all("5e5e").over(ADA)
    tests = (replace(ADA.tests[0], about=replace(ADA.tests[0].about, answer="new")), SECOND)
    regraded = for_all("5e5e").over(replace(ADA, tests=tests), adjusted)
    assert regraded.score == adjusted.score
    assert for_all("5e5e").over(regraded, regraded) == regraded
    (told,) = for_all("5e5e").misfits([regraded])
    assert "the answers have changed since" in told
    other_work = replace(ADA, tests=tests, about=replace(ADA.about, submission_sha256="00" * 32))
    assert for_all("5e5e").over(other_work, adjusted).score == ADA.score


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"test": "q1.gone"}, "no such test"),
        ({"points": 99.0}, f"worth {FIRST.max_score:g}"),
        ({"answer": "other"}, "nobody fails the test in this way now"),
    ],
)
def test_a_row_for_all_that_fits_nothing_is_told(changed, told):
    everyone = for_all(**({"answer": "5e5e"} | changed))
    laid = everyone.over(ADA)
    assert laid == ADA
    (why,) = everyone.misfits([laid])
    assert told in why


def test_rows_for_all_are_kept_by_answer_and_take_the_place_of_own_ones(tmp_path):
    path = tmp_path / "adjustments.csv"
    write_adjustments(path, [HALF, HALF._replace(student="bob")])
    for answer in ("5e5e", "other", "5e5e"):
        row = HALF._replace(student="*", answer=answer)
        write_adjustments(path, [row], instead_of=[("ada", HALF.test)])
    found = read_adjustments(path)
    assert sorted(found.alike) == [(FIRST.name, "5e5e"), (FIRST.name, "other")]
    assert [*found.rows] == ["bob"]
    assert found.bad == []


def test_written_answers_count_where_the_course_says_so():
    why = Adjustment("ada", "written.why", 7, "well put")
    counting = replace_worth(rows(why), {"written.why": 10, "written.how": 5})
    laid = counting.over(ADA)
    assert (laid.score, laid.about.max_score) == (ADA.score + 7, ADA.about.max_score + 15)
    assert (laid.tests, laid.about.questions) == (ADA.tests, ADA.about.questions)
    given = {answer.name: answer.points for answer in laid.about.written}
    assert given == {"written.how": None, "written.why": 7}
    assert counting.over(laid, laid) == laid == Shared()(to_json(laid))
    shown = rows(why).over(laid, laid)  # the course has changed its mind
    assert (shown.score, shown.about.max_score) == (ADA.score, ADA.about.max_score)
    assert rows().over(shown, shown) == ADA


def test_more_points_than_a_written_question_is_worth_are_told():
    counting = replace_worth(rows(Adjustment("ada", "written.why", 11)), {"written.why": 10})
    laid = counting.over(ADA)
    assert (laid.score, laid.about.written[0].points) == (ADA.score, None)
    assert counting.misfits([laid]) == ["ada, written.why, 11: the question is worth 10"]


def test_lateness_takes_its_share_of_all_points_written_ones_too():
    counting = replace_worth(rows(Adjustment("ada", "written.why", 10)), {"written.why": 10})
    late = counting.over(marked(ADA, read_policy("10%/day").takes(timedelta(hours=1))))
    assert late.about.late.off == (ADA.about.max_score + 10) / 10
    assert late.about.late.earned == ADA.score + 10


def test_the_table_of_grades_has_a_column_for_each_written_question_that_counts():
    why = Adjustment("ada", "written.why", 7)
    counting = replace_worth(rows(why), {"written.why": 10})
    bob = result_of("bob", [FIRST, SECOND])
    table = list(csv.reader(grades_csv([*map(counting.over, (ADA, bob))], ["q1"]).splitlines()))
    assert table[0][5:] == ["q1", "written.why"]
    assert [row[-1] for row in table[1:]] == ["7", ""]
    assert "written" not in grades_csv([rows(why).over(ADA)], ["q1"])


def test_the_table_of_grades_says_who_was_adjusted():
    bob = result_of("bob", [FIRST, SECOND])
    table = list(csv.reader(grades_csv([rows(HALF).over(ADA), bob], ["q1"]).splitlines()))
    assert table[0][-1] == "adjusted"
    assert [row[-1] for row in table[1:]] == ["adjusted", ""]
    assert table[1][2] == f"{ADA.score + HALF.points:g}"
    assert "adjusted" not in grades_csv([bob], ["q1"])
