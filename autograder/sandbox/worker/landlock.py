"""Landlock: which files this process, and all that it forks, may open.

Worker side, standard library only. Each call of `restrict` or `restrict_changes` adds a layer;
what may be done is what every layer allows.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable, Iterator

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
ABI_TRUNCATE, ABI_NETWORK, ABI_DEVICES, ABI_SCOPES = 3, 4, 5, 6

READ_FILE, READ_DIR = 1 << 2, 1 << 3
READ = READ_FILE | READ_DIR
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
REMOVE_FILE = 1 << 5
# and remove folders, make folders and files
CHANGE = WRITE_FILE | TRUNCATE | REMOVE_FILE | 1 << 4 | 1 << 7 | 1 << 8
REFER = 1 << 13  # move between folders
ALL_FILES = (1 << 15) - 1  # with devices, fifos, sockets and links, which nobody may make
DEVICE_IOCTL = 1 << 15
NETWORK = 0b11  # bind and connect TCP
SCOPES = 0b11  # abstract sockets of others, signals to others

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def _syscall(number: int, *args: object) -> int:
    result = _libc.syscall(ctypes.c_long(number), *args)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock: {os.strerror(code)}")
    return result


def abi() -> int:
    """The version of Landlock that the kernel has; 0 for none."""
    try:
        return _syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def restrict(readable: Iterable[str], listed: Iterable[str], writable: Iterable[str]) -> None:
    """From now on read only what lies below `readable`, list `listed`, change only `writable`."""
    handled = ALL_FILES | (DEVICE_IOCTL if abi() >= ABI_DEVICES else 0)
    ruleset = _ruleset(handled)
    for path in readable:
        _allow(ruleset, path, READ)
    for path in listed:
        _allow(ruleset, path, READ_DIR)
    for path in writable:
        _allow(ruleset, path, READ | CHANGE | REFER)
    _enforce(ruleset)


def restrict_changes(folder: str, *, remove_files: bool) -> None:
    """From now on change only what lies below `folder`; who may be signalled narrows too."""
    ruleset = _ruleset(CHANGE)
    _allow(ruleset, folder, CHANGE if remove_files else CHANGE & ~REMOVE_FILE)
    _allow(ruleset, os.devnull, WRITE_FILE | TRUNCATE)
    _enforce(ruleset)


def _ruleset(handled: int) -> int:
    version = abi()
    if version < ABI_TRUNCATE:
        raise OSError(f"Landlock ABI {ABI_TRUNCATE} needed, the kernel has {version}")
    attributes = [handled]
    if version >= ABI_NETWORK:
        attributes.append(NETWORK)
    if version >= ABI_SCOPES:
        attributes.append(SCOPES)
    packed = struct.pack(f"={len(attributes)}Q", *attributes)
    return _syscall(CREATE_RULESET, packed, ctypes.c_size_t(len(packed)), ctypes.c_uint32(0))


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(os.fstat(fd).st_mode):
        access &= READ_FILE | WRITE_FILE | TRUNCATE
    try:
        rule = struct.pack("=Qi", access, fd)
        _syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0))
    finally:
        os.close(fd)


def _enforce(ruleset: int) -> None:
    try:
        _syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def around(folder: str, hidden: set[str]) -> Iterator[str]:
    """What together makes up `folder` without the `hidden` folders in it."""
    if not any(path == folder or path.startswith(folder + "/") for path in hidden):
        yield folder
    elif folder not in hidden:
        for entry in os.scandir(folder):
            if not entry.is_symlink():
                yield from around(entry.path, hidden)
