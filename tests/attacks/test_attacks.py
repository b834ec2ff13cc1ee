"""Does every attack end as it should: nothing gained, told or left, and nobody else hurt?"""

import os
import sys
import time

import pytest

from .attempt import LIMITS, PATIENT, X, ask, judged_right, send_home, served_as_if_alone
from .corpus import LYING, REACHING, attacks, source
from .ground import gone, processes, resident_mib, walled
from .plain import as_plain_user

# How it fails, where the system does not simply say no.
OTHERWISE = {
    "processes.other_numbers": ("crash",),  # SIGSYS
    "limits.memory_bomb": ("memory",),
    "limits.many_small_allocations": ("memory",),
    "limits.thread_bomb": ("exception",),
    "limits.many_large_files": ("crash", "timeout"),  # a busy machine may be too slow
    "limits.many_files": ("crash", "timeout"),
    "limits.recursion": ("timeout", "crash", "memory"),
}
NAMES_ONLY = "files.stat_hidden_test"  # what medium lets through
GROWTH_MIB = 64
TEXT = 10_000  # the most that is kept of what a submission says
SPARE_SECONDS = 30.0  # for a busy machine; what hangs would take 60 or more


def test_the_best_tier_is_tested(why_not_strong):
    """Is it told where the walls that are tested are not the best?"""
    if why_not_strong:
        pytest.skip(f"THE TIER STRONG IS NOT TESTED HERE: {why_not_strong}")


@pytest.fixture
def peace(zygote, ground, memory):
    """Checks after the attack that it left nothing behind and that the next one is served."""
    with walled():
        send_home(zygote)
        before, folder = ground.look(), zygote._process.folder
        count = len(processes(folder))
        yield
        assert served_as_if_alone(zygote), "the next submission suffers"
        send_home(zygote)
        now = zygote._process.folder
        assert now == folder or gone(folder), "a worker that was replaced left something"
        assert len(processes(now)) == count, "a process was left"
        assert zygote.tier == "strong" or not os.listdir(now), "a file was left where it worked"
        assert ground.look() == before
        assert resident_mib() < memory + GROWTH_MIB, "the grader's memory grew"


@pytest.mark.parametrize("attack", attacks(*REACHING), ids=str)
def test_no_attack_gets_through(attack, zygote, ground, peace):
    """Is it refused by the system, or stopped by a limit?"""
    expected = OTHERWISE.get(str(attack), ())
    limits = LIMITS if "timeout" in expected else PATIENT
    outcome = ask(zygote, attack.source, attack.name, ground.world, limits=limits)
    assert ground.canary not in outcome.all_text
    if str(attack) == NAMES_ONLY and zygote.tier == "medium":
        return
    assert outcome.failure is not None, f"got through: {outcome.value}"
    assert outcome.failure.reason in expected or outcome.refused, outcome.all_text


@pytest.mark.parametrize("attack", attacks(*LYING), ids=str)
def test_no_lie_is_judged_right(attack, zygote, ground, peace):
    """Is a wrong answer wrong, whatever comes with it, and are inputs kept from the student?"""
    started = time.monotonic()
    outcome = ask(zygote, attack.source, attack.name, X.copy())
    assert not judged_right(outcome)
    assert "canary" not in outcome.told
    assert len(outcome.all_text) < TEXT
    assert time.monotonic() - started < LIMITS.load_seconds + LIMITS.test_seconds + SPARE_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("attack", attacks("hangs"), ids=str)
def test_every_attack_on_time_ends(attack, zygote, ground, peace):
    """Does it end in time, as a timeout or a crash?"""
    started = time.monotonic()
    outcome = ask(zygote, attack.source, attack.name, lambda: 0.0)
    assert outcome.failure is not None, f"got through: {outcome.value}"
    assert outcome.failure.reason in ("timeout", "crash") or outcome.refused, outcome.all_text
    assert time.monotonic() - started < LIMITS.test_seconds + SPARE_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("attack", attacks("loads"), ids=str)
def test_no_attack_at_load_holds_the_grader(attack, zygote, ground, peace):
    """Is a submission that attacks as soon as it is loaded done with in time?"""
    started = time.monotonic()
    outcome = ask(zygote, f"{attack.source}\n{attack.name}()\n", "answer", X.copy())
    assert not judged_right(outcome)
    assert len(outcome.all_text) < TEXT
    assert time.monotonic() - started < 4 * LIMITS.load_seconds + SPARE_SECONDS


@pytest.mark.parametrize("what", ["files", "memory", "modules", "thread"])
def test_nothing_passes_from_one_submission_to_the_next(what, zygote, ground, peace):
    """Does the second submission find nothing of the first?"""
    ask(zygote, source("traces"), f"leave_{what}", ground.world, limits=PATIENT)
    outcome = ask(zygote, source("traces"), f"find_{what}", ground.world, limits=PATIENT)
    assert outcome.refused, outcome.all_text or outcome.value


@pytest.mark.skipif(os.geteuid() != 0, reason="this is a plain user already")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("marked", "tests"),
    [
        ("not slow", "best_tier or one_submission_to_the_next"),
        ("not slow", "no_attack_gets_through"),
        ("slow", "no_attack_gets_through or one_submission_to_the_next"),
    ],
    ids=["what stays", "attacks", "all that is slow"],  # no name that is selected
)
def test_a_plain_user_is_as_safe(marked, tests):
    """Do the walls hold when a plain user grades, whose own the files and processes are?"""
    arguments = ["-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-m", marked]
    arguments += ["-k", tests, __file__]
    done = as_plain_user([sys.executable, "-m", "pytest", *arguments])
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "skipped" not in done.stdout or os.environ.get("AUTOGRADER_TIER"), done.stdout[-3000:]
