"""Does a deadline count what a child did itself, and not what the machine kept it from?"""

import os
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from sessions import HANGS, LIMITS

from autograder.sandbox.processes.deadline import FAR, Deadline
from autograder.sandbox.processes.meter import Meter, Usage, own_time

BEFORE = Usage(cpu=1.0, queued={7: 2.0})


@pytest.mark.parametrize(
    ("what", "now", "own"),
    [
        ("alone on a core", Usage(11.0, {7: 2.0}), 10.0),
        ("asleep", Usage(1.0, {7: 2.0}), 10.0),
        ("half of the time in a queue", Usage(6.0, {7: 7.0}), 5.0),
        ("a thread waits for one that queues", Usage(3.0, {7: 2.0, 8: 8.0}), 2.0),
        ("threads that make each other queue", Usage(41.0, {7: 2.0, 8: 9.0, 9: 9.0}), 10.0),
        ("nothing but processor time is told", Usage(4.0, {}), 3.0),
    ],
)
def test_own_time(what, now, own):
    assert own_time(10.0, BEFORE, now, cores=4) == pytest.approx(own)


@pytest.fixture
def punctual(monkeypatch):
    """This process never stands in a queue."""
    monkeypatch.setattr("autograder.sandbox.processes.deadline.queued_here", lambda: 0.0)


class Faked:
    """A child that has the given share of the time that is waited for it, in one way or another."""

    def __init__(self, deadline, share, *, told=True):
        self.deadline, self.share, self.told = deadline, share, told
        self.readings = 0

    def usage(self, *, of_threads=False):
        self.readings += 1
        waited = self.deadline._waited
        return Usage(self.share * waited, {1: (1 - self.share) * waited}) if self.told else None

    def wait(self):
        """Wait until the deadline gives up; how long that took."""
        total = 0.0
        while (left := self.deadline.left(self)) > 1e-6:
            self.deadline.spend(left)
            total += left
        return total


@pytest.mark.usefixtures("punctual")
@pytest.mark.parametrize(("share", "times"), [(1.0, 1), (0.5, 2), (0.2, 5), (0.01, FAR)])
def test_what_was_not_its_own_is_given_on_top(share, times):
    deadline = Deadline(2.0)
    assert Faked(deadline, share).wait() == pytest.approx(2.0 * times, rel=1e-3)


@pytest.mark.usefixtures("punctual")
def test_one_who_cannot_be_read_ends_as_well():
    deadline = Deadline(2.0)
    assert Faked(deadline, 1.0, told=False).wait() == pytest.approx(2.0 * FAR)


@pytest.mark.usefixtures("punctual")
def test_who_answers_in_time_is_read_once():
    deadline = Deadline(2.0)
    child = Faked(deadline, 0.5)
    for _ in range(10):
        assert deadline.left(child) > 0
        deadline.spend(0.1)
    assert child.readings == 1


@pytest.mark.usefixtures("punctual")
def test_a_deadline_serves_one_child_after_the_other():
    """What the first was forgiven stays; the second starts from what it has had before."""
    deadline = Deadline(2.0)
    first, second = Faked(deadline, 0.5), Faked(deadline, 1.0)
    deadline.spend(deadline.left(first))
    assert deadline.used == pytest.approx(1.0)
    assert second.wait() == pytest.approx(1.0)


@pytest.mark.usefixtures("punctual")
def test_a_deadline_can_be_shortened():
    deadline = Deadline(5.0)
    child = Faked(deadline, 0.5)
    deadline.left(child)
    deadline.spend(1.0)
    deadline.shorten(1.0)
    assert child.wait() == pytest.approx(3.0)


def test_we_may_be_late_to_listen(monkeypatch):
    ours = iter([3.0, 4.5])
    monkeypatch.setattr("autograder.sandbox.processes.deadline.queued_here", lambda: next(ours))
    deadline = Deadline(2.0)
    deadline.spend(deadline.left(Faked(deadline, 0.5)))
    assert deadline.used < 0.6


@pytest.mark.usefixtures("punctual")
def test_used():
    deadline = Deadline(5.0)
    assert deadline.left(Faked(deadline, 0.25)) == 5.0
    deadline.spend(4.0)
    assert deadline.used == pytest.approx(1.0)


BUSY = """
import threading, time
def burn():
    end = time.process_time() + 0.2
    while time.process_time() < end: pass
thread = threading.Thread(target=burn)
thread.start()
thread.join()
print(flush=True)
input()
"""


@pytest.fixture
def busy():
    """A process that has burnt 0.2 s in a thread, and sleeps."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=pipe, stdout=pipe) as process:
        process.stdout.readline()
        yield process
        process.kill()


def test_a_meter_reads_what_the_kernel_tells(busy):
    meter = Meter(busy.pid)
    first, second = meter.read(), meter.read(of_threads=True)
    assert 0.2 <= first.cpu <= second.cpu
    assert first.queued.keys() == second.queued.keys() == {busy.pid}
    meter.close()


def test_a_meter_of_the_dead_reads_nothing(busy):
    meter = Meter(busy.pid)
    busy.kill()
    busy.wait()
    assert meter.read() is None
    assert Meter(busy.pid).read() is None
    meter.close()


def test_a_meter_reads_all_threads():
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        told = Meter(os.getpid()).read(of_threads=True).queued
        assert {thread.native_id for thread in threads} <= told.keys()
    finally:
        stop.set()


def test_without_files_of_the_kernel_processor_time_is_left():
    meter = Meter.__new__(Meter)
    meter._pid, meter._file = os.getpid(), None
    assert meter.read(of_threads=True).queued == {}


BURN = """
import threading, time

def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
    return seconds

def burn_in_a_thread(seconds):
    thread = threading.Thread(target=burn, args=(seconds,))
    thread.start()
    thread.join()
    return seconds

def ask(question, count):
    return sum(question(1.0) for _ in range(count))
"""


@pytest.fixture
def crowd():
    """Sixteen processes that want all of the machine."""
    command = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(command) for _ in range(16)]
    yield
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.usefixtures("crowd")
def test_on_a_crowded_machine_a_submission_has_its_own_time(load):
    """Whoever needs 60 % of it has enough, and whoever needs more than all of it has not."""
    limits = replace(LIMITS, test_seconds=0.5)
    session = load(BURN, "burn", "burn_in_a_thread", "ask", limits=limits)
    for name in ("burn", "burn_in_a_thread"):
        session.begin_test()
        assert session.call(name, (0.3,)) == 0.3
        assert session.failure(name, 60.0).message == f"{name} did not finish within 0.5 s"
    session.begin_test()
    assert session.call("ask", (lambda x: x, 200)) == 200


HANGS_IN_MANY_THREADS = """
import threading, time
import numpy as np

def burn():
    x = np.ones((300, 300))
    while True: x @ x

def f():
    for _ in range(12): threading.Thread(target=burn, daemon=True).start()
    time.sleep(600)
"""


@pytest.mark.slow
def test_threads_that_crowd_each_other_gain_nothing(load, monkeypatch):
    """They would, if the time that each of them stands in a queue were given on top."""
    monkeypatch.setattr("autograder.sandbox.processes.deadline.FAR", 1_000)
    session = load(HANGS_IN_MANY_THREADS, "f", limits=HANGS)
    assert session.failure("f").reason == "timeout"
