"""What attackers are after, protected by nothing but the walls, and whether it is whole."""

import contextlib
import ctypes
import fcntl
import os
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path

from autograder.sandbox.walls.bubble import PLAIN_UID

LIBC = ctypes.CDLL(None, use_errno=True)
TO_LOCK = Path(__file__)  # whoever runs the tests can read it
TESTS = []  # as a hidden test holds what is expected


@contextlib.contextmanager
def walled(*, off=False):
    """Keep attacks without walls apart from the others, which look at what attacks leave behind.

    Both may be run at once, by several processes of pytest.
    """
    with TO_LOCK.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX if off else fcntl.LOCK_SH)
        yield


class Ground:
    """A hidden test, servers, shared memory, a neighbour's process; `world` says where they are."""

    def __init__(self):
        self.canary = f"canary-{secrets.token_hex(16)}"
        TESTS.append(self.canary)
        self._secret_bytes = self.canary.encode()
        self.folder = Path(tempfile.mkdtemp(prefix="ground-"))
        self.secret = self.folder / "q1.py"
        self.repair()
        self._servers()
        self._neighbour()
        self._memory = LIBC.shmget(0, 4096, 0o1666)
        buffer = ctypes.create_string_buffer(self._secret_bytes)
        self._buffer = buffer
        self.world = {
            "secret": str(self.secret),
            "folder": str(self.folder),
            "home": str(self.folder),
            "pid": os.getpid(),
            "neighbour": self.neighbour.pid,
            "address": ctypes.addressof(buffer),
            "length": len(self._secret_bytes),
            "shared_memory": self._memory,
            "port": self.tcp.getsockname()[1],
            "abstract": self.abstract_name,
            "site": sysconfig.get_paths()["purelib"],
        }
        os.environ["AUTOGRADER_CANARY"] = self.canary

    def repair(self):
        """Lay the files out again."""
        for entry in self.folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        self.folder.chmod(0o777)
        self.secret.write_text(self.canary)
        self.secret.chmod(0o666)

    def _servers(self):
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(self.tcp.getsockname())
        self.abstract_name = f"autograder-{secrets.token_hex(8)}"
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind("\0" + self.abstract_name)
        self.abstract.listen()
        for server in (self.tcp, self.udp, self.abstract):
            server.setblocking(False)

    def _neighbour(self):
        as_worker = {"user": PLAIN_UID, "group": PLAIN_UID, "extra_groups": []}
        plain = as_worker if os.geteuid() == 0 else {}
        self.neighbour = subprocess.Popen(["sleep", "600"], **plain)

    def look(self):
        """All that an attack could have changed; the same as before if none did."""
        stat, pid = self.secret.stat(), self.neighbour.pid
        return {
            "files": sorted(entry.name for entry in self.folder.iterdir()),
            "secret": self.secret.read_text() == self.canary,
            "metadata": (stat.st_mode, stat.st_uid, stat.st_mtime_ns, os.listxattr(self.secret)),
            "elsewhere": _left_elsewhere(),
            "neighbour": (
                self.neighbour.poll(),
                os.getpriority(os.PRIO_PROCESS, pid),
                Path(f"/proc/{pid}/limits").read_text(),
                os.sched_getscheduler(pid),
                os.sched_getaffinity(pid),
                os.getpgid(pid),
            ),
            "connections": [_called(server) for server in (self.tcp, self.udp, self.abstract)],
            "descriptors": len(os.listdir("/proc/self/fd")),
        }

    def close(self):
        self.neighbour.send_signal(signal.SIGKILL)
        self.neighbour.wait()
        for server in (self.tcp, self.udp, self.abstract):
            server.close()
        LIBC.shmctl(self._memory, 0, None)
        shutil.rmtree(self.folder)
        os.environ.pop("AUTOGRADER_CANARY", None)


def _left_elsewhere():
    places = [Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm")]
    patterns = ("autograder-attack*", "autograder-note")
    return sorted(str(f) for p in places if p.is_dir() for g in patterns for f in p.glob(g))


def _called(server):
    try:
        return bool(server.accept() if server.type == socket.SOCK_STREAM else server.recv(100))
    except BlockingIOError:
        return False


def processes(folder):
    """The processes of the zygote that works in `folder`: its forks share its command line."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and folder.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def gone(folder, seconds=30.0):
    """Whether all processes of that zygote end soon, and its folder is removed."""
    end = time.monotonic() + seconds
    while processes(folder) and time.monotonic() < end:
        time.sleep(0.01)
    return not processes(folder) and not Path(folder).exists()


def resident_mib():
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)
