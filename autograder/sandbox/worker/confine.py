"""What zygote and child may do. Worker side, standard library only.

The zygote gives up root and the file system before it takes its first order; a child gives up the
rest after the fork, before anything of the submission runs. There is no way back from either.
"""

import ctypes
import fcntl
import os
import resource
import signal
import sys
import threading
from typing import Any

import landlock

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION = 0x20080522
NOTHING = (
    resource.RLIMIT_CORE,
    resource.RLIMIT_MEMLOCK,
    resource.RLIMIT_MSGQUEUE,
    resource.RLIMIT_RTPRIO,
    resource.RLIMIT_NICE,
)
THREAD_STACK_BYTES = 4 << 20  # of the 8 that are usual, for 60 threads to fit; see limits.py
# Where the descriptors of folders start that the plain user could not open itself.
FIRST_REACH = 40

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: Any) -> None:
    zero = ctypes.c_ulong(0)
    if _libc.prctl(ctypes.c_int(option), value, zero, zero, zero):
        code = ctypes.get_errno()
        raise OSError(code, f"prctl {option}: {os.strerror(code)}")


class Reach:
    """Folders that stay within reach after root is given up, though they may lie below /root.

    Outside a container of mounts a plain user cannot walk to them; a descriptor opened before can.
    """

    def __init__(self, folders: list[str]) -> None:
        self._names, self._numbers = {}, []
        for folder in sorted(folders, key=len, reverse=True):
            fd = os.open(folder, os.O_PATH | os.O_DIRECTORY)
            # The first that is free: the grader chose that of our orders, which may be any.
            number = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, FIRST_REACH)
            os.close(fd)
            self._names[folder] = f"/proc/self/fd/{number}"
            self._numbers.append(number)

    def path(self, path: str) -> str:
        """The name by which the plain user reaches `path`."""
        for folder, name in self._names.items():
            if path == folder or path.startswith(folder + "/"):
                return name + path[len(folder) :]
        return path

    def redirect_imports(self) -> None:
        """Have what is imported from now on come by the new names."""
        if not self._names:
            return
        sys.path[:] = map(self.path, sys.path)
        for module in list(sys.modules.values()):
            if isinstance(getattr(module, "__path__", None), list):
                module.__path__[:] = map(self.path, module.__path__)
        realpath = os.path.realpath
        # The real name is the one that cannot be opened.
        os.path.realpath = lambda path, **how: (
            path if str(path).startswith("/proc/self/fd/") else realpath(path, **how)
        )

    def close_others(self, first: int) -> None:
        """Close every descriptor from `first` on but those that are needed to reach something."""
        for number in sorted(self._numbers):
            os.closerange(first, number)
            first = number + 1
        os.closerange(first, 1 << 20)


def become_plain(uid: int) -> None:
    """Give up root, and every capability."""
    try:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        raise OSError(f"root could not be given up: {error}") from None
    version = ctypes.byref((ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0))
    if _libc.capset(version, ctypes.byref((ctypes.c_uint32 * 6)())):
        raise OSError("the capabilities of root could not be given up")
    try:
        os.setuid(0)
    except PermissionError:
        return
    raise OSError("root could not be given up")


def confine_zygote(readable: list[str], hidden: list[str], listed: list[str], folder: str) -> None:
    """Read Python and NumPy, write to `folder`, and be opaque to others of the same user.

    `listed` are the folders that imports look through; of what else lies there the names show.
    """
    apart = set(hidden)
    files = [part for path in readable for part in landlock.around(path, apart)]
    _prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    landlock.restrict([*files, "/dev/urandom"], listed, [folder, os.devnull])
    _prctl(PR_SET_DUMPABLE, ctypes.c_ulong(0))


def confine_child(
    folder: str, limits: dict[str, int], filter_program: bytes | None, *, counted: bool
) -> None:
    """Bind this process to `folder`, `limits` and the filter; without one there are no walls.

    `counted`: no file system limits what is written, so files that lie in `folder` are counted. A
    file that was removed and is still open would not be, so none may be removed.
    """
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(HOME=folder, TMPDIR=folder, MPLCONFIGDIR=folder)
    set_limits(limits)
    _prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    if filter_program is not None:
        landlock.restrict_changes(folder, remove_files=not counted)
        load_filter(filter_program)


def die_with(parent: int) -> None:
    """End when `parent` ends; it may have ended already."""
    _prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(70)


def set_limits(limits: dict[str, int]) -> None:
    """Set what setrlimit can limit; the rest of `limits` the zygote watches."""
    for kind, name in (
        (resource.RLIMIT_AS, "memory"),
        (resource.RLIMIT_FSIZE, "file_bytes"),
        (resource.RLIMIT_NOFILE, "open_files"),
    ):
        resource.setrlimit(kind, (limits[name], limits[name]))
    threading.stack_size(THREAD_STACK_BYTES)
    seconds = limits["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # SIGXCPU first: it has a name
    for kind in NOTHING:
        resource.setrlimit(kind, (0, 0))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def load_filter(program: bytes) -> None:
    """Hand the kernel the seccomp filter that the trusted side compiled."""
    pointer = ctypes.byref(_Program(len(program) // 8, program))
    if _libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), pointer, 0, 0):
        code = ctypes.get_errno()
        raise OSError(code, f"the seccomp filter does not load: {os.strerror(code)}")
