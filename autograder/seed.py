"""Where hidden inputs come from: one secret seed, so a grade is reproducible, never guessable."""

import hashlib
import os
from typing import TYPE_CHECKING

import solutions

if TYPE_CHECKING:
    import numpy as np


SHORTEST = 8


class Guessable(Exception):
    """The seed is so short that somebody could guess it."""


def refuse_guessable(option: str, seed: str | None) -> None:
    """Raise Guessable if the seed that an option gave, or else AUTOGRADER_SEED, is too short."""
    source = "AUTOGRADER_SEED" if seed is None else option
    used = secret_seed() if seed is None else seed
    if len(used.strip()) < SHORTEST:
        message = f"{source}: a seed of fewer than {SHORTEST} characters can be guessed"
        raise Guessable(f"{message}; choose a longer one")


def secret_seed() -> str:
    """The seed of this course: AUTOGRADER_SEED, or the default that stands in `solutions`."""
    return os.environ.get("AUTOGRADER_SEED") or solutions.DEFAULT_SEED


def generator(*names: str) -> "np.random.Generator":
    """A generator of its own for every name, say `generator("hw1_backprop", "mlp_forward")`.

    Functions of different names get independent inputs: what the call of one reveals (a cache of
    the reference, for one) answers no call of another.
    """
    import numpy as np  # noqa: PLC0415 - `autograder list` needs a seed's name, and no NumPy

    digest = hashlib.sha256("\0".join([secret_seed(), *names]).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
