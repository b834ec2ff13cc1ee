"""Does every value that may travel arrive unchanged, and does nothing else ever get through?"""

import json
import struct

import numpy as np
import pytest
from examples import SLOW_EXAMPLES, each
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.sandbox.worker import wire
from autograder.sandbox.worker.wire import WireError, decode, encode

DTYPES = st.sampled_from(sorted(wire.DTYPES)).map(np.dtype)
ARRAYS = npst.arrays(DTYPES, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
SCALARS = DTYPES.flatmap(npst.from_dtype).filter(lambda value: isinstance(value, np.generic))
KEYS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**4095), 2**4095)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | ARRAYS
    | SCALARS
    | st.integers(0, 2**32).map(np.random.default_rng)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=8,
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from("ltdanuckg")
    | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


def alike(a, b):
    """Whether two values are the same, to the type, the dtype and the last bit."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (np.ndarray, np.generic)):
        return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
    if isinstance(a, dict):
        return len(a) == len(b) and all(
            alike(one, other) and alike(a[one], b[other]) for one, other in zip(a, b, strict=True)
        )
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, np.random.Generator):
        return a.bit_generator.state == b.bit_generator.state
    if isinstance(a, complex):
        return alike(a.real, b.real) and alike(a.imag, b.imag)
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (a != a and b != b)
    return a == b


def refused_or_read(frame, limits=wire.LIMITS):
    """Read bytes that may be anything: a value, or WireError, and nothing else."""
    try:
        return decode(frame, limits)
    except WireError:
        return None


def frame_of(header, body=b""):
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    return wire.PREFIX.pack(wire.MAGIC, len(header), len(body)) + header + body


@pytest.mark.parametrize("count", SLOW_EXAMPLES)
def test_round_trip(count):
    """Does every allowed value arrive as it was sent?"""

    @each(count, VALUES)
    def check(value):
        assert alike(decode(encode(value)), value)


@pytest.mark.parametrize("count", SLOW_EXAMPLES)
def test_random_bytes(count):
    """Do random bytes, with and without a good prefix, raise nothing but WireError?"""

    @each(count, st.binary(max_size=200), st.binary(max_size=50))
    def check(header, body):
        refused_or_read(header)
        refused_or_read(frame_of(header, body))


@pytest.mark.parametrize("count", SLOW_EXAMPLES)
def test_random_headers(count):
    """Does any JSON in the place of a header raise nothing but WireError?"""

    @each(count, JSON, st.binary(max_size=64))
    def check(header, body):
        refused_or_read(frame_of(header, body))


@pytest.mark.parametrize("count", SLOW_EXAMPLES)
def test_mutated_frames(count):
    """Does a frame with bytes changed, added or cut off raise nothing but WireError?"""
    change = st.tuples(st.floats(0, 1), st.binary(max_size=3), st.integers(0, 3))

    @each(count, VALUES, st.lists(change, max_size=4), st.floats(0, 1))
    def check(value, changes, kept):
        frame = bytearray(encode(value))
        for place, new, dropped in changes:
            start = int(place * len(frame))
            frame[start : start + dropped] = new
        refused_or_read(bytes(frame))
        refused_or_read(bytes(frame[: int(kept * len(frame))]))
        prefix = wire.PREFIX.size
        header, body = bytes(frame[prefix : prefix + 20]), bytes(frame[prefix + 20 :])
        refused_or_read(frame_of(header, body))
