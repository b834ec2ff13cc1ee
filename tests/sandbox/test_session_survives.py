"""Does a session survive whatever a submission does to its process, its time and its memory?"""

import itertools
import time
from dataclasses import replace
from unittest import mock

import click
import numpy as np
import pytest
from sessions import HANGS, LIMITS, PATIENCE

from autograder.cli.settings import limits_from_environment
from autograder.sandbox.loading import Loading
from autograder.sandbox.processes.deadline import Deadline
from autograder.sandbox.processes.pool import ChildDied, Limits, SandboxError
from autograder.sandbox.session import MAX_HANGS, MAX_LOST, PATIENT_HANGS
from autograder.sandbox.walls.limits import Exit
from autograder.sandbox.worker.wire import decode, encode


@pytest.mark.parametrize(
    ("how", "reason", "told"),
    [
        ("os._exit(0)", "crash", "f ended the process itself (exit code 0)"),
        ("os._exit(3)", "crash", "f ended the process itself (exit code 3)"),
        ("ctypes.string_at(0)", "crash", "f was ended by SIGSEGV"),
        ("os.close(3)", "crash", "f"),
        ("time.sleep(60)", "timeout", "f did not finish within 0.4 s"),
        ("sys.exit(0)", "exception", "f raised an exception"),
        ("np.ones(1 << 28)", "memory", "f used more than 1 GiB of memory"),
    ],
)
def test_a_killed_child_costs_one_call(load, how, reason, told):
    """Is only the call lost in which the process ended, and the reason told?"""
    source = f"import ctypes, os, sys, time\nimport numpy as np\ndef f(): {how}\ndef g(): return 7"
    session = load(source, "f", "g", limits=HANGS if reason == "timeout" else LIMITS)
    lost = session.failure("f")
    assert lost.reason == reason
    assert lost.message.startswith(told)
    assert session.ask("g") == 7
    assert session.problems == []


@pytest.mark.slow
def test_a_function_that_hangs_gets_less_time_and_is_given_up(load, monkeypatch):
    """A hang costs one test, but a submission of hangs must not take the night."""
    monkeypatch.setattr("autograder.sandbox.session.IMPATIENT_SECONDS", 0.05)
    session = load("def f(n):\n    while n: pass", "f", limits=HANGS)
    told = [session.failure("f", 1).message for _ in range(MAX_HANGS)]
    assert told[PATIENT_HANGS - 1] != told[PATIENT_HANGS] == "f did not finish within 0.05 s"
    assert session.failure("f", 0).message == "f is not called: too many calls did not finish"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "ends"),
    [("ctypes.string_at(0)", True), ("os.write(3, bytes(99))", True), ("os._exit(1)", False)],
)
def test_a_function_that_kills_its_worker_is_given_up(load, how, ends):
    """A worker takes half a second to start, and there are hundreds of calls."""
    source = f"import ctypes, os\ndef f(n):\n    if n: {how}\n    return n\ndef g(): return 7"
    session = load(source, "f", "g")
    assert {session.failure("f", 1).reason for _ in range(MAX_LOST)} == {"crash"}
    if ends:
        assert session.failure("f", 0).message == "f ended the process"
    else:
        assert session.ask("f", 0) == 0
    assert session.ask("g") == 7
    assert session.is_untroubled != ends  # what it comes to now says nothing of another


@pytest.mark.slow
def test_a_function_that_hung_may_still_answer(load, monkeypatch):
    session = load("def f(n):\n    while n: pass", "f", limits=HANGS)
    for _ in range(PATIENT_HANGS + 1):
        assert session.failure("f", 1).reason == "timeout"
    session.limits = LIMITS
    monkeypatch.setattr("autograder.sandbox.session.IMPATIENT_SECONDS", PATIENCE)
    assert session.ask("f", 0) is None


@pytest.mark.parametrize("statement", ["while True: pass", "os._exit(1)", "ctypes.string_at(0)"])
def test_a_statement_that_kills_the_load_is_left_out(load, statement):
    """Is everything else defined when one statement hangs or kills, and is that one named?"""
    source = f"import os, ctypes\ndef f(): return 1\n{statement}\ndef g(): return 2"
    limits = Limits(load_seconds=2.0 if "while" in statement else PATIENCE, test_seconds=PATIENCE)
    session = load(source, "f", "g", limits=limits)
    assert (session.ask("f"), session.ask("g")) == (1, 2)
    assert [problem.line for problem in session.problems] == [3]


