"""The folder in which a submission may write: how full it is, and emptying it. Both sides.

What lies in it was named and nested by a submission: no recursion, no long paths, no trust.
"""

import itertools
import os
from pathlib import Path


def is_full(folder: str, max_bytes: int, max_entries: int) -> bool:
    """Whether there is more in `folder` than allowed, while a submission is still at work in it."""
    used, waiting, entries = 0, [folder], 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    entries += 1
                    used += entry.stat(follow_symlinks=False).st_blocks * 512
                    if used > max_bytes or entries > max_entries:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue  # removed meanwhile
        except OSError:  # too long a path, or closed to us: nothing honest
            return True
    return False


def empty(folder: str) -> None:
    """Remove all that is in `folder`; nobody else is at work in it any more.

    What lies deeper is moved up first, level by level, so that no depth is too deep.
    """
    top, free = Path(folder), itertools.count()
    while entries := list(top.iterdir()):
        for entry in entries:
            if not _is_folder(entry):
                entry.unlink()
                continue
            entry.chmod(0o700)
            for inner in list(entry.iterdir()):
                if _is_folder(inner):
                    inner.chmod(0o700)  # moving a folder changes it: it holds its parent
                    inner.rename(next(p for n in free if not (p := top / f"{n}.moved").exists()))
                else:
                    inner.unlink()
            entry.rmdir()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
