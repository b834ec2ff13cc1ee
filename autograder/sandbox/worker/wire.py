"""The language between the trusted side and the worker: values as bytes, and back.

A frame is a magic number, two lengths, a JSON header with one node a value, and raw array buffers.
There is no pickle and no object array, so decoding bytes of a hostile sender builds nothing but
None, bool, int, float, complex, str, list, tuple, dict, NumPy arrays, generators, `Handle` and
`Unsupported`.
Imports NumPy and the standard library only: both sides run this file.
"""

import json
import struct
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MAGIC = b"AGW1"
PREFIX = struct.Struct("<4sIQ")
_TYPES = "|b1 |i1 |u1 <i2 <u2 <i4 <u4 <i8 <u8 <f2 <f4 <f8 <c8 <c16".split()  # noqa: SIM905
DTYPES = {name: np.dtype(name) for name in _TYPES}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
AS_THEY_ARE = frozenset({type(None), bool, float, str})  # in JSON
BASES = (dict, list, tuple, str, int, float, complex)
KEYS = (str, bool, int, float, type(None))  # what a key of a dict may be
HOLDERS = ("an array of objects", "an iterator", "a set", "an object with attributes")
MAX_NDIM = 32
MAX_HANDLES = 1 << 31
JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)  # depth is bounded below


class WireError(Exception):
    """A value that may not travel, or bytes that are not a frame."""


@dataclass(frozen=True)
class Limits:
    """What one frame may hold; every one is checked before anything of that size is allocated."""

    nodes: int = 200_000
    depth: int = 32
    dict_entries: int = 1_000  # a dict of colliding keys costs quadratic time
    int_bits: int = 4_096
    header_bytes: int = 4 << 20
    body_bytes: int = 64 << 20


LIMITS = Limits()
ORDERS = Limits(header_bytes=16 << 20)  # to a worker: 2 MiB of code, every character escaped


@dataclass(frozen=True)
class Unsupported:
    """Stands for a value of a type that may not travel; `type_name` is the sender's claim.

    Where what it `held` may travel, that came along, and the name is one of HOLDERS.
    """

    type_name: str
    held: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Handle:
    """Stands for a value that stays with the submission, as a number under which it is kept."""

    number: int


Unsupported.__name__ = "object"  # public tests tell students the name of a wrong type


class Constant(list):
    """A list that nobody changes and that is sent again and again: its parts are encoded once."""

    encoded: tuple[list, int, bytes] | None = None