def test_statements_that_fail_cost_themselves(load):
    """Does a failing statement at load cost nothing but what it would have defined?"""
    session = load("x = 1 / 0\nimport torch\ndef f(): return 1\nraise SystemExit", "f")
    assert session.ask("f") == 1
    texts = [problem.message for problem in session.problems]
    assert [text.split(":")[0] for text in texts] == [
        "ZeroDivisionError",
        "ModuleNotFoundError",
        "SystemExit",
    ]


def test_a_submission_may_be_beyond_loading(load):
    """Is one that hangs at every statement given up in time?"""
    session = load("import os\n" + "os._exit(1)\n" * 10, "f")
    assert session.failure("f").reason in ("crash", "missing")


@pytest.mark.slow
def test_memory_limit_can_be_set(load):
    """Is a lower limit on memory obeyed, and named?"""
    source = "import numpy as np\ndef f(): return float(np.ones(80 << 20).sum())"
    session = load(source, "f", limits=replace(LIMITS, memory_mib=768))
    assert session.ask("f") == 80 << 20
    session.close()
    session = load(source, "f", limits=replace(LIMITS, memory_mib=128))
    assert session.failure("f").message == "f used more than 0.125 GiB of memory"


HONEST = """
import threading
import numpy as np

def array(): return float(np.ones(900 << 17)[-1])

def threads():
    gone, ready = threading.Event(), threading.Barrier(61)
    def work():
        np.ones((300, 300)) @ np.ones((300, 300))
        ready.wait()
        gone.wait()
    threads = [threading.Thread(target=work) for _ in range(60)]
    for thread in threads: thread.start()
    ready.wait()
    gone.set()
    for thread in threads: thread.join()
    return len(threads)
"""


@pytest.mark.slow
def test_much_that_is_honest_has_room(load):
    """An array of 900 MiB is less than 1 GiB, and 60 threads are not many."""
    session = load(HONEST, "array", "threads")
    assert session.ask("array") == 1.0
    assert session.ask("threads") == 60


def test_files_may_be_written_but_not_too_many(load, tier):
    """Can a submission write files and folders of its own, up to the limit?

    In `medium` it cannot remove them: what is removed and open would not be counted.
    """
    source = """if 1:
        import os, tempfile, time
        def f():
            os.makedirs("plots/first")
            open("plots/first/a.txt", "w").write("text")
            with tempfile.NamedTemporaryFile(delete=DELETE) as file:
                file.write(b"x")
            return open("plots/first/a.txt").read() + os.path.expanduser("~")[-1:]
        def g():
            for number in range(5):
                open(str(number), "wb").write(bytes(20 << 20))
            time.sleep(600)
    """
    source = source.replace("DELETE", str(tier == "strong"))
    session = load(source, "f", "g")
    assert session.ask("f").startswith("text")
    lost = session.failure("g")
    assert lost.message == "g wrote more than 64 MiB of files" or isinstance(lost, OSError)


def test_a_test_does_not_pay_for_a_restart(load):
    """Has a call its whole time when the child has to be started and loaded again before it?"""
    source = "import os, time\ntime.sleep(0.5)\ndef end(): os._exit(0)\ndef f(): return 1"
    session = load(source, "end", "f")
    session.failure("end")
    session.allow(0.4)
    assert session.call("f", ()) == 1


def test_a_slow_load_is_not_repeated_for_ever(load, monkeypatch):
    """110 tests that each end the process would load a slow submission 110 times."""
    monkeypatch.setattr("autograder.sandbox.loads.MAX_LOAD_TIMES", 0.5 / PATIENCE)
    source = "import os, time\ntime.sleep(0.2)\ndef end(): os._exit(0)"
    session = load(source, "end")
    told = [session.failure("end").message for _ in range(12)]
    assert told[0].startswith("end ended the process itself")
    assert told[-1] == "the submission cannot be loaded"


def test_a_signal_without_a_name_ends_a_child_like_any_other():
    assert str(Exit(status=40)) == "was ended by signal 40"
    assert str(Exit(status=9)) == "was ended by SIGKILL"


