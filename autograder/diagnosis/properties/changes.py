"""Other arguments than those that were given: the mistakes of one name in a call.

An argument without effect, one fixed at a number, two exchanged, another mode, a part of the batch,
a size that is one too many. A value that is told is one of ours, never one that was drawn.
"""

import re
from collections.abc import Callable, Iterator
from itertools import combinations, permutations
from typing import Any, NamedTuple

import numpy as np

Named = dict[str, Any]
FIXED = (1.0, 0.5, 0.1, 0.01, 0.9, 0.99, 0.999, 1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 2.0, 10.0)
OTHER_NUMBERS: dict[str, Callable[[Any], Any]] = {
    "1 - {0}": lambda p: 1 - p,
    "-{0}": lambda p: -p,
    "2 {0}": lambda p: 2 * p,
    "{0} / 2": lambda p: p / 2,
    "{0} squared": lambda p: p * p,
    "the root of {0}": np.sqrt,
    "1 / {0}": lambda p: 1 / p,
}
OTHER_ARRAYS: dict[str, Callable[[Any], Any]] = {
    "-{0}": np.negative,
    "|{0}|": np.abs,
    "{0} squared": np.square,
    "2 {0}": lambda x: 2 * x,
    "{0} / 2": lambda x: x / 2,
    "{0} transposed": np.transpose,
    "{0} in reverse order": lambda x: x[::-1],
    "{0} cut to integers": np.trunc,
    "{0} rounded": np.rint,
    "{0} minus its mean": lambda x: x - np.mean(x, axis=0),
    "the root of {0}": np.sqrt,
    "{0} cut off at 0": lambda x: np.maximum(x, 0),
    "its mean over the rows in place of {0}": lambda x: np.broadcast_to(x.mean(0), x.shape).copy(),
}
OTHER_INTEGERS: dict[str, Callable[[Any], Any]] = {
    "{0} + 1": lambda y: y + 1,
    "{0} - 1": lambda y: y - 1,
}
STEPS = (1e-3, 1e-4, -1e-3, -1e-4)
ONE_SIDED = (
    "It is right to a few digits only, as a difference (f(x + {0:g}) - f(x)) / {0:g} is: use the "
    "derivative itself."
)
PARTS: dict[str, Callable[[Any], Any]] = {
    "without the last {1} of {0}": lambda x: x[:-1],
    "without the first {1} of {0}": lambda x: x[1:],
    "with the first {1} of {0} alone": lambda x: x[:1],
    "with the last {1} of {0} alone": lambda x: x[-1:],
    "without every second {1} of {0}": lambda x: x[::2],
}


class Change(NamedTuple):
    """Other arguments: `hint` is for the student, `to(names)` gives those that are others.

    The lower its rank, the likelier a mistake is what inputs do not tell from another.
    """

    slug: str
    hint: str
    to: Callable[[Named], Named]
    rank: int = 0


def changes(names: Named, modes: dict[str, set[str]], examples: int | None) -> Iterator[Change]:
    """All that is tried for a call; `modes` are the names that an argument may be, `examples` the
    size of the batch.
    """
    for name, value in names.items():
        yield from of_mode(name, value, modes)
        if is_number(value):
            yield from of_number(name, value)
        if is_array(value):
            yield from of_array(name)
            if value.dtype.kind in "iu":
                yield from (used_as(name, w.format(name), f) for w, f in OTHER_INTEGERS.items())
    yield from of_batch(names, examples)
    for name, value in names.items():
        if is_series(value) and len(value) != examples:
            yield from of_parts(name)
    yield from of_two(names)


def of_mode(name: str, value: Any, modes: dict[str, set[str]]) -> Iterator[Change]:
    """Always one mode or branch, or the opposite; a bias that is left out."""
    said = "It comes out as if {} were always {!r}: use the argument."
    if isinstance(value, bool):
        for fixed in (True, False):
            yield Change(f"{name}_always_{fixed}", said.format(name, fixed), always(name, fixed))
        told = f"It takes {name} the wrong way round."
        yield Change(f"{name}_negated", told, lambda names: {name: not names[name]}, 1)
    for other in sorted(modes.get(name, ())):
        yield Change(f"{name}_always_{other}", said.format(name, other), always(name, other))


def of_number(name: str, value: Any) -> Iterator[Change]:
    """A number without effect, fixed, or used in another way."""
    yield Change(f"without_{name}", f"It comes out as if {name} were 0.", always(name, 0.0))
    for fixed in FIXED:
        told = f"It comes out as if {name} were always {fixed:g}: use the argument."
        yield Change(f"{name}_always_{fixed:g}", told, always(name, fixed), 1)
    others = OTHER_NUMBERS | (OTHER_INTEGERS if isinstance(value, int) else {})
    for words, other in others.items():
        yield used_as(name, words.format(name), other)


def of_array(name: str) -> Iterator[Change]:
    """An array without effect, or used in another way."""
    for fixed in (0, 1):
        told = f"It comes out as if {name} were {fixed} everywhere: {name} itself has no effect."
        yield Change(
            f"{name}_always_{fixed}",
            told,
            lambda names, fixed=fixed: {name: np.full(np.shape(names[name]), float(fixed))},
            fixed,
        )
    for words, other in OTHER_ARRAYS.items():
        yield used_as(name, words.format(name), other)
    for step in STEPS:  # such a difference is the derivative half a step further on
        yield Change(
            f"difference_of_step_{step:g}".replace("-", "minus_"),
            ONE_SIDED.format(step),
            lambda names, step=step: {name: names[name] + step / 2},
            3,
        )


def used_as(name: str, words: str, other: Callable[[Any], Any]) -> Change:
    """The argument in another way."""
    told = f"It comes out as if it were computed with {words} in place of {name}."
    if words.startswith("its "):
        told = f"It comes out as if it were computed with {words}."
    return Change(f"with_{slugged(words)}", told, lambda names: {name: other(names[name])}, 3)


def of_batch(names: Named, examples: int | None) -> Iterator[Change]:
    """A part of the examples alone."""
    batch = [n for n, v in names.items() if is_array(v) and examples and len(v) == examples]
    for words, part in PARTS.items():
        told = words.format("the batch", "example")
        yield Change(
            slugged(told),
            f"It comes out as if it were computed {told}.",
            lambda names, part=part: {n: part(names[n]) for n in batch},
        )


def of_parts(name: str) -> Iterator[Change]:
    """A part of a list, or of the rows of an array."""
    for words, part in PARTS.items():
        told = words.format(name, "entry")
        yield Change(
            slugged(told),
            f"It comes out as if it were computed {told}.",
            lambda names, part=part: {name: part(names[name])},
        )


def of_two(names: Named) -> Iterator[Change]:
    """One argument where another belongs, or two exchanged."""
    alike = [(a, b) for a, b in combinations(names, 2) if are_alike(names[a], names[b])]
    for a, b in alike:
        yield Change(
            f"{a}_and_{b}_exchanged",
            f"It comes out as if {a} and {b} were exchanged.",
            lambda names, a=a, b=b: {a: names[b], b: names[a]},
            2,
        )
    for a, b in [pair for both in alike for pair in permutations(both)]:
        yield Change(
            f"{b}_in_place_of_{a}",
            f"It comes out as if {b} were used in place of {a}.",
            lambda names, a=a, b=b: {a: names[b]},
            2,
        )


def always(name: str, fixed: Any) -> Callable[[Named], Named]:
    return lambda _: {name: fixed}


def is_series(value: Any) -> bool:
    """A list, or an array of arrays."""
    return isinstance(value, list) or (is_array(value) and value.ndim > 1)


def are_alike(a: Any, b: Any) -> bool:
    """Whether one may stand where the other belongs."""
    if is_array(a) and is_array(b):
        return a.shape == b.shape and a.dtype.kind == b.dtype.kind
    return is_number(a) and is_number(b)


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def slugged(words: str) -> str:
    """Words as a part of an id."""
    words = re.sub(r"- ?", "minus ", re.sub(r"\|(.*?)\|", r"abs \1", words))
    return words.replace("/", "by").replace(" ", "_")
