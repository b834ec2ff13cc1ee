"""What a result holds travels with it where it is small and plain, and nothing else does."""

import types
from collections import deque
from dataclasses import dataclass
from itertools import count

import holders
import numpy as np
import pytest
import wire

V = np.array([1.0, 2.0])


@dataclass
class Result:
    """A result as an object."""

    f: float
    grad: np.ndarray


def travelled(value):
    """A value as the trusted side gets it."""
    return wire.decode(wire.encode(holders.opened(value)))


@pytest.mark.parametrize(
    ("value", "name", "held"),
    [
        (V.astype(object), holders.OBJECTS, V),
        (np.array([[1, 2]], dtype=object), holders.OBJECTS, np.array([[1, 2]])),
        (np.array([V, V[:1]], dtype=object), holders.OBJECTS, [V, V[:1]]),
        ((x for x in V), holders.ITERATOR, [1.0, 2.0]),
        (map(np.negative, [V]), holders.ITERATOR, [-V]),
        (range(2), holders.ITERATOR, [0, 1]),
        (deque([V]), holders.ITERATOR, [V]),
        ({3}, holders.SET, [3]),
        (types.SimpleNamespace(f=2.0, w=V), holders.ATTRIBUTES, {"f": 2.0, "w": V}),
        (Result(2.0, V), holders.ATTRIBUTES, {"f": 2.0, "grad": V}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_held_comes_along(value, name, held):
    got = travelled(value)
    assert (type(got), got.type_name) == (wire.Unsupported, name)
    np.testing.assert_equal(got.held, held)
    if name != holders.ATTRIBUTES and not isinstance(value, types.GeneratorType | map):
        assert travelled((1, [value]))[1][0].type_name == name
        assert travelled({"a": value})["a"].type_name == name


@pytest.mark.parametrize(
    "value",
    [
        count(),
        ("text" for _ in range(2)),
        {"text"},
        range(10**9),
        np.array([None, 1.0], dtype=object),
        np.array([V, None], dtype=object),
        np.array([2**70], dtype=object),
        np.broadcast_to(np.array(1, dtype=object), (10**9,)),
        len,
        Result,
        np.random.RandomState(0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_endless_or_not_plain_comes_as_a_note_of_its_type(value):
    if getattr(value, "size", 0) < 10**6:
        assert travelled(value).held is None


@pytest.mark.parametrize(
    "value", [1, 2.5, None, "relu", V, (V, [1.0, None]), {"W1": V, "p": 0.5}, wire.Handle(3)]
)
def test_what_may_travel_is_left_as_it_is(value):
    np.testing.assert_equal(holders.opened(value), value)


def test_an_object_that_holds_itself_has_an_end():
    value = types.SimpleNamespace(f=1.0)
    value.own = value
    assert travelled(value).held["f"] == 1.0
