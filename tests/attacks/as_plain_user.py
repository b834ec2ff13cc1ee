"""Run by root: `as_plain_user.py FOLDER... -- COMMAND...` runs COMMAND as a user without rights.

That user reaches every FOLDER, also below a folder that only root may enter, such as /root: in a
mount namespace of its own an empty folder, open to all, takes the place of the closed one, and in
it lies FOLDER again.
"""

import ctypes
import os
import sys
from pathlib import Path

PLAIN_UID = 64_738
NEW_MOUNTS = 0x20000
BIND, RECURSIVE, PRIVATE = 1 << 12, 1 << 14, 1 << 18
LIST, ENTER = 0o4, 0o1  # what others may do

_libc = ctypes.CDLL(None, use_errno=True)


def main():
    end = sys.argv.index("--")
    folders = sorted({Path(folder).resolve() for folder in sys.argv[1:end]})
    os.umask(0o022)
    if any(map(closed, folders)):
        _checked(_libc.unshare(NEW_MOUNTS), "a namespace of mounts")
        _mount("none", "/", RECURSIVE | PRIVATE)
        open_to_all(folders)
    os.environ["HOME"] = "/nonexistent"
    os.setgroups([])
    os.setresgid(PLAIN_UID, PLAIN_UID, PLAIN_UID)
    os.setresuid(PLAIN_UID, PLAIN_UID, PLAIN_UID)
    os.execvp(sys.argv[end + 1], sys.argv[end + 1 :])


def closed(folder):
    """The first folder on the way to `folder`, or itself, that keeps others out, if one does."""
    for path in [*reversed(folder.parents), folder]:
        wanted = LIST | ENTER if path == folder else ENTER
        if path.exists() and path.stat().st_mode & wanted != wanted:
            return path
    return None


def open_to_all(folders):
    """Let others reach `folders`, which are sorted: what lies in another one comes after it."""
    kept = {folder: os.open(folder, os.O_PATH) for folder in folders}
    for folder, fd in kept.items():
        if hides := closed(folder):
            _mount("none", hides, 0, "tmpfs", "mode=755")
        folder.mkdir(parents=True, exist_ok=True)
        if not os.path.samestat(folder.stat(), os.fstat(fd)):
            put(f"/proc/self/fd/{fd}", folder)
        os.close(fd)


def put(source, target):
    """Have `target`, an empty folder, show what is in `source`; with its mode, if all may enter."""
    if os.stat(source).st_mode & (LIST | ENTER) == LIST | ENTER:
        _mount(source, target, BIND | RECURSIVE)
        return
    for entry in os.scandir(source):
        place = target / entry.name
        if entry.is_symlink():
            place.symlink_to(os.readlink(entry.path))
            continue
        place.mkdir() if entry.is_dir() else place.touch()
        _mount(entry.path, place, BIND | RECURSIVE)


def _mount(source, target, flags, kind="none", options=""):
    words = [os.fsencode(word) for word in (source, target, kind)]
    done = _libc.mount(*words, ctypes.c_ulong(flags), options.encode())
    _checked(done, f"{target} as a mount")


def _checked(result, what):
    if result:
        raise SystemExit(f"root cannot have {what}: {os.strerror(ctypes.get_errno())}")


if __name__ == "__main__":
    main()
