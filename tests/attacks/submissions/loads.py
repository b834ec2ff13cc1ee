"""Attacks made while loading. None may hold the grader, or be taken for an answer."""

import json
import os
import signal
import struct
import time

CUTTING = (signal.SIGPROF, signal.SIGALRM)  # what cuts off a statement that runs long


def send(header):
    data = json.dumps(header).encode()
    os.write(3, struct.pack("<4sIQ", b"AGW1", len(data), 0) + data)


def loop_at_import():
    """32. Never finishes loading."""
    while True:
        pass


def exit_at_import():
    """22. Ends the process while loading."""
    os._exit(0)


def crash_at_import():
    """23. Crashes while loading."""
    import ctypes

    ctypes.string_at(0)


def running_for_ever():
    """Own. Says without end that it is running the next statement."""
    signal.pthread_sigmask(signal.SIG_BLOCK, CUTTING)
    while True:
        send(["d", ["op", "running"], ["at", ["t", 0, 0]], ["line", 1]])


def nowhere():
    """Own. Says that it is at a place that does not exist."""
    send(["d", ["op", "running"], ["at", ["t", -1, 10**30]], ["line", 10**30]])
    time.sleep(60)


def forged_report():
    """Own. Says that it has loaded what is not there."""
    report = [["problems", ["l"]], ["defined", ["l", "answer"]], ["missing", ["l"]]]
    send(["d", ["op", "loaded"], *report])


def strange_report():
    """Own. Says what it has loaded in a form that makes no sense."""
    problems = ["l", *[["t", ["d"], 1.5e308, ["l"]]] * 1000]
    send(["d", ["op", "loaded"], ["problems", problems], ["defined", None]])


def endless_problems():
    """35. Prints 100 MB, and fails with a text of 64 MB."""
    for _ in range(100):
        print("x" * (1 << 20))
    raise ValueError("x" * (64 << 20))


def fork_at_import():
    """28. Forks while loading."""
    os.fork()
    raise SystemExit(0)


def skipped_for_ever():
    """Own. Would cost a load for each of its statements."""
    while True:
        os._exit(1)


def long_report():
    """Own. Reports a problem of three million letters."""
    problem, names = ["t", "cell", 1, "x" * 3_000_000, True], ["t", 0, 0, ["l", "x" * 1_000_000]]
    report = [["problems", ["l", problem]], ["missing", ["l", names]]]
    report += [["defined", ["l", "answer"]], ["stubs", ["l"]]]
    send(["d", ["op", "loaded"], *report])


def cut_for_ever():
    """Own. Says without end that statements were cut off."""
    for number in range(10**9):
        send(["d", ["op", "cut"], ["at", ["t", 0, number]], ["line", 1], ["seconds", 1.0]])


def catches_the_cut():
    """Own. Catches whatever would cut it off, and goes on."""
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


def steals_the_signals():
    """Own. Has its own handler for the signals that would cut it off."""
    for number in CUTTING:
        signal.signal(number, lambda *_: None)
    while True:
        time.sleep(1)
