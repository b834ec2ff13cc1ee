"""Lies on the wire. Asked for 2 * x, each writes bytes of its own to the socket, many of them with
the right numbers. None may be judged right.
"""

import json
import os
import struct
import sys
import threading

import numpy as np

PREFIX = struct.Struct("<4sIQ")


def frame(header, body=b"", header_bytes=None, body_bytes=None):
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    sizes = (header_bytes or len(header), len(body) if body_bytes is None else body_bytes)
    return PREFIX.pack(b"AGW1", *sizes) + header + body


RIGHT, NUMBERS = ["a", "<f8", [3]], np.ones(3).tobytes()


def answer(value, number=1):
    return ["d", ["op", "returned"], ["id", number], ["value", value], ["generators", ["l"]]]


def send(data):
    while data:
        data = data[os.write(3, data) :]


def other_number(x):
    """17. Answers another question."""
    send(frame(answer(RIGHT, 999), NUMBERS))


def answers_in_advance(x):
    """17. Answers the next hundred questions before they are asked."""
    for number in range(2, 102):
        send(frame(answer(RIGHT, number), NUMBERS))
    return x * 0


def huge_body(x):
    """15. Announces 2^60 bytes."""
    send(frame(answer(RIGHT), NUMBERS, body_bytes=1 << 60))


def huge_header(x):
    """15. Announces a header of 4 GB."""
    send(frame(b"[", header_bytes=(1 << 32) - 1))


def array_beyond_body(x):
    """15. Sends an array that is longer than what holds it."""
    send(frame(answer(RIGHT), NUMBERS[:8]))


def overflowing_shape(x):
    """15. Sends a shape whose size overflows to the right number."""
    send(frame(answer(["a", "<f8", [1 << 62, 4, 3]]), NUMBERS))


def negative_shape(x):
    """15. Sends a shape below zero."""
    send(frame(answer(["a", "<f8", [-1, -3]]), NUMBERS))


def object_dtype(x):
    """15. Sends an array of pointers."""
    send(frame(answer(["a", "|O", [3]]), NUMBERS))


def deep_header(x):
    """15. Sends a header nested a million times."""
    send(frame(b"[" * 10**6 + b"]" * 10**6))


def wide_header(x):
    """15. Sends a header of a million values."""
    send(frame(answer(["l", *[0] * 10**6])))


def long_number(x):
    """15. Sends a number of a million digits, which Python turns to an integer slowly."""
    send(frame(b'["d",["op","returned"],["id",' + b"9" * 10**6 + b"]]"))


def not_json(x):
    """15. Sends noise."""
    send(frame(os.urandom(1000)))


def no_magic(x):
    """15. Sends something that is no frame."""
    send(b"\x80\x05" + bytes(100))


def other_operations(x):
    """17. Says that it is still loading, calls back what is not there, says what means nothing."""
    for op in ("running", "loaded", "callback", "answer", "passed"):
        send(frame(["d", ["op", op], ["id", 1], ["value", RIGHT]], NUMBERS))


def wrong_types(x):
    """15. Answers with a list as number, a dict as list of generators, and a list as text."""
    reply = [["op", "raised"], ["id", ["l", 1]], ["types", ["l", ["l"]]], ["message", ["d"]]]
    send(frame(["d", *reply]))


def forged_refusal(x):
    """49. Has the grader's own words carry the inputs."""
    text = f"canary {x.tolist()}"
    send(frame(["d", ["op", "refused"], ["id", 1], ["why", text]]))


def forged_exception(x):
    """49. Says that it raised every error there is."""
    import builtins

    names = [name for name in dir(builtins) if "Err" in name or "Exc" in name or "Stop" in name]
    types = ["l", "ExceptionGroup", *names, "canary"]
    reply = [["op", "raised"], ["id", 1], ["types", types], ["message", "canary"], ["line", 1]]
    send(frame(["d", *reply]))


def two_answers(x):
    """17. Answers twice, the second time from a thread."""
    late = threading.Thread(target=lambda: send(frame(answer(RIGHT), NUMBERS)))
    threading.Timer(0.05, late.start).start()
    return x * 0


def patched_channel(x):
    """18. Reads the grader's next question itself, and answers it with what was asked."""
    channel = sys.modules["child"].Channel
    channel.send = lambda self, message: send(frame(answer(["l", RIGHT]), NUMBERS))
    return x * 0


def flood(x):
    """35. Sends 300 MB of good frames that nobody asked for."""
    noise = frame(answer(["a", "<f8", [1 << 20]], 7), bytes(8 << 20))
    for _ in range(40):
        send(noise)


def large_answer(x):
    """12. Returns 200 MB, more than may be returned."""
    return np.ones(25 << 20)
