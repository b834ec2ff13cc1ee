"""Which draws of a seed were fair, kept in the user's cache: to find out takes seconds.

What is kept says only how often a name had drawn before. It is found under a hash of all that it
depends on, so that it is the same as if it had been found again; who cannot keep it finds it again.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_cache_path

from autograder.course.inputs.seed import Names

ENGINE = Path(__file__).parents[2]
ENGINE_PARTS = ("course", "testing")  # what decides whether inputs are fair
LIBRARIES = ("numpy", "torch")
OLD = 30 * 24 * 3600  # seconds without use


class KeptDraws:
    """What was found for the hidden tests in one folder of secrets, by seed."""

    def __init__(self, secrets: Path) -> None:
        digest = hashlib.sha256()
        for part in parts_of(secrets):
            digest.update(hashlib.sha256(part).digest())
        self._file = user_cache_path("autograder") / "draws" / f"{digest.hexdigest()[:32]}.json"

    def find(self, seed: str) -> dict[Names, int] | None:
        """How often which names had drawn before all was fair, or None if that is not known."""
        with suppress(KeyError, TypeError, ValueError):
            return {tuple(names): int(times) for names, times in self._read()[named(seed)]}
        return None

    def keep(self, seed: str, again: dict[Names, int]) -> None:
        """Keep it for later runs. Of two that do so at once one is lost, and found again."""
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if not self._file.exists():
                forget_old(self._file.parent)
            text = json.dumps(self._read() | {named(seed): list(again.items())})
            with NamedTemporaryFile("w", dir=self._file.parent, delete=False) as file:
                file.write(text)
            Path(file.name).replace(self._file)

    def _read(self) -> dict:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


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


def forget_old(folder: Path) -> None:
    """Remove what homeworks as they were have left."""
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - OLD:
            path.unlink()
