"""A file in the user's cache, under a hash of all that it depends on; for its owner alone to read.

Who cannot read or write it finds out again what is kept in it, and that is the same.
"""

import hashlib
import json
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from platformdirs import user_cache_path

OLD = 30 * 24 * 3600  # seconds without use


class KeptFile:
    """A dict that JSON can hold, of one `kind`."""

    def __init__(self, kind: str, parts: Iterable[bytes]) -> None:
        """`parts` are all that the dict depends on."""
        digest = hashlib.sha256()
        for part in parts:
            digest.update(hashlib.sha256(part).digest())
        self.path = user_cache_path("autograder") / kind / f"{digest.hexdigest()[:32]}.json"

    def read(self) -> dict[str, Any]:
        """What is kept; nothing if it cannot be read."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def add(self, more: dict[str, Any]) -> None:
        """Keep it for later runs. Of two that do so at once one is lost, and found again."""
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                forget_old(self.path.parent)
            text = json.dumps(self.read() | more)
            with NamedTemporaryFile("w", dir=self.path.parent, delete=False) as file:
                file.write(text)
            Path(file.name).replace(self.path)


def forget_old(folder: Path) -> None:
    """Remove what homeworks as they were have left."""
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - OLD:
            path.unlink()
