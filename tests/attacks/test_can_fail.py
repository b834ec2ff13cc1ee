"""Would the attacks be noticed if a check, or every wall, were missing?"""

import builtins
import contextlib
import signal
import sys
from pathlib import Path

import pytest

from autograder.sandbox import callback, failure, loading, observation
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.processes.pool import Child, Zygote
from autograder.sandbox.session import Session

from . import test_attacks as tests
from .corpus import LYING, REACHING, attacks
from .ground import walled
from .plain import as_plain_user

README = Path(__file__).with_name("README.md")
ALL = {str(attack): attack for attack in attacks("values", "frames", "hangs", "loads")}
TEST_OF = {
    "values": tests.test_no_lie_is_judged_right,
    "frames": tests.test_no_lie_is_judged_right,
    "hangs": tests.test_every_attack_on_time_ends,
    "loads": tests.test_no_attack_at_load_holds_the_grader,
}


def guard_each_byte_only(child, operation, deadline):
    """Give every byte a little time of its own, so that the next one always comes in time."""
    try:
        child._connection.settimeout(max(deadline.left(child), 0.2))
        return operation()
    except TimeoutError:
        child._late()
    except OSError:
        child._end()


def take_any_answer(this, number, callbacks):
    """Take an answer to whatever question."""
    while (reply := this._receive()[0])["op"] == "callback":
        this._send(callback.answer(reply, callbacks), callbacks)
    return reply


def repeat_reason(name, why, limits):
    """Pass the worker's words on as ours."""
    return CallFailed("wrong_type", f"{name} returned a value that cannot be graded: {why}")


CLASSES = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
EVERY_ERROR = {name: kind for name, kind in CLASSES.items() if issubclass(kind, Exception)}
MISSING = {
    "deadline": [(Child, "_guard", guard_each_byte_only)],
    "number of the question": [(Session, "_reply", take_any_answer)],
    "words of our own": [(observation, "refused", repeat_reason)],
    "errors made of a message": [(failure, "STANDARD_ERRORS", EVERY_ERROR)],
    "limit on text": [(failure, "TEXT_LIMIT", 1 << 40)],
    "both ends of a load": [
        (Child, "_guard", guard_each_byte_only),
        (loading, "MOST_WEIGHT", 1 << 60),
    ],
}


class TakesTooLong(Exception):
    """No TimeoutError, which the grader would take for one of its own."""


@contextlib.contextmanager
def within(seconds):
    """Stop a test that does not end."""

    def stop(*_):
        raise TakesTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("check", "attack"),
    [
        ("deadline", "hangs.drip"),
        ("both ends of a load", "loads.running_for_ever"),
        ("number of the question", "frames.other_number"),
        ("words of our own", "frames.forged_refusal"),
        ("errors made of a message", "values.strange_exceptions"),
        ("errors made of a message", "values.unprintable_exception"),
        ("errors made of a message", "frames.forged_exception"),
        ("limit on text", "loads.long_report"),
    ],
)
def test_a_missing_check_is_noticed(check, attack, ground, monkeypatch):
    """Does the attack's test fail without the check, and pass with it?"""
    zygote, test = Zygote("medium"), TEST_OF[attack.split(".")[0]]
    try:
        test(ALL[attack], zygote, ground, None)
        for missing in MISSING[check]:
            monkeypatch.setattr(*missing)
        with pytest.raises(Exception), within(8):  # noqa: PT011, B017 - however it shows
            test(ALL[attack], zygote, ground, None)
    finally:
        monkeypatch.undo()
        zygote.close()


def table():
    """The rows of README.md: by attack, how it fares without walls."""
    rows = [line.split("|") for line in README.read_text().splitlines() if line.startswith("| ")]
    rows = [row for row in rows if row[1].strip() not in ("attack", "---")]
    return {row[1].strip(): [cell.strip() for cell in row[4:6]] for row in rows if len(row) == 7}


def test_every_attack_is_in_the_table():
    """Does the record of what happens without walls name the attacks there are?"""
    found = [attack for attack in attacks("traces") if attack.name.startswith("find_")]
    every = attacks(*REACHING, *LYING, "hangs", "loads") + found
    assert sorted(table()) == sorted(map(str, every))


def gets_through(verdicts):
    return any("gets through" in verdict or "the grader" in verdict for verdict in verdicts)


@pytest.mark.slow
def test_attacks_get_through_without_walls():
    """Does every attack still get through without walls that is recorded as doing so?"""
    with walled(off=True):
        done = as_plain_user([sys.executable, "-m", "attacks.walls_off"])
    assert done.returncode == 0, done.stderr
    lines = [line.split("|") for line in done.stdout.splitlines()[2:]]
    now = {cells[1].strip(): cells[4:6] for cells in lines}
    lost = [
        name for name, before in table().items() if gets_through(before) > gets_through(now[name])
    ]
    # What an unwalled process may ask of its kernel differs between kernels.
    assert [name for name in lost if not name.startswith("kernel.")] == []
