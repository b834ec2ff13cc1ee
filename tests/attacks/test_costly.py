"""Attacks on the grader's own time and memory: what is returned, asked or said at load costs it
little, however large that is.
"""

import re
import time
from pathlib import Path

import pytest

MOST_MIB = 400  # beside what it had: all that may be returned, and as much again
MOST_SECONDS = 25.0  # of its own processor time, twice what the worst takes; before, each took more
FIVE = "'dJ_do dJ_dW2 dJ_dh dJ_dz dJ_dW1'.split()"
AT_LOAD = """
import os, signal, sys, time
wire = sys.modules["wire"]
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))  # nothing cuts it off
place = time.time_ns() % 100_000_000  # each load has another statement to leave out
def flood(frames):
    while True:
        rest = memoryview(frames)
        while rest:
            rest = rest[os.write(3, rest):]
"""

# By what they took of a grader that let them.
COSTLY = {
    "a text among numbers: 3.8 GiB": "def relu(x):\n    return ['a' * 1_000_000] + [0.0] * 1000",
    "the same in a public test: 3.8 GiB": f"""
def mlp_backward(cache):
    return {{key: ['a' * 100_000] + [0.0] * 2000 for key in {FIVE}}}""",
    "lists without entries: over 1.4 GiB and 100 s": """
MANY = [[]] * 190_000
def relu(x):
    return MANY
sigmoid = sigmoid_grad = relu_grad = tanh_grad = softmax = squared_loss = l2_penalty = relu
mlp_forward_batch = mlp_backward = cross_entropy = lambda *_: MANY""",
    "numbers one by one: over 40 s": f"""
def mlp_backward(cache):
    return {{key: ['a'] + [0.0] * 35_000 for key in {FIVE}}}""",
    "long integers as arguments of a callback: 31 s": """
LONG = [2**4000] * 3000
def numerical_gradient(f, x, eps=1e-5):
    for _ in range(3):
        try:
            f(LONG)
        except ValueError:
            pass
    return x""",
    "much as arguments of a callback: over 25 s": """
MANY = [{}] * 190_000
def numerical_gradient(f, x, eps=1e-5):
    for _ in range(2000):
        try:
            f(MANY)
        except ValueError:
            pass
    return x""",
    "small messages at load: over 15 s for each of four loads": f"""{AT_LOAD}
flood(wire.encode({{"op": "running", "at": (0, place), "line": 1}}) * 2000)""",
    "large messages at load: over 19 s for each": f"""{AT_LOAD}
flood(wire.encode({{"op": "running", "at": (0, place), "line": 1, "more": [[]] * 190_000}}))""",
    "what is no message, but takes long to read": """
import os, sys
wire = sys.modules["wire"]
header = b"[" + b"[]," * 1_390_000 + b"[]]"
def relu(*_):
    rest = memoryview(wire.PREFIX.pack(wire.MAGIC, len(header), 0) + header)
    while rest:
        rest = rest[os.write(3, rest):]
sigmoid = sigmoid_grad = relu_grad = tanh_grad = softmax = cross_entropy = mlp_forward = relu
mlp_backward = mlp_forward_batch = mlp_backward_batch = train_mlp = relu""",
}
IN_EVERY_RUN = ("a text among numbers: 3.8 GiB",)
# Each has a sibling of the same kind that is run by day.
AT_NIGHT = (
    "the same in a public test: 3.8 GiB",
    "numbers one by one: over 40 s",
    "much as arguments of a callback: over 25 s",
    "large messages at load: over 19 s for each",
)
BY_DAY = [pytest.mark.slow]
MARKS = {how: [pytest.mark.nightly] for how in AT_NIGHT} | {how: [] for how in IN_EVERY_RUN}
EVERY = [pytest.param(how, id=how, marks=MARKS.get(how, BY_DAY)) for how in COSTLY]


def most_memory():
    """The most that this process had since `forget_most`, in MiB."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) >> 10


def forget_most():
    Path("/proc/self/clear_refs").write_text("5")


@pytest.mark.parametrize("how", EVERY)
def test_the_grader_takes_little_time_and_memory(how, grade, solution):
    """Whose processor time that is, is told apart: a submission has its own limits."""
    grade(solution)
    forget_most()
    before, started = most_memory(), time.process_time()
    status = grade(f"{solution}\n\n{COSTLY[how]}\n").status
    assert status in ("graded", "unreadable")
    assert time.process_time() - started < MOST_SECONDS
    assert most_memory() < before + MOST_MIB
