"""Attacks on time and life. Each must end: by the deadline, or as a crash of the worker alone."""

import contextlib
import ctypes
import os
import signal
import threading
import time


def endless_loop(world):
    """32. Never returns."""
    while True:
        pass


def hang_in_c(world):
    """33. Blocks every signal and waits inside C."""
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    ctypes.CDLL(None).pause()


def ignore_everything(world):
    """33. Ignores what can be ignored and catches every exception."""
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(1)


def stop_itself(world):
    """33. Stops itself, as SIGSTOP does."""
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(60)


def hold_interpreter(world):
    """32. One long operation that no Python signal handler interrupts."""
    return pow(3, 10**10) % 7


def exit_quietly(world):
    """22. Ends the process with success."""
    os._exit(0)


def segmentation_fault(world):
    """23. Reads address 0."""
    ctypes.string_at(0)


def abort(world):
    """23. Aborts."""
    os.abort()


def close_channel(world):
    """22. Closes the socket to the grader and goes on."""
    os.close(3)
    time.sleep(60)


def drip(world):
    """Own. Announces an answer of 60 MB and sends it byte by byte, for ever."""
    import struct

    os.write(3, struct.pack("<4sIQ", b"AGW1", 1000, 60_000_000))
    while True:
        os.write(3, b" ")


def half_a_frame(world):
    """15. Sends half an answer and waits."""
    os.write(3, b"AGW1\x10")
    time.sleep(60)


def ask_for_ever(world):
    """Own. Calls back the grader without end, instead of answering."""
    wire, number = __import__("sys").modules["wire"], 0
    while True:
        number += 1
        call = {"op": "callback", "id": number, "callback": 0, "args": (), "kwargs": {}}
        os.write(3, wire.encode(call))
        os.read(3, 1 << 16)


def exit_from_thread(world):
    """22. Ends the process from a thread, while the answer is on its way."""
    threading.Thread(target=lambda: os._exit(0)).start()
    time.sleep(60)


def crowd_itself(world):
    """Own. Has threads that make each other wait for a processor, and sleeps."""
    import numpy as np

    def work():
        x = np.ones((200, 200))
        while True:
            x @ x

    for _ in range(8):
        threading.Thread(target=work, daemon=True).start()
    time.sleep(600)
