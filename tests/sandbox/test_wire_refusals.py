"""Is everything refused that may not travel, and every kind of frame that is none?"""

import numpy as np
import pytest
from test_wire import frame_of

from autograder.sandbox.worker import wire
from autograder.sandbox.worker.wire import Limits, Unsupported, WireError, decode, encode


class Odd:
    """Nothing that may travel."""


@pytest.mark.parametrize(
    "value",
    [
        {1, 2},
        frozenset(),
        b"bytes",
        Odd(),
        Odd,
        len,
        range(3),
        (x for x in "abc"),
        np.array([Odd()], object),
        np.array(["text"]),
        np.zeros(2, "i4,f8"),
        np.zeros(2, "M8[s]"),
        np.random.RandomState(0),
        np.random.Generator(np.random.MT19937(0)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_may_not_travel(value):
    """Does anything else arrive as a note of its type, inside others too?"""
    assert isinstance(decode(encode(value)), Unsupported)
    assert isinstance(decode(encode({"a": [value]}))["a"][0], Unsupported)


def nested(depth):
    value = 1.0
    for _ in range(depth):
        value = [value]
    return value


ENDLESS = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    "value",
    [
        nested(40),
        ENDLESS,
        [0] * 200_001,
        dict.fromkeys(range(1001)),
        2**4097,
        "x" * (5 << 20),
        np.broadcast_to(1.0, (10**6, 10**6)),
        np.zeros((0, 10**9)),
        {b"h": 1.0},
        {(1, 2): 1.0},
        np.zeros(9 << 20),
        [np.zeros(5 << 20), np.zeros(5 << 20)],
    ],
    ids=[
        "deep",
        "endless",
        "many",
        "wide",
        "long",
        "text",
        "broadcast",
        "shape",
        "bytes",
        "pair",
        "large",
        "two large",
    ],
)
def test_too_much_is_not_sent(value):
    """Is what exceeds a limit refused before it is copied?"""
    with pytest.raises(WireError):
        encode(value)


def node(*parts):
    return list(parts)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (nested(40), b""),
        (b"[" * 100_000 + b"]" * 100_000, b""),
        (["l", *[0] * 200_001], b""),
        (["d", *[[k, 0] for k in range(1001)]], b""),
        (["d", [["l"], 0]], b""),
        (["d", [["t", 1], 0]], b""),
        (["d", ["only a key"]], b""),
        (b"9" * 5000, b""),
        (2**4097, b""),
        (b"nonsense", b""),
        (b"\xff", b""),
        (["a", "|O", [1]], bytes(8)),
        (["a", "<f8", [3]], bytes(16)),
        (["a", "<f8", [1]], bytes(16)),
        (["a", "<f8", [-1]], bytes(8)),
        (["a", "<f8", [1 << 62, 4]], bytes(8)),
        (["a", "<f8", [True]], bytes(8)),
        (["a", "<f8", [1.0]], bytes(8)),
        (["a", "<f8", [1] * 33], bytes(8)),
        (["a", ["<f8"], [1]], bytes(8)),
        (["a", "<f8", 1], bytes(8)),
        (["a", "<f8"], bytes(8)),
        (["n", "<f8", [1]], bytes(8)),
        (["k", 0], b""),
        (["g", 1, 2, 0, 0], b""),
        (["g", -1, 1, 0, 0], b""),
        (["g", 1, 1, 2, 0], b""),
        (["c", 1, 2], b""),
        (["u"], b""),
        (["z"], b""),
        ([], b""),
        ({"a": 1}, b""),
        (None, b"body"),
    ],
)
def test_malformed_frames_are_refused(header, body):
    """Is each kind of malformed frame refused?"""
    with pytest.raises(WireError):
        decode(frame_of(header, body))


@pytest.mark.parametrize(
    "prefix",
    [
        b"",
        b"AGW1",
        b"XXXX" + bytes(12),
        wire.PREFIX.pack(b"AGW1", 1 << 31, 0),
        wire.PREFIX.pack(b"AGW1", 1, 1 << 60),
    ],
)
def test_bad_prefixes_are_refused(prefix):
    """Are lengths refused before anything of that length is read?"""
    with pytest.raises(WireError):
        wire.lengths(prefix)


def test_limits_can_be_set():
    """Is a lower limit on bytes obeyed by both sides?"""
    limits = Limits(body_bytes=80)
    assert decode(encode(np.ones(10), limits), limits).shape == (10,)
    with pytest.raises(WireError, match="more than 0 MiB of arrays"):
        encode(np.ones(11), limits)
    with pytest.raises(WireError):
        decode(encode(np.ones(11)), limits)


def test_subclasses_travel_as_what_they_hold():
    """Does an array of a class of its own arrive as a plain array of its numbers?"""

    class Liar(np.ndarray):
        def tobytes(self, order="C"):
            return bytes(24)

        def __array__(self, *_, **__):
            return np.zeros(3)

    for value in (np.ones(3).view(Liar), np.ma.array(np.ones(3), mask=True)):
        got = decode(encode(value))
        assert type(got) is np.ndarray
        assert (got == 1).all()


def test_other_byte_orders_and_precisions_arrive_as_floats():
    """Do big-endian and extended numbers arrive as ordinary ones?"""
    for dtype in (">f8", ">i4", np.longdouble, np.clongdouble):
        got = decode(encode(np.array([1, 2, 3], dtype)))
        assert got.dtype.str in ("<f8", "<c16")
        assert got.tolist() == [1, 2, 3]


def test_half_characters_do_not_arrive():
    """Is text that no file can hold replaced?"""
    assert decode(encode("a\ud800b")) == "a?b"
    assert decode(encode("ä")) == "ä"


def test_functions_travel_as_numbers():
    """Is a function sent as a number, and a number without a function refused?"""
    frame = encode([max], on_callable=lambda _: 7)
    assert decode(frame, on_callback=lambda number: number + 1) == [8]
    with pytest.raises(WireError):
        decode(frame)


def test_arrays_arrive_writable_and_apart():
    """Can what arrives be changed, without changing what else arrived?"""
    first, second = decode(encode([np.ones(2), np.ones(2)]))
    first[:] = 0
    assert second.tolist() == [1, 1]
