"""What a function had at hand when it returned, in place of what it should have kept and did not.

Worker side, standard library only.
"""

import dis
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any, Self


class Hand:
    """The local variables of a function as it returns, while this is in force."""

    def __init__(self, function: Callable) -> None:
        self._code = getattr(function, "__code__", None)
        self.variables: dict[str, Any] = {}

    def __enter__(self) -> Self:
        sys.setprofile(self._look)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _look(self, frame: types.FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_code is self._code:
            self.variables = dict(frame.f_locals)


class Lost:
    """What a function returned of its own, which may be nothing or too little, and what it had."""

    def __init__(self, own: Any, variables: dict[str, Any]) -> None:
        self._own, self._variables = own, variables

    def as_wanted(self, function: Callable, parameter: str) -> Any:
        """The value for a parameter of another function, completed as that one needs it."""
        own, variables = self._own, self._variables
        names = unpacked(function, parameter)
        is_short = not isinstance(own, (tuple, list)) or len(own) != len(names)
        if names and is_short and all(name in variables for name in names):
            return tuple(variables[name] for name in names)
        own = variables.get(parameter) if own is None else own
        return entries(variables) | (own or {}) if own is None or isinstance(own, dict) else own


def unpacked(function: Callable, parameter: str) -> list[str]:
    """The names of what a function unpacks a parameter into."""
    names, wanted, before = [], 0, None
    for step in dis.get_instructions(function):
        if wanted and step.opname.startswith("STORE_FAST"):
            names += step.argval if isinstance(step.argval, tuple) else [step.argval]
            if len(names) >= wanted:
                break
        elif wanted:
            return []  # into something else than names
        elif step.opname == "UNPACK_SEQUENCE" and before == parameter:
            wanted = step.arg
        before = step.argval
    return names


def completed(result: Any, place: int, names: Sequence[str], variables: dict[str, Any]) -> Any:
    """A result of several entries, of which that at `place` may be completed or put in.

    Where a function returned nothing, the others are what it calls by their `names`.
    """
    parts = list(result) if isinstance(result, (tuple, list)) else []
    if result is None:
        parts = [variables.get(name) for name in names]
    elif len(parts) == len(names) - 1:
        parts.insert(place, None)
    if len(parts) != len(names):
        return result
    parts[place] = Lost(parts[place], variables)
    return tuple(parts)


def entries(variables: dict[str, Any]) -> dict[str, Any]:
    """Variables by name, and what is in dicts among them."""
    found = dict(variables)
    for value in variables.values():
        found |= value if isinstance(value, dict) else {}
    return found
