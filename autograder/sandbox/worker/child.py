"""The untrusted side after the fork: loads one submission and answers calls of its functions.

Worker side, NumPy and the standard library only. Whatever is here, the submission can change; the
trusted side believes none of it.
"""

import os
import types
from typing import Any

import globalrandom
import numpy as np
import wire
from kept import Kept
from loader import Cell, Loader, describe
from stopwatch import Stopwatch


def otter_stub() -> types.ModuleType:
    """`import otter; grader = otter.Notebook()` must load, and its checks must do nothing here."""

    class Notebook:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def __getattr__(self, name: str) -> Any:
            return lambda *_, **__: None

    module = types.ModuleType("otter")
    module.Notebook = Notebook
    return module


class Channel:
    """Frames over the child's own socket."""

    def __init__(self, fd: int) -> None:
        self._file = os.fdopen(fd, "rb", buffering=1 << 16, closefd=False)
        self._fd = fd
        self.limits = wire.LIMITS

    def greet(self) -> None:
        """Send a byte: with it the kernel tells the trusted side which process this is."""
        os.write(self._fd, b"!")

    def send(self, message: Any) -> None:
        view = memoryview(wire.encode(message, self.limits))
        while view:
            view = view[os.write(self._fd, view) :]

    def receive(self, on_callback: Any = None) -> Any:
        prefix = self._file.read(wire.PREFIX.size)
        if not prefix:
            os._exit(0)  # the trusted side is done with this child
        rest = self._file.read(sum(wire.lengths(prefix, wire.ORDERS)))
        return wire.decode(prefix + rest, wire.ORDERS, on_callback)


class Child:
    """Loads one submission, then answers calls until it is killed or the socket closes."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._namespace: dict[str, Any] = {}
        self._kept = Kept()

    def serve(self) -> None:
        self._channel.greet()
        self._load(self._channel.receive())
        while True:
            request = self._channel.receive(self._remote)
            if request["op"] == "replace":
                self._namespace[request["name"]] = request["with"]
            else:
                for identity, (args, observe) in enumerate(request["calls"], start=request["id"]):
                    self._answer(identity, request, args, observe=observe)

    def _load(self, request: dict[str, Any]) -> None:
        def announce(cell: int, statement: int, line: int) -> None:
            self._channel.send({"op": "running", "at": (cell, statement), "line": line})

        def cut(cell: int, statement: int, line: int, seconds: float) -> None:
            told = {"op": "cut", "at": (cell, statement), "line": line, "seconds": seconds}
            self._channel.send(told)

        self._channel.limits = wire.Limits(body_bytes=request["returned_bytes"])
        stopwatch = Stopwatch(request["seconds"])
        loader = Loader(set(map(tuple, request["skip"])), announce, cut, stopwatch)
        self._namespace = loader.namespace
        with stopwatch:
            loader.load(request["kind"], [Cell(*cell) for cell in request["cells"]])
        wanted = [name for name in request["functions"] if callable(self._namespace.get(name))]
        missing = [(*at, names) for at, names in loader.missing(request["functions"]).items()]
        problems = [(p.cell, p.line, p.message, p.lost) for p in loader.problems[:100]]
        told = {"op": "loaded", "problems": problems, "defined": wanted, "missing": missing[:1000]}
        self._channel.send(told)

    def _answer(
        self, identity: int, request: dict[str, Any], args: tuple, *, observe: bool
    ) -> None:
        reply: dict[str, Any] = {"op": "returned", "id": identity}
        before = globalrandom.settle() if observe else b""
        try:
            value = self._namespace[request["function"]](*self._kept.back(args))
            own = request["own"]
            reply["value"] = value if own is None else self._kept.keep(value, own)
        except BaseException as error:  # noqa: BLE001 - SystemExit is an answer like any other
            reply |= {"op": "raised", **raised(error, words=request["words_wanted"])}
        reply["generators"] = [arg for arg in args if is_generator(arg)]
        if observe:
            reply["args"] = list(args)
            reply["global_random"] = globalrandom.state() != before
        try:
            self._channel.send(reply)
        except MemoryError as error:
            self._channel.send({"op": "raised", "id": identity, **raised(error, words=False)})
        except wire.WireError as error:
            self._channel.send({"op": "refused", "id": identity, "why": str(error)})

    def _remote(self, callback: int) -> Any:
        """A function of the trusted side, as a function here."""

        def remote(*args: Any, **kwargs: Any) -> Any:
            call = {"op": "callback", "callback": callback, "args": args, "kwargs": kwargs}
            self._channel.send(call)
            answer = self._channel.receive(self._remote)
            if "error" in answer:
                raise ValueError(answer["error"])
            given = [one for one in (*args, *kwargs.values()) if is_generator(one)]
            for mine, theirs in zip(given, answer["generators"], strict=True):
                mine.bit_generator.state = theirs.bit_generator.state
            return answer["value"]

        return remote


def is_generator(value: Any) -> bool:
    return isinstance(value, np.random.Generator)


def raised(error: BaseException, *, words: bool) -> dict[str, Any]:
    """The built-in types of an exception, and with `words` its text and its last line in the
    submission.
    """
    types_ = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    if not words:
        return {"types": types_}
    line, traceback = 0, error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "submission":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return {"types": types_, "message": describe(error), "line": line}
