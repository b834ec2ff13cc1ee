"""The trusted side of the wall: starts a zygote, has it fork children, and talks to them by frames.

A child can lie, hang, die or flood; from here it gets a deadline and a byte limit, and its end is
known from the zygote's `wait4`, never from the child itself.
"""

import json
import os
import select
import socket
import subprocess
import tempfile
import time
import weakref
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NoReturn

from autograder.sandbox import bubble, scratch, wire
from autograder.sandbox.limits import ChildLimits, Exit, Limits, SandboxError, Tier

__all__ = [
    "Child",
    "ChildDied",
    "DeadlineExceeded",
    "Exit",
    "Limits",
    "SandboxError",
    "Tier",
    "Zygote",
]

START_SECONDS = 60.0


class ChildDied(Exception):
    """The child ended, or broke the protocol and was ended; `exit` says how."""

    def __init__(self, exit: "Exit") -> None:  # noqa: A002 - the word for it
        super().__init__(str(exit))
        self.exit = exit


class DeadlineExceeded(Exception):
    """The child did not answer in time and was killed."""


class Process:
    """One run of the worker, from its start to its end."""

    def __init__(self, tier: Tier, *, plots: bool) -> None:
        self._ready = False
        self.folder = folder = tempfile.mkdtemp(prefix="autograder-")
        if os.geteuid() == 0:
            os.chown(folder, bubble.PLAIN_UID, bubble.PLAIN_UID)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self._process = bubble.start(tier, theirs.fileno(), folder, plots=plots)
        except BaseException:
            self._control.close()
            Path(folder).rmdir()
            raise
        # Also at the end of a program that forgets to close it.
        self._finalizer = weakref.finalize(self, _end, self._control, self._process, folder)

    def wait_ready(self) -> None:
        if not self._ready:
            self.receive()
            self._ready = True

    def send(self, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], fds)
        except OSError:
            self._dead()

    def answers_within(self, seconds: float) -> bool:
        return bool(select.select([self._control], [], [], seconds)[0])

    def receive(self) -> dict[str, Any]:
        """The next message. Raises SandboxError when the worker is not there any more."""
        message = self._control.recv(4096) if self.answers_within(START_SECONDS) else b""
        if not message:
            self._dead()
        return json.loads(message)

    def _dead(self) -> NoReturn:
        self._process.kill()
        said = (self._process.stderr.read() or b"").decode(errors="replace").strip()
        raise SandboxError(f"the worker process does not start or has died: {said[-500:]}")

    def close(self) -> None:
        """End the worker, its children, and what they left in their folder."""
        self._finalizer()


def _end(control: socket.socket, process: subprocess.Popen, folder: str) -> None:
    control.close()  # the worker ends by itself then, and its child with it
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stderr.close()
    scratch.empty(folder)
    Path(folder).rmdir()


class Zygote:
    """A warm Python with NumPy, behind the walls of `tier`, that forks children one at a time.

    After a child that misbehaved it is not trusted any more, and another one takes its place.
    """

    def __init__(self, tier: Tier = "medium", *, plots: bool = True) -> None:
        self.tier: Tier = tier
        self._plots = plots
        self._process = Process(tier, plots=plots)

    def wait_ready(self) -> None:
        """Return once the zygote can fork; it starts while the caller imports torch."""
        self._process.wait_ready()

    def fork(self, limits: ChildLimits, wire_limits: wire.Limits) -> "Child":
        """A fresh child; the one before it must have ended."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.wait_ready()
                self._process.send({"fork": asdict(limits)}, (theirs.fileno(),))
            except SandboxError:
                ours.close()
                self._renew()
                raise
        return Child(self, ours, wire_limits)

    def end_child(self, *, kill: bool, misbehaved: bool = False) -> Exit:
        """Wait for the child's end; kill it first if asked, or if it does not end by itself."""
        try:
            if kill or not self._process.answers_within(1.0):
                self._process.send({"kill": True})
            end = Exit(**self._process.receive())
        except SandboxError:
            self._renew()
            raise
        if misbehaved or end.folder_full or (not kill and os.WIFSIGNALED(end.status)):
            self._renew()
        return end

    def _renew(self) -> None:
        """Start another worker; it warms up until the next child is asked for."""
        self._process.close()
        self._process = Process(self.tier, plots=self._plots)

    def close(self) -> None:
        """End the zygote, and with it any child."""
        self._process.close()


class Child:
    """One forked worker: frames to it and from it, each before a deadline."""

    def __init__(self, zygote: Zygote, connection: socket.socket, limits: wire.Limits) -> None:
        self._zygote, self._connection, self._limits = zygote, connection, limits
        self._received = bytearray()

    def send(
        self,
        message: dict[str, Any],
        deadline: float,
        on_callable: Callable[[Callable], int] | None = None,
    ) -> None:
        """Send one frame. Raises ChildDied or DeadlineExceeded; the child is then gone."""
        frame = wire.encode(message, on_callable=on_callable)
        self._guard(lambda: self._connection.sendall(frame), deadline)

    def receive(self, deadline: float) -> dict[str, Any]:
        """Read one frame that is a dict with an "op". Raises ChildDied or DeadlineExceeded."""
        prefix = self._exactly(wire.PREFIX.size, deadline)
        try:
            rest = self._exactly(sum(wire.lengths(prefix, self._limits)), deadline)
            message = wire.decode(prefix + rest, self._limits)
        except wire.WireError as error:
            self._end(str(error))
        if not isinstance(message, dict) or not isinstance(message.get("op"), str):
            self._end("a message without op")
        return message

    def _exactly(self, count: int, deadline: float) -> bytes:
        while len(self._received) < count:  # memory grows as bytes come, not as announced
            chunk = self._guard(lambda: self._connection.recv(1 << 18), deadline)
            if not chunk:
                self._end()
            self._received += chunk
        taken = bytes(self._received[:count])
        del self._received[:count]
        return taken

    def _guard(self, operation: Callable[[], Any], deadline: float) -> Any:
        left = deadline - time.monotonic()
        if left <= 0:  # even for one who always has one more byte to send
            self._late()
        try:
            self._connection.settimeout(left)
            return operation()
        except TimeoutError:
            self._late()
        except OSError:  # the child closed its end, or died
            self._end()

    def _late(self) -> NoReturn:
        self.kill(misbehaved=True)
        raise DeadlineExceeded from None

    def protocol_error(self, why: str) -> NoReturn:
        """Kill a child that does not keep to the protocol. Raises ChildDied."""
        self._end(why)

    def _end(self, why: str | None = None) -> NoReturn:
        self._connection.close()
        broke = why is not None
        end = self._zygote.end_child(kill=broke, misbehaved=broke)
        raise ChildDied(replace(end, protocol_error=why))

    def kill(self, *, misbehaved: bool = False) -> Exit:
        """End the child now."""
        self._connection.close()
        return self._zygote.end_child(kill=True, misbehaved=misbehaved)