REPORT = {"op": "loaded", "problems": [], "defined": [], "missing": []}
LIES = [
    {"op": "running", "at": (0, 10**9 * 5), "line": 1},
    {"op": "running", "at": 3},
    {"op": "cut", "at": (0, 0), "line": 1},
    {"op": "cut", "at": (0, -1), "line": 1, "seconds": 1.0},
    {"op": "cut", "at": (0, 0), "line": 1, "seconds": float("nan")},
    {"op": "cut", "at": (0, 0), "line": 1, "seconds": np.ones(2)},
    REPORT | {"problems": np.zeros(9)},
    REPORT | {"problems": [("cell", 1, np.zeros(9), True)]},
    REPORT | {"problems": [("cell", 1.0, "text", True)]},
    REPORT | {"problems": [("cell", 1, "text", 1)]},
    REPORT | {"problems": [("cell", 1, "text")]},
    REPORT | {"defined": [np.zeros(2), "f"]},
    REPORT | {"missing": None},
    REPORT | {"missing": [(0, 0, [np.zeros(9)])]},
    REPORT | {"missing": [(0, 0, "text")]},
    REPORT | {"missing": [[0, 0, []]]},
    {"op": "returned"},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_load_that_lies_is_no_load(lie):
    """Is a child that reports what no child reports ended, and nothing of it unrolled here?"""
    child = mock.Mock(receive_frame=lambda _: b"", message=lambda _: lie)
    child.protocol_error.side_effect = ChildDied(Exit())
    with pytest.raises(ChildDied):
        Loading().listen(child, Deadline(1.0), ["f"])


def test_a_load_may_not_say_without_end_what_it_cut_off():
    """It is kept here, and its time is long."""
    places = ((0, number) for number in itertools.count())
    told = {"op": "cut", "line": 1, "seconds": 1.0}
    child = mock.Mock(receive_frame=lambda _: b"", message=lambda _: told | {"at": next(places)})
    child.protocol_error.side_effect = ChildDied(Exit())
    with pytest.raises(ChildDied):
        Loading().listen(child, Deadline(1.0), ["f"])


@pytest.mark.parametrize("more", [None, [[]] * 10_000])
def test_a_load_may_not_talk_without_end(more):
    """What it says takes us longer to read than it to say."""
    frame = encode({"op": "running", "at": (0, 0), "line": 1, "more": more})
    child = mock.Mock(receive_frame=lambda _: frame, message=decode)
    child.protocol_error.side_effect = ChildDied(Exit())
    with pytest.raises(ChildDied):
        Loading().listen(child, Deadline(1.0), ["f"])
    assert child.protocol_error.call_args == mock.call("too much is said at load")


def test_a_zygote_is_replaced_after_misbehaviour_only(load, zygote):
    """Is the worker process another one after a kill, and the same one after an honest session?"""
    first = zygote._process
    session = load("def f(): return 1\ndef g():\n    while True: pass", "f", "g", limits=HANGS)
    session.ask("f")
    session.close()
    load("raise SystemExit(1)", "f").close()
    assert zygote._process is first
    session = load("def g():\n    while True: pass", "g", limits=HANGS)
    session.failure("g")
    assert zygote._process is not first


def test_a_worker_that_dies_is_replaced(load, zygote):
    """Is the end of the worker itself our own error, and the next submission served again?"""
    session = load("def f(): return 1", "f")
    zygote._process._process.kill()
    with pytest.raises(SandboxError):  # what was in its namespace takes a moment to go
        all(iter(lambda: session.ask("f"), None))
    session.close()
    assert load("def f(): return 1", "f").ask("f") == 1


def test_a_worker_that_dies_between_submissions_costs_nobody(load, zygote):
    load("def f(): return 1", "f").close()
    time.sleep(0.2)  # for the next child to be there
    zygote._process._process.kill()
    zygote._process._process.wait()
    time.sleep(0.2)  # for it to go as well
    assert load("def f(): return 1", "f").ask("f") == 1


def test_one_session_at_a_time(load):
    """Is a second session refused while the first is open?"""
    session = load("def f(): return 1", "f")
    with pytest.raises(SandboxError, match="one child"):
        load("def f(): return 2", "f")
    assert session.ask("f") == 1


def test_limits_from_the_environment(monkeypatch):
    """Can a TA set the limits, and is nonsense refused? Only the command line looks there."""
    monkeypatch.setenv("AUTOGRADER_TEST_SECONDS", "0.5")
    monkeypatch.setenv("AUTOGRADER_MEMORY_MIB", "2048")
    limits = limits_from_environment()
    assert (limits.test_seconds, limits.memory_mib, limits.load_seconds) == (0.5, 2048, 10.0)
    assert limits.child.memory > 2 << 30
    for nonsense in ("much", "-1", "0"):
        monkeypatch.setenv("AUTOGRADER_MEMORY_MIB", nonsense)
        with pytest.raises(click.UsageError, match="AUTOGRADER_MEMORY_MIB"):
            limits_from_environment()
    assert Limits().memory_mib == 1024