class Encoder:
    """Turns one value into a frame. `on_callable` gives an id for a function, or None."""

    def __init__(
        self, limits: Limits = LIMITS, on_callable: Callable[[Callable], int] | None = None
    ) -> None:
        self._limits, self._on_callable = limits, on_callable
        self._nodes, self._body_bytes = 1, 0
        self._buffers: list[bytes] = []

    def frame(self, value: Any) -> bytes:
        header = JSON.encode(self._node(value, 0)).encode("ascii")
        if len(header) > self._limits.header_bytes:
            raise WireError(f"the value needs a header of {len(header)} bytes")
        return b"".join([PREFIX.pack(MAGIC, len(header), self._body_bytes), header, *self._buffers])

    def _node(self, value: Any, depth: int) -> Any:  # noqa: PLR0911 - one branch a type
        kind = type(value)
        if kind in AS_THEY_ARE:
            return value
        if kind is np.ndarray:
            return self._array(value)
        if kind is int:
            if value.bit_length() > self._limits.int_bits:
                raise WireError(f"an integer of more than {self._limits.int_bits} bits")
            return value
        if kind is dict:
            return ["d", *self._entries(value, depth)]
        if kind is list or kind is tuple:
            return ["l" if kind is list else "t", *self._nodes_of(value, depth)]
        if kind is Constant:
            return self._constant(value, depth)
        if kind is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
            state = value.bit_generator.state
            return ["g", *state["state"].values(), state["has_uint32"], state["uinteger"]]
        if kind is complex:
            return ["c", value.real, value.imag]
        return self._other(value, depth)

    def _other(self, value: Any, depth: int) -> list | str:
        """The node of a function, of a subclass as what it is made of, or of what may not travel.

        In a notebook an OrderedDict is a dict, and a named tuple a tuple; so it is here.
        """
        if isinstance(value, (np.ndarray, np.generic)) and not isinstance(value, str):
            return self._array(value)
        if self._on_callable is not None and callable(value):
            return ["k", self._on_callable(value)]
        if isinstance(value, Handle):
            return ["h", value.number]
        if isinstance(value, Unsupported) and value.held is not None:
            return ["u", value.type_name, *self._nodes_of([value.held], depth)]
        base = next((base for base in BASES if isinstance(value, base)), None)
        if base is None:
            return ["u", type(value).__name__[:100]]
        return self._node(str.__str__(value) if base is str else base(value), depth)

    def _constant(self, value: Constant, depth: int) -> list:
        if value.encoded is None:
            alone = Encoder(self._limits)
            node = ["l", *alone._nodes_of(value, depth)]
            value.encoded = node, alone._nodes, b"".join(alone._buffers)
        node, nodes, body = value.encoded
        self._nodes += nodes
        self._buffers.append(body)
        self._body_bytes += len(body)
        return node

    def _nodes_of(self, values: Collection, depth: int) -> list:
        """The nodes of what a value at `depth` holds."""
        self._nodes += len(values)
        if self._nodes > self._limits.nodes:
            raise WireError(f"more than {self._limits.nodes} values")
        if values and depth >= self._limits.depth:
            raise WireError(f"nested deeper than {self._limits.depth}")
        return [v if type(v) in AS_THEY_ARE else self._node(v, depth + 1) for v in values]

    def _entries(self, value: dict, depth: int) -> list:
        if len(value) > self._limits.dict_entries:
            raise WireError(f"a dict of more than {self._limits.dict_entries} entries")
        keys = list(value)
        for i, key in enumerate(keys):
            if type(key) is not str:
                keys[i] = _plain_key(key)
        keys = self._nodes_of(keys, depth)
        return list(zip(keys, self._nodes_of(value.values(), depth), strict=True))

    def _array(self, value: np.ndarray | np.generic) -> list:
        array = np.asarray(value)  # a subclass travels as its base buffer
        shape, name = array.shape, NAMES.get(array.dtype)
        if (shape and max(shape) > self._limits.body_bytes) or len(shape) > MAX_NDIM:
            raise WireError("an array of an impossible shape")
        if array.nbytes + self._body_bytes > self._limits.body_bytes:  # nbytes: also of a broadcast
            raise WireError(f"more than {self._limits.body_bytes >> 20} MiB of arrays")
        if name is None:
            if array.dtype.kind not in "biufc":
                return ["u", f"array of dtype {array.dtype}"[:100]]
            name = "<c16" if array.dtype.kind == "c" else "<f8"  # big endian, or of more precision
            array = array.astype(name)
        buffer = array.tobytes()
        self._buffers.append(buffer)
        self._body_bytes += len(buffer)
        return ["a" if isinstance(value, np.ndarray) else "n", name, shape]


def is_array(value: Any) -> bool:
    """Whether a value is an array, or a scalar of NumPy."""
    return isinstance(value, (np.ndarray, np.generic))


def _plain_key(key: Any) -> Any:
    key = key.item() if isinstance(key, np.generic) else key
    if not isinstance(key, KEYS):
        raise WireError(f"a dict with a key of type {type(key).__name__[:100]}")
    return key


