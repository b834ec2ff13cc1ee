"""A worker process as the trusted side sees it: its start, the socket for orders, its end."""

import json
import os
import secrets
import select
import socket
import subprocess
import tempfile
import weakref
from pathlib import Path
from typing import Any, NoReturn

from autograder.sandbox.walls import bubble
from autograder.sandbox.walls.limits import SandboxError, Tier
from autograder.sandbox.worker import scratch

START_SECONDS = 60.0
_running: "weakref.WeakSet[Process]" = weakref.WeakSet()


class Process:
    """One run of the worker, from its start to its end."""

    def __init__(self, tier: Tier, allowed: str) -> None:
        self._due = 1  # times that it has to say that it is ready
        self.folder = folder = _folder(tier)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self._process = bubble.start(tier, theirs.fileno(), folder, allowed)
        except BaseException:
            self._control.close()
            _remove(folder)
            raise
        # Also at the end of a program that forgets to close it.
        self._finalizer = weakref.finalize(self, _end, self._control, self._process, folder)
        _running.add(self)

    def want_plots(self) -> None:
        """Have matplotlib imported for all children; none may be there yet."""
        self.send({"plots": True})
        self._due += 1

    def wait_ready(self) -> None:
        """Return once it has started, and imported what is wanted."""
        while self._due:
            self.receive()
            self._due -= 1

    def send(self, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], fds)
        except OSError:
            self._dead()

    def answers_within(self, seconds: float) -> bool:
        poll = select.poll()  # select() knows no descriptor above 1023
        poll.register(self._control, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def receive(self) -> dict[str, Any]:
        """The next message. Raises SandboxError when the worker is not there any more."""
        try:
            message = self._control.recv(4096) if self.answers_within(START_SECONDS) else b""
        except ConnectionResetError:
            message = b""
        if not message:
            self._dead()
        return json.loads(message)

    def _dead(self) -> NoReturn:
        ended = self._process.poll()
        self._process.kill()
        said = (self._process.stderr.read() or b"").decode(errors="replace").strip()
        said = said or (f"exit code {ended}" if ended is not None else "it does not answer")
        raise SandboxError(f"the worker process does not start or has died: {said[-500:]}")

    def close(self) -> None:
        """End the worker, its children, and what they left in their folder."""
        self._finalizer()


def end_all() -> None:
    """End all workers that were started here: for a process that ends without `atexit`."""
    for process in list(_running):
        process.close()


def _end(control: socket.socket, process: subprocess.Popen, folder: str) -> None:
    control.close()  # the worker ends by itself then, and its child with it
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stderr.close()
    _remove(folder)


def _folder(tier: Tier) -> str:
    """A folder for what submissions write; in a bubble it is made inside, of memory."""
    if tier == "strong":
        return f"{tempfile.gettempdir()}/autograder-{secrets.token_hex(4)}"
    folder = tempfile.mkdtemp(prefix="autograder-")
    if os.geteuid() == 0:
        try:
            os.chown(folder, bubble.PLAIN_UID, bubble.PLAIN_UID)
        except OSError as error:  # a container with one user
            Path(folder).rmdir()
            raise SandboxError(f"root could not be given up: {error.strerror}") from None
    return folder


def _remove(folder: str) -> None:
    if Path(folder).exists():
        scratch.empty(folder)
        Path(folder).rmdir()
