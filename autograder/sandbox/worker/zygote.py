"""The untrusted side: a zygote, warm with NumPy, that forks one child a submission.

Started by `bubble.py` as `python -I -S zygote.py FD SETTINGS`. Imports NumPy and the standard
library only. The zygote holds no submission: a child reads the source from its own socket after
the fork.
"""

import base64
import gc
import importlib.machinery
import json
import os
import select
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

CONTROL_FD, SETTINGS = int(sys.argv[1]), json.loads(sys.argv[2])
CHILD_FD = 3
# How often what was written is counted, where no file system limits it: disks are fast.
WATCH_MILLISECONDS = 20 if SETTINGS["counted"] else 200


class NumpyOnly(importlib.machinery.PathFinder):
    """Finds NumPy and matplotlib where they are installed, and says no to every other package."""

    folders: dict[str, str] = SETTINGS["packages"]

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> Any:
        if path is not None:
            return None
        if name in cls.folders:
            return super().find_spec(name, [cls.folders[name]], target)
        if name.startswith("_"):
            return None  # optional accelerators of the standard library
        allowed = SETTINGS["allowed"]
        told = f": the assignment is {allowed}" if allowed else ""
        message = f"No module named {name!r}{told}"
        raise ModuleNotFoundError(message, name=name)


sys.meta_path.append(NumpyOnly)
sys.path.append(str(Path(__file__).parent))

import confine  # noqa: E402
import numpy as np  # noqa: E402
import scratch  # noqa: E402
from child import Channel, Child, otter_stub  # noqa: E402

sys.path.pop()
sys.argv[1:] = []


class Zygote:
    """Keeps NumPy warm and forks; one child alive at a time."""

    def __init__(self, control: socket.socket, reach: confine.Reach) -> None:
        self._control, self._reach = control, reach
        self._folder = SETTINGS["folder"]
        self._filter = SETTINGS["filter"] and base64.b64decode(SETTINGS["filter"])
        self._pid = os.getpid()

    def run(self) -> None:
        """Fork on request until the trusted side closes the socket, or is gone."""
        scratch.empty(self._folder)
        self._say({"ready": self._pid})
        while True:
            message, fds, _, _ = socket.recv_fds(self._control, 4096, 1)
            if not message:
                return
            request = json.loads(message)
            if "plots" in request:
                warm_up_plots()
                self._say({"ready": self._pid})
            if "fork" in request:
                self._fork(request["fork"], fds[0])

    def _fork(self, limits: dict[str, int], fd: int) -> None:
        folder = tempfile.mkdtemp(dir=self._folder)
        pid = os.fork()
        if pid == 0:
            try:
                self._become_child(fd, folder, limits)
            finally:
                os._exit(70)
        os.close(fd)
        full = self._watch(pid, folder, limits)
        _, status, usage = os.wait4(pid, 0)
        kill_group(pid)  # a grandchild, where no walls keep one from being born
        scratch.empty(self._folder)
        cpu = usage.ru_utime + usage.ru_stime
        end = {"status": status, "cpu": cpu, "peak_kib": usage.ru_maxrss, "folder_full": full}
        self._say(end)

    def _watch(self, pid: int, folder: str, limits: dict[str, int]) -> bool:
        """Return once the child ends or must; whether it must because its folder is full.

        Any word from the trusted side means kill, and so does its death.
        """
        pidfd = os.pidfd_open(pid)
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        poll.register(self._control, select.POLLIN)
        full = False
        while not full and not (ready := poll.poll(WATCH_MILLISECONDS)):
            full = scratch.is_full(folder, limits["folder_bytes"], limits["folder_entries"])
        if full or all(one != pidfd for one, _ in ready):
            if not full:
                self._control.recv(4096)
            kill_group(pid)
        os.close(pidfd)
        return full

    def _become_child(self, fd: int, folder: str, limits: dict[str, int]) -> None:
        """From a fork of the zygote to a confined process that serves one submission."""
        confine.die_with(self._pid)
        os.setpgid(0, 0)
        null = os.open(os.devnull, os.O_RDWR)
        for target in (0, 1, 2):
            os.dup2(null, target)
        os.dup2(fd, CHILD_FD)
        self._reach.close_others(CHILD_FD + 1)
        tempfile.tempdir = folder  # it would try each candidate by removing a file
        confine.confine_child(folder, limits, self._filter, counted=SETTINGS["counted"])
        sys.modules["otter"] = otter_stub()
        Child(Channel(CHILD_FD)).serve()

    def _say(self, message: dict[str, Any]) -> None:
        self._control.send(json.dumps(message).encode())


def kill_group(pid: int) -> None:
    """End the child and everything it started."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def main() -> None:
    control = socket.socket(fileno=CONTROL_FD)
    reach = confine.Reach(SETTINGS["reach"])
    if SETTINGS["uid"] is not None:
        confine.become_plain(SETTINGS["uid"])
    NumpyOnly.folders = {name: reach.path(path) for name, path in NumpyOnly.folders.items()}
    reach.redirect_imports()
    if SETTINGS["filter"]:
        names = [list(map(reach.path, SETTINGS[n])) for n in ("readable", "hidden", "listed")]
        confine.confine_zygote(*names, SETTINGS["folder"])
    np.ones((8, 8)) @ np.ones((8, 8))  # settles what BLAS sets up at its first product
    keep_from_collector()
    gc.set_threshold(50_000, 10, 10)  # a child lives too briefly to look for garbage more often
    Zygote(control, reach).run()
    scratch.empty(SETTINGS["folder"])
    os._exit(0)


def keep_from_collector() -> None:
    """Have no collection in a child touch what all children share."""
    gc.collect()
    gc.freeze()


def warm_up_plots() -> None:
    """Import matplotlib once for all children, where their submissions name it: it is slow.

    It lists the machine's fonts at the first import. Behind the walls it finds its own only, which
    takes 0.08 s; a list kept from outside would name fonts that cannot be opened here.
    """
    import matplotlib as mpl  # noqa: PLC0415 - only the zygote, and only behind the walls

    mpl.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415, F401

    keep_from_collector()


if __name__ == "__main__":
    main()
