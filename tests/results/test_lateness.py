"""Lateness: is a policy read as it is meant, is only what a system says believed, does it last?"""

from datetime import UTC, datetime, timedelta

import pytest
from classroom import cases_of_hw1, failed, passed, result_of

from autograder.results.adjustments import Adjustment, Adjustments
from autograder.results.late_policy import (
    PolicyError,
    duration,
    lateness,
    marked,
    read_policy,
)
from autograder.results.results_json import Shared, from_json, to_json
from autograder.results.tables.grades_csv import grades_csv
from autograder.results.tables.roster import Roster
from autograder.submissions.submission import Submission

TESTS = [passed(*case) for case in cases_of_hw1()]
ADA = result_of("ada", [failed(TESTS[0], "wrong"), *TESTS[1:]])
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEN = read_policy("10%/day,max 3")


def exported(file, student="ada", handed_in=None):
    return Submission(student, file, b"", exported=True, handed_in=handed_in)


def over(result, *rows):
    return Adjustments({row.student: {row.test: row} for row in rows}).over(result)


@pytest.mark.parametrize(
    ("policy", "by", "share"),
    [
        ("10%/day", timedelta(seconds=1), 0.1),
        ("10%/day", DAY, 0.1),
        ("10%/day", DAY + timedelta(seconds=1), 0.2),
        ("10%/day", 30 * DAY, 1.0),
        ("10%/day,max 3", 30 * DAY, 0.3),
        ("10 % / day, max 3 days", 2 * DAY, 0.2),
        ("2.5%/hour,max 4", 90 * timedelta(minutes=1), 0.05),
        ("10%/day,max 3,due 2026-11-02 23:59", None, 0.1),
    ],
)
def test_every_day_that_began_costs(policy, by, share):
    assert read_policy(policy).takes(by).share == pytest.approx(share)


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("", "no rate"),
        ("ten percent", "no rate"),
        ("10/day", "no rate"),
        ("0%/day", "no rate"),
        ("110%/day", "no rate"),
        ("10%/week", "no rate"),
        ("10%/day,max", "'max'"),
        ("10%/day,max 0", "'max 0'"),
        ("10%/day,max 3 hours", "'max 3 hours'"),
        ("10%/day,due tomorrow", "'tomorrow' is no time"),
        ("10%/day,due 9999-12-31 23:59-23:59", "is no time"),
        ("10%/day;max 3", "no rate"),
    ],
)
def test_a_policy_that_cannot_be_read_is_told_with_an_example(policy, told):
    with pytest.raises(PolicyError, match="10%/day,max 3") as error:
        read_policy(policy)
    assert told in str(error.value)


def test_gradescope_needs_the_due_date_and_is_exact():
    came = datetime(2026, 11, 3, 1, tzinfo=UTC)
    ada = exported("submission_7/hw1.py", handed_in=came)
    bob = exported("submission_8/hw1.py", "bob", came - 2 * HOUR)
    with pytest.raises(PolicyError, match="due"):
        lateness(TEN, [ada, bob], None)
    policy = read_policy("10%/day,max 3,due 2026-11-03T00:30+01:00")
    late, told = lateness(policy, [ada, bob], None)
    assert (list(late), told) == (["ada"], [])
    assert late["ada"].by == "1 hour 30 minutes"


def test_canvas_marks_and_says_no_more():
    late, told = lateness(
        TEN,
        [exported("loveada_LATE_12_34_hw1.py"), exported("hobob_13_35_hw1.py", "bob")],
        None,
    )
    assert (late["ada"].share, late["ada"].by, list(late)) == (0.1, "", ["ada"])
    assert len(told) == 1
    assert told[0].startswith("ada: the export marks it late")


MOODLE = {
    "Ada Love": "Submitted for grading - 1 day 2 hours late - Extension granted until: 3 May",
    "Bob Ho": "Submitted for grading",
    "Cyd Old": "",
}


def test_moodle_says_it_in_its_grading_sheet():
    rows = [
        {"Identifier": f"Participant {n}", "Full name": name, "Status": status}
        for n, (name, status) in enumerate(MOODLE.items())
    ]
    sheet = Roster(["Identifier", "Full name", "Status"], rows)
    found = [
        exported(f"{name}_{n}_assignsubmission_file_/hw1.py", name) for n, name in enumerate(MOODLE)
    ]
    late, told = lateness(TEN, found, sheet)
    assert {name: each.by for name, each in late.items()} == {"Ada Love": "1 day 2 hours"}
    assert late["Ada Love"].share == pytest.approx(0.2)
    assert [line.split(":")[0] for line in told] == ["Cyd Old"]
    with pytest.raises(PolicyError, match="--roster"):
        lateness(TEN, found, None)


def test_of_other_files_nobody_knows():
    with pytest.raises(PolicyError, match="no learning system"):
        lateness(TEN, [Submission("ada", "LATE_12_34_hw1.py", b"")], None)
    assert lateness(TEN, [], None) == ({}, [])


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (DAY + HOUR, "1 day 1 hour"),
        (2 * DAY, "2 days"),
        (timedelta(seconds=1), "1 minute"),
        (2 * DAY + timedelta(minutes=5), "2 days 5 minutes"),
    ],
)
def test_durations_as_people_say_them(by, told):
    assert duration(by) == told


def test_points_of_tests_stay_and_the_score_falls():
    late = over(marked(ADA, TEN.takes(1.5 * DAY)))
    assert (late.tests, late.about.questions) == (ADA.tests, ADA.about.questions)
    assert late.score == ADA.score - 20
    assert (late.about.late.earned, late.about.late.lost) == (ADA.score, 20)
    assert from_json(to_json(late)) == Shared()(to_json(late)) == late


def test_what_was_taken_off_comes_back_whole():
    late = over(marked(ADA, TEN.takes(DAY)))
    assert over(late) == late
    assert over(marked(late, TEN.takes(DAY))) == late
    assert over(marked(late, None)) == ADA


def test_nobody_falls_below_nothing_and_points_by_hand_count_first():
    poor = result_of("ada", [failed(TESTS[0], "wrong")])
    assert poor.score == 0
    late = over(marked(poor, TEN.takes(DAY)))
    assert (late.score, late.about.late.lost) == (0, 0)
    given = over(late, Adjustment("ada", TESTS[0].name, TESTS[0].max_score))
    assert given.about.late.earned == TESTS[0].max_score
    assert given.score == max(0, TESTS[0].max_score - 10)


def test_staff_may_take_off_less():
    excused = over(marked(ADA, TEN.takes(DAY)), Adjustment("ada", "late", 0, "ill"))
    assert (excused.score, excused.about.late.reason) == (ADA.score, "ill")
    (told,) = Adjustments({"ada": {"late": Adjustment("ada", "late", 0)}}).misfits([ADA])
    assert "no late policy" in told


def test_what_was_not_graded_is_not_late():
    unreadable = result_of("ada", [], "the file is empty", "unreadable")
    assert marked(unreadable, TEN.takes(DAY)) == unreadable


def test_the_table_has_a_column_of_what_was_taken_off():
    table = grades_csv([over(marked(ADA, TEN.takes(DAY))), result_of("bob", TESTS)], ["q1"])
    header, ada, bob = table.splitlines()
    assert header.endswith(",q1,late,deducted")
    assert ada.endswith(f",{ADA.about.questions['q1']},late,10")
    assert bob.endswith(",,")
    assert "deducted" not in grades_csv([ADA], ["q1"])
