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
from loader import Cell, Loader, describe


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

    def serve(self) -> None:
        self._load(self._channel.receive())
        while True:
            request = self._channel.receive(self._remote)
            if request["op"] == "replace":
                self._namespace[request["name"]] = request["with"]
            else:
                name, calls, words = (request[k] for k in ("function", "calls", "words_wanted"))
                for identity, (args, observe) in enumerate(calls, start=request["id"]):
                    self._answer(identity, name, args, observe=observe, words=words)

    def _load(self, request: dict[str, Any]) -> None:
        def announce(cell: int, statement: int, line: int) -> None:
            self._channel.send({"op": "running", "at": (cell, statement), "line": line})

        self._channel.limits = wire.Limits(body_bytes=request["returned_bytes"])
        loader = Loader(set(map(tuple, request["skip"])), announce)
        self._namespace = loader.namespace
        loader.load(request["kind"], [Cell(*cell) for cell in request["cells"]])
        wanted = [name for name in request["functions"] if callable(self._namespace.get(name))]
        problems = [(p.cell, p.line, p.message) for p in loader.problems[:100]]
        self._channel.send({"op": "loaded", "problems": problems, "defined": wanted})

    def _answer(self, identity: int, name: str, args: tuple, *, observe: bool, words: bool) -> None:
        reply: dict[str, Any] = {"op": "returned", "id": identity}
        before = globalrandom.settle() if observe else b""
        try:
            reply["value"] = self._namespace[name](*args)
        except BaseException as error:  # noqa: BLE001 - SystemExit is an answer like any other
            reply |= {"op": "raised", **raised(error, words=words)}
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
