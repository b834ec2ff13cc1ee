"""What a course takes off for lateness: `10%/day,max 3`, and how late whose submission was.

Only what a learning system says of time is believed. The times of files in a zip are those of the
download, and those of a folder tell when it was unpacked.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from msgspec import UNSET
from msgspec.structs import replace

from autograder.results.beside import Late
from autograder.results.result import Result
from autograder.results.tables.roster import Roster
from autograder.submissions.submission import Submission

RATE = re.compile(r"(?P<percent>\d{1,3}(\.\d+)?) ?% ?/ ?(?P<unit>day|hour)")
MOST = re.compile(r"max (?P<most>[1-9]\d{0,3})( (?P<unit>day|hour)s?)?")
DUE = re.compile(r"due (?P<due>.+)")
UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1)}
LIKE = 'write it like "10%/day,max 3" or "10%/day,max 3,due 2026-11-02 23:59"'
MARK_ALONE = "the export marks it late and not how late: the first {} is taken off"
NO_DUE = "Gradescope says when it came, not when it was due: add `,due 2026-11-02 23:59`"
NO_SHEET = "Moodle says it in its grading sheet: give --format moodle --roster FILE"
NO_STATUS = "Moodle's grading sheet has no Status of it"
NO_TIME = "no learning system says when it came"


class PolicyError(Exception):
    """A policy cannot be read, or says nothing of this class; the text says why."""


class Untold(Exception):
    """Nothing says how late a submission was; the text says why."""


@dataclass(frozen=True)
class LatePolicy:
    """So many percent of all points there are, for each unit that began, up to `most` units."""

    text: str
    percent: float
    unit: str
    most: int | None = None
    due: datetime | None = None

    def takes(self, by: timedelta | None) -> Late:
        """What is taken off for coming so late; None is late by nobody knows how much."""
        begun = 1 if by is None else ceil(by / UNITS[self.unit])
        charged = begun if self.most is None else min(begun, self.most)
        told = "" if by is None else duration(by)
        return Late(policy=self.text, by=told, share=min(1.0, self.percent / 100 * charged))


def read_policy(text: str) -> LatePolicy:
    """The policy that a text says. Raises PolicyError."""
    first, *others = (part.strip() for part in text.split(","))
    rate = RATE.fullmatch(first)
    if not rate or not 0 < float(rate["percent"]) <= 100:
        raise PolicyError(f"{first!r} is no rate such as 10%/day or 2%/hour; {LIKE}")
    most = due = None
    for part in others:
        if (found := MOST.fullmatch(part)) and found["unit"] in (None, rate["unit"]):
            most = int(found["most"])
        elif found := DUE.fullmatch(part):
            due = moment(found["due"])
        else:
            raise PolicyError(f"{part!r} is no number of {rate['unit']}s and no due date; {LIKE}")
    return LatePolicy(text.strip(), float(rate["percent"]), rate["unit"], most, due)


def moment(text: str) -> datetime:
    """A time; one without an offset is of this machine's zone. Raises PolicyError."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise PolicyError(f"{text!r} is no time such as 2026-11-02 23:59; {LIKE}") from None


def duration(by: timedelta) -> str:
    """2 days 3 hours, 40 minutes: the two largest units, the smallest rounded up."""
    minutes = ceil(by / timedelta(minutes=1))
    parts = [("day", minutes // 1440), ("hour", minutes // 60 % 24), ("minute", minutes % 60)]
    said = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in parts if count]
    return " ".join(said[:2])


def lateness(
    policy: LatePolicy, submissions: list[Submission], roster: Roster | None
) -> tuple[dict[str, Late], list[str]]:
    """What is taken off by student, and what the staff has to be told.

    Raises PolicyError where nothing can be told of anybody.
    """
    late: dict[str, Late] = {}
    untold, told = [], []
    for submission in submissions:
        try:
            by = how_late(submission, policy.due, roster)
        except Untold as why:
            untold.append(why)
            told.append(f"{submission.student}: nothing taken off: {why}")
            continue
        if by is None:
            told.append(f"{submission.student}: {MARK_ALONE.format(policy.unit)}")
        if by is None or by > timedelta():
            late[submission.student] = policy.takes(by)
    if untold and len(untold) == len(submissions):
        raise PolicyError(str(untold[0]))
    return late, told


def how_late(
    submission: Submission, due: datetime | None, roster: Roster | None
) -> timedelta | None:
    """By how much; None where it is late and nobody knows by how much. Raises Untold."""
    came = submission.origin
    if came and came.system == "canvas":
        return None if came.late else timedelta()
    if came and came.system == "moodle":
        if roster is None:
            raise Untold(NO_SHEET)
        rows = roster.matches(submission)
        by = roster.lateness(rows[0]) if len(rows) == 1 else None
        if by is None:
            raise Untold(NO_STATUS)
        return by
    if submission.handed_in is None:
        raise Untold(NO_TIME)
    if due is None:
        raise Untold(NO_DUE)
    return submission.handed_in - due


def marked(result: Result, late: Late | None) -> Result:
    """A result with what lateness takes off, and with nothing that another policy took.

    The score is as before the deduction; `Adjustments.over` makes it.
    """
    if result.status != "graded":
        return result
    score = result.about.late.earned if result.about.late else result.score
    new = replace(late, earned=score) if late else UNSET
    return replace(result, score=score, about=replace(result.about, late=new))
