"""Which draws of a seed were fair, kept in the user's cache: to find out takes seconds.

What is kept says only how often a name had drawn before.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from autograder.course.inputs.kept_file import KeptFile
from autograder.course.inputs.seed import Names

ENGINE = Path(__file__).parents[2]
ENGINE_PARTS = ("course", "testing")  # what decides whether inputs are fair
LIBRARIES = ("numpy", "torch")


class KeptDraws:
    """What was found for the hidden tests in one folder of secrets, by seed."""

    def __init__(self, secrets: Path) -> None:
        self._file = KeptFile("draws", parts_of(secrets))

    def find(self, seed: str) -> dict[Names, int] | None:
        """How often which names had drawn before all was fair, or None if that is not known."""
        with suppress(KeyError, TypeError, ValueError):
            return {tuple(names): int(times) for names, times in self._file.read()[named(seed)]}
        return None

    def keep(self, seed: str, again: dict[Names, int]) -> None:
        """Keep it for later runs."""
        self._file.add({named(seed): list(again.items())})


def parts_of(secrets: Path) -> Iterator[bytes]:
    """All that the draws of a seed depend on."""
    yield secrets.name.encode()
    yield from (f"{name} {version(name)}".encode() for name in LIBRARIES)
    folders = [secrets / "hidden_tests", *(ENGINE / part for part in ENGINE_PARTS)]
    for path in sorted([*secrets.glob("*.py"), *(p for f in folders for p in f.rglob("*.py"))]):
        yield path.name.encode()
        yield path.read_bytes()


def named(seed: str) -> str:
    """How a seed is called where it must not be read."""
    return hashlib.sha256(f"draws of {seed}".encode()).hexdigest()
