"""Files as a dict of bytes: read from folders, packed into zips that are the same every time."""

import io
import stat
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the first a zip can hold: the same input, the same bytes


def files_in(folder: Path, root: Path, skipped: Iterable[Path] = ()) -> dict[str, bytes]:
    """Every file below `folder`, by its path from `root`, but for what editors and Python leave."""
    files = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(root)
        clutter = any(part.startswith(".") or part == "__pycache__" for part in relative.parts)
        if path.is_file() and not clutter and not any(map(path.is_relative_to, skipped)):
            files[relative.as_posix()] = path.read_bytes()
    return files


def zipped(
    files: Mapping[str, bytes], modes: Mapping[str, int] | None = None, *, otherwise: int = 0o644
) -> bytes:
    """A zip that is the same, byte for byte, for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.create_system = 3  # Unix, also on other systems: the modes are Unix's
            info.external_attr = (stat.S_IFREG | (modes or {}).get(name, otherwise)) << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()
