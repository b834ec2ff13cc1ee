"""Where hidden inputs come from: one secret seed, so a grade is reproducible, never guessable.

What is drawn may not fit (see `fitting_draws`): then some names are drawn again, by a number that
is mixed into the seed.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np

Names = tuple[str, ...]


class Inputs(Protocol):
    """What hidden tests make of the numbers that they draw: `autograder.testing.Cases`."""

    function: str

    def unfit(self, answers: Path) -> str | None:
        """What is wrong with the inputs for code in float32, or nothing."""

    def drawn_as(self, other: "Inputs") -> bool:
        """Whether the inputs are those of `other`, from which it then takes what is known."""


class Handed(NamedTuple):
    """A generator as it was when it was last looked at."""

    names: Names
    rng: "np.random.Generator"
    state: dict


class Drawing:
    """What draws from one seed: the generators it was handed, and the inputs made of them."""

    def __init__(self, seed: str, again: Mapping[Names, int]) -> None:
        self.inputs: list[tuple[Inputs, tuple[Names, ...]]] = []
        self._seed, self._again = seed, again
        self._handed: list[Handed] = []

    def generator(self, names: Names) -> "np.random.Generator":
        """A generator of its own for these names."""
        import numpy as np  # noqa: PLC0415 - `autograder list` needs a course, and no NumPy

        times = self._again.get(names, 0)
        parts = [self._seed, *names, *[f"again {times}"] * (times > 0)]
        digest = hashlib.sha256("\0".join(parts).encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest, "big"))
        self._handed.append(Handed(names, rng, rng.bit_generator.state))
        return rng

    def note(self, inputs: Inputs) -> None:
        """Keep inputs beside the names that they may come from, the likeliest first.

        Those are the ones last drawn from: an author draws numbers, and then makes inputs of them.
        """
        now = [h._replace(state=h.rng.bit_generator.state) for h in reversed(self._handed)]
        moved = [h for h in now if h not in self._handed]
        self._handed = [*(h for h in reversed(now) if h not in moved), *reversed(moved)]
        likeliest = dict.fromkeys(h.names for h in reversed(self._handed))
        self.inputs.append((inputs, tuple(likeliest)))


_in_force: ContextVar[Drawing] = ContextVar("drawing")


@contextmanager
def drawing_from(seed: str, again: Mapping[Names, int] | None = None) -> Iterator[Drawing]:
    """Have `generator` draw from `seed` while hidden tests are loaded or run.

    `again` says how often what names had drawn before.
    """
    drawing = Drawing(seed, again or {})
    token = _in_force.set(drawing)
    try:
        yield drawing
    finally:
        _in_force.reset(token)


def generator(*names: str) -> "np.random.Generator":
    """A generator of its own for every name, say `generator("hw1_backprop", "mlp_forward")`.

    Functions of different names get independent inputs: what the call of one reveals (a cache of
    the reference, for one) answers no call of another. Raises LookupError outside of a hidden test.
    """
    drawing = _in_force.get(None)
    if drawing is None:
        raise LookupError("generator() draws inputs for hidden tests, which the grader loads")
    return drawing.generator(names)


def note(inputs: Inputs) -> None:
    """Tell whoever loads hidden tests of inputs that were drawn just now."""
    drawing = _in_force.get(None)
    if drawing is not None:
        drawing.note(inputs)
