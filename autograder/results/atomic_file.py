"""Files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_atomically(path: Path, content: str | bytes | Iterator[str]) -> None:
    """Write a file so that a reader, or a power cut, finds the old one or the new one, whole.

    An iterator gives the text piece by piece.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o644)
            if isinstance(content, bytes):
                file.write(content)
            else:
                pieces = [content] if isinstance(content, str) else content
                file.writelines(piece.encode() for piece in pieces)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise
