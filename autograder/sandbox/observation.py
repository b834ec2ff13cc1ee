"""What a call came to, as the worker tells it: a value, what it did besides, or why there is none.

The worker may lie; what it says has been seen to be of the kinds that may travel, and no more.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox.failure import CallFailed, raised, refused
from autograder.sandbox.walls.limits import Limits
from autograder.sandbox.worker.wire import Unsupported

MOST_TEXT = 100  # characters of a text in a list


@dataclass(frozen=True)
class Observation:
    """What a call returned, its arguments afterwards, and whether NumPy's global RNG moved."""

    value: Any
    args: list[Any]
    global_random_changed: bool


def came_to(
    name: str,
    args: tuple,
    reply: dict[str, Any],
    limits: Limits,
    cells: list[tuple],
    *,
    observe: bool,
) -> Any | Observation | CallFailed:
    """The outcome of `name(*args)`; generators among `args` end as the submission left them.

    `cells` are the submission's own: an exception is told by its place in them.
    """
    if reply["op"] == "raised":
        return raised(name, reply, limits, cells)
    if reply["op"] == "refused":
        return refused(name, reply.get("why"), limits)
    _advance(args, reply.get("generators"))
    value = without_long_texts(reply.get("value"))
    if not observe:
        return value
    after = without_long_texts(reply.get("args"))
    after = after if isinstance(after, list) and len(after) == len(args) else [None] * len(args)
    return Observation(value, after, reply.get("global_random") is True)


def without_long_texts(value: Any) -> Any:
    """A value in whose lists no text is long: where a test makes an array of such a list, NumPy
    makes every entry as long.
    """
    if isinstance(value, dict):
        return {key: without_long_texts(entry) for key, entry in value.items()}
    if isinstance(value, Unsupported) and value.held is not None:
        return Unsupported(value.type_name, without_long_texts(value.held))
    if isinstance(value, (list, tuple)):
        return type(value)(map(_short, value))
    return value


def _short(entry: Any) -> Any:
    if type(entry) is float:
        return entry
    is_long = isinstance(entry, str) and len(entry) > MOST_TEXT
    return Unsupported("str") if is_long else without_long_texts(entry)


def _advance(args: tuple, generators: Any) -> None:
    ours = [arg for arg in args if isinstance(arg, np.random.Generator)]
    if isinstance(generators, list) and len(generators) == len(ours):
        for mine, theirs in zip(ours, generators, strict=True):
            if isinstance(theirs, np.random.Generator):
                mine.bit_generator.state = theirs.bit_generator.state
