"""Starts a zygote behind the walls of a tier: settings for its filters, bubblewrap around it.

Trusted side. In `strong`, bubblewrap gives the zygote namespaces of its own and a file system of
`places` alone. Run by root, the worker makes itself a plain user before it takes an order.
"""

import base64
import functools
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.sandbox.interrupts import interrupts_wait
from autograder.sandbox.walls import seccomp
from autograder.sandbox.walls.limits import SandboxError, Tier
from autograder.sandbox.walls.places import WORKER_FILES, Places, places

PLAIN_UID = 64_737  # of no user and no service: its processes share it with each other only
HERE = Path(__file__).parents[1] / "worker"
WORKER_FOLDER = "/worker"  # inside the bubble
FOLDER_BYTES = 64 << 20
DEVICES = ("/dev/null", "/dev/urandom")
OPTIONAL = ("/etc/ld.so.cache", "/etc/localtime")
# A fork while another thread is inside BLAS hangs the child, so the zygote has one thread only.
SINGLE_THREADED = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"
)


def start(tier: Tier, control: int, folder: str, allowed: str) -> subprocess.Popen:
    """A worker process that takes orders on the socket `control` and writes below `folder`."""
    bubble = tier == "strong"
    worker = WORKER_FOLDER if bubble else str(HERE)
    settings = json.dumps(_settings(tier, folder, allowed))
    python = [places().interpreter, "-I", "-S", f"{worker}/zygote.py", str(control), settings]
    return (
        _starter(os.getpid())
        .submit(
            subprocess.Popen,
            [*_bubblewrap(places(), folder), *python] if bubble else python,
            pass_fds=[control],
            env=_environment(folder),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        .result()
    )


@functools.cache
def _starter(_pid: int) -> ThreadPoolExecutor:
    """A thread that stays: --die-with-parent means the thread that started the worker."""
    executor = ThreadPoolExecutor(1, "sandbox")
    with interrupts_wait():  # a thread half begun would never end, nor would this process
        executor.submit(int)
    return executor


def _environment(folder: str) -> dict[str, str]:
    ours = {"HOME": folder, "TMPDIR": folder, "MPLCONFIGDIR": folder}
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    # Else every thread reserves 64 MiB of address space to allocate from.
    return SINGLE_THREADED | {"MALLOC_ARENA_MAX": "2"} | ours | kept


def _settings(tier: Tier, folder: str, allowed: str) -> dict[str, object]:
    """What the worker is told on its command line."""
    where, walls, root = places(), tier != "none", os.geteuid() == 0
    listed = [*where.libraries, *dict.fromkeys(where.packages.values())]
    return {
        "packages": where.packages,
        "readable": [*where.libraries, *where.package_paths],
        "hidden": where.hidden,
        "listed": listed,
        "folder": folder,
        "counted": tier != "strong",  # there it lies in a file system of its own size
        "allowed": allowed,
        "filter": base64.b64encode(seccomp.program()).decode() if walls else None,
        "uid": PLAIN_UID if root else None,
        # In the bubble all names lead somewhere; outside of it some may lie below /root.
        "reach": listed if root and tier != "strong" else [],
    }


def _bubblewrap(where: Places, folder: str) -> list[str]:
    """The command that makes the bubble, with memory for `folder`.

    Raises SandboxError where bubblewrap is missing.
    """
    program = shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin")
    if program is None:
        raise SandboxError("bubblewrap is not there: install bubblewrap")
    # To make a bubble root needs no user namespace, and in one its files would still be its own.
    namespaces = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    changing_user = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    if os.geteuid():
        namespaces += ["--unshare-user", "--disable-userns"]
        changing_user = ["--cap-drop", "ALL"]
    return [
        *(program, *namespaces, "--unshare-cgroup-try", *changing_user),
        *("--die-with-parent", "--new-session"),
        *_mounts(where),
        *_parents([folder]),
        *("--perms", "0777", "--size", str(FOLDER_BYTES), "--tmpfs", folder),
        *("--remount-ro", "/", "--chdir", "/", "--"),
    ]


def _mounts(where: Places) -> list[str]:
    """Every file the zygote can see, each read-only and under its own name."""
    parts = [where.interpreter, *where.package_paths]
    worker = {str(HERE / name): f"{WORKER_FOLDER}/{name}" for name in WORKER_FILES}
    targets = [*where.libraries, *parts, *worker.values(), *DEVICES, *OPTIONAL]
    arguments = _parents(targets)
    for path in where.libraries:
        arguments += ["--ro-bind", path, path]
    for path in where.hidden:
        arguments += ["--tmpfs", path]
    for path in parts:
        arguments += ["--ro-bind", path, path]
    for source, target in worker.items():
        arguments += ["--ro-bind", source, target]
    for link in ("/lib", "/lib32", "/lib64"):  # the program loader is asked for by these names
        if Path(link).is_symlink():
            arguments += ["--symlink", str(Path(link).readlink()), link]
    for path in DEVICES:
        arguments += ["--dev-bind", path, path]
    for path in OPTIONAL:
        arguments += ["--ro-bind-try", path, path]
    return arguments


def _parents(paths: list[str]) -> list[str]:
    """Folders on the way to `paths`, open to all; bubblewrap's own are as closed as /root is."""
    folders = {folder for path in paths for folder in list(Path(path).parents)[:-1]}
    return [
        word for folder in sorted(folders) for word in ("--perms", "0755", "--dir", str(folder))
    ]
