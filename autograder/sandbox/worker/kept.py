"""Values that stay with the submission: a handle travels in their place, and brings them back.

Worker side. What a function's result holds for another function of the same student may be of any
type, so it is never made into bytes.
"""

from collections.abc import Callable
from typing import Any

import wire
from lost import Lost


class Kept:
    """The values that stayed here, by the number of their handle."""

    def __init__(self) -> None:
        self._values: list[Any] = []

    def keep(self, result: Any, place: int) -> Any:
        """The result with a handle for its entry at `place`, or for the only one that is no array.

        A student may return results in another order. Where all are arrays, each may travel.
        """
        keys = list(result) if isinstance(result, dict) else range(_length(result))
        if not place < len(keys):
            return result
        others = [key for key in keys if not wire.is_array(result[key])]
        if not others:
            return result
        key = keys[place] if len(others) > 1 else others[0]
        parts = dict(result) if isinstance(result, dict) else list(result)
        self._values.append(parts[key])
        parts[key] = wire.Handle(len(self._values) - 1)
        return parts if isinstance(result, (dict, list)) else tuple(parts)

    def back(self, args: tuple, function: Callable | None = None) -> list[Any]:
        """The arguments of a function, with what their handles stand for. Raises LookupError."""
        values = [self._value(arg) if isinstance(arg, wire.Handle) else arg for arg in args]
        names = getattr(getattr(function, "__code__", None), "co_varnames", ())
        for at, (value, name) in enumerate(zip(values, names, strict=False)):
            values[at] = value.as_wanted(function, name) if isinstance(value, Lost) else value
        return values

    def _value(self, handle: wire.Handle) -> Any:
        if handle.number >= len(self._values):
            raise LookupError("what the function before returned is gone: the process has ended")
        return self._values[handle.number]


def _length(result: Any) -> int:
    return len(result) if isinstance(result, (tuple, list)) else 0