class Decoder:
    """Turns the header and body of one frame into a value, believing nothing."""

    def __init__(
        self,
        body: bytes,
        limits: Limits = LIMITS,
        on_callback: Callable[[int], Callable] | None = None,
    ) -> None:
        self._body, self._limits, self._on_callback = body, limits, on_callback
        self._nodes, self._offset = 1, 0

    def value(self, header: bytes) -> Any:
        try:
            node = json.loads(header.decode("ascii"))
            value = self._value(node, 0)
        except (ValueError, RecursionError, TypeError, OverflowError, UnicodeError) as error:
            raise WireError(f"not a frame: {type(error).__name__}") from None
        if self._offset != len(self._body):
            raise WireError("the body is longer than its arrays")
        return value

    def _value(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if kind is list and len(node) == 3 and (node[0] == "a" or node[0] == "n"):
            return self._array(*node)
        if kind in AS_THEY_ARE:  # but half characters fit no file
            return node.encode("utf-8", "replace").decode("utf-8") if kind is str else node
        if kind is int:
            if node.bit_length() > self._limits.int_bits:
                raise WireError("an integer is too long")
            return node
        if kind is not list or not node:
            raise WireError("unknown node")
        tag, *rest = node
        if tag == "d":
            return self._dict(rest, depth)
        if tag in ("l", "t"):
            return (list if tag == "l" else tuple)(self._values(rest, depth))
        is_held = tag == "u" and len(rest) == 2 and rest[0] in HOLDERS
        return (
            Unsupported(rest[0], *self._values(rest[1:], depth)) if is_held else self._leaf(*node)
        )

    def _values(self, nodes: list, depth: int) -> list:
        """What a node at `depth` holds."""
        self._nodes += len(nodes)
        if self._nodes > self._limits.nodes or (nodes and depth >= self._limits.depth):
            raise WireError("too many values, or nested too deeply")
        depth += 1
        return [n if type(n) is str and n.isascii() else self._value(n, depth) for n in nodes]

    def _leaf(self, tag: Any, *rest: Any) -> Any:
        if tag == "c" and len(rest) == 2 and all(type(part) is float for part in rest):
            return complex(*rest)
        if tag == "u" and len(rest) == 1 and isinstance(rest[0], str):
            return Unsupported(rest[0][:100])
        if tag == "h" and len(rest) == 1 and type(rest[0]) is int and 0 <= rest[0] < MAX_HANDLES:
            return Handle(rest[0])
        if tag == "k" and len(rest) == 1 and type(rest[0]) is int and self._on_callback:
            return self._on_callback(rest[0])
        if tag == "g" and len(rest) == 4 and all(type(word) is int for word in rest):
            return _generator(*rest)
        raise WireError("unknown node")

    def _dict(self, entries: list, depth: int) -> dict:
        if len(entries) > self._limits.dict_entries:
            raise WireError("a dict has too many entries")
        keys = self._values([key for key, _ in entries], depth)
        for key in keys:
            if type(key) is not str and not isinstance(key, KEYS):
                raise WireError("a dict key of a kind that may not travel")
        return dict(zip(keys, self._values([child for _, child in entries], depth), strict=True))

    def _array(self, tag: str, name: str, shape: list[int]) -> np.ndarray | np.generic:
        dtype = DTYPES.get(name) if type(name) is str else None
        if dtype is None or type(shape) is not list or len(shape) > MAX_NDIM:
            raise WireError("an array of a kind that may not travel")
        size, longest = dtype.itemsize, self._limits.body_bytes
        for n in shape:
            if type(n) is not int or not 0 <= n <= longest:
                raise WireError("an array of an impossible shape")
            size *= n
        if size > len(self._body) - self._offset:
            raise WireError("an array is longer than the body")
        array = np.ndarray(shape, dtype, self._body, self._offset)
        self._offset += size
        if tag == "n":
            if shape:
                raise WireError("a scalar with a shape")
            return array[()]
        return array.copy()  # the buffer of the frame is read-only


def _generator(state: int, inc: int, has_uint32: int, uinteger: int) -> np.random.Generator:
    """A generator in the state that travelled: what the worker draws, the trusted side skips."""
    if not (0 <= state < 1 << 128 and 0 < inc < 1 << 128 and inc % 2 == 1):
        raise WireError("an impossible generator state")
    if has_uint32 not in (0, 1) or not 0 <= uinteger < 1 << 32:
        raise WireError("an impossible generator state")
    bits = np.random.PCG64(0)
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": inc},
        "has_uint32": has_uint32,
        "uinteger": uinteger,
    }
    return np.random.Generator(bits)


def encode(
    value: Any, limits: Limits = LIMITS, on_callable: Callable[[Callable], int] | None = None
) -> bytes:
    """The frame that stands for `value`. Raises WireError when it exceeds `limits`."""
    return Encoder(limits, on_callable).frame(value)


def decode(
    frame: bytes, limits: Limits = LIMITS, on_callback: Callable[[int], Callable] | None = None
) -> Any:
    """The value a frame stands for. Raises WireError, and nothing else, for any other bytes."""
    header_bytes, body_bytes = lengths(frame[: PREFIX.size], limits)
    if len(frame) != PREFIX.size + header_bytes + body_bytes:
        raise WireError("the lengths do not fit the frame")
    body_start = PREFIX.size + header_bytes
    return Decoder(frame[body_start:], limits, on_callback).value(frame[PREFIX.size : body_start])


def lengths(prefix: bytes, limits: Limits = LIMITS) -> tuple[int, int]:
    """Header and body length announced by the first bytes of a frame."""
    if len(prefix) != PREFIX.size:
        raise WireError("the frame is cut short")
    magic, header_bytes, body_bytes = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("not a frame: wrong magic number")
    if header_bytes > limits.header_bytes or body_bytes > limits.body_bytes:
        raise WireError("the frame announces more bytes than allowed")
    return header_bytes, body_bytes
