"""What a function had at hand when it returned, in place of what it should have kept and did not.

Worker side, standard library only.
"""

import sys
import types
from collections.abc import Callable
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
    """Stands for a value that was not returned."""

    def __init__(self, variables: dict[str, Any]) -> None:
        self._variables = variables

    def under(self, name: str) -> Any:
        """The variable of this name, if there is one; else all of them, by name."""
        own = self._variables.get(name)
        return entries(self._variables) if own is None else own


def completed(result: Any, place: int, count: int, variables: dict[str, Any]) -> Any:
    """A result of `count` entries, of which that at `place` may be missing, None, or too little."""
    parts = list(result) if isinstance(result, (tuple, list)) else []
    if len(parts) == count - 1:
        parts.insert(place, Lost(variables))
    elif len(parts) == count and parts[place] is None:
        parts[place] = Lost(variables)
    elif len(parts) == count and isinstance(parts[place], dict):
        parts[place] = entries(variables) | parts[place]
    else:
        return result
    return tuple(parts)


def entries(variables: dict[str, Any]) -> dict[str, Any]:
    """Variables by name, and what is in dicts among them."""
    found = dict(variables)
    for value in variables.values():
        found |= value if isinstance(value, dict) else {}
    return found
