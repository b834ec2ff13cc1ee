"""The untrusted side after the fork: loads one submission and answers calls of its functions.

Worker side, NumPy and the standard library only. Whatever is here, the submission can change; the
trusted side believes none of it.
"""

import os
import sys
import types
from typing import Any

import globalrandom
import numpy as np
import wire
from asked import Asked
from exceptions import raised
from holders import opened
from kept import Kept
from loader import Cell, Loader
from lost import Hand, completed
from repair.trials import Call, Trials
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
        self._is_loaded = False
        self._cells: list[str] = []
        self._trials: Trials | None = None
        self._asked = Asked(self._ask)

    def serve(self) -> None:
        self._channel.greet()
        self._load(self._channel.receive(self._remote))
        self._is_loaded = True
        while True:
            request = self._channel.receive(self._remote)
            if request["op"] != "call":
                self._channel.send(self._tried(request))
                continue
            for identity, (args, observe) in enumerate(request["calls"], start=request["id"]):
                self._answer(identity, request, args, observe=observe)

    def _tried(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request about edits of a function."""
        self._asked.is_kept = request["op"] in ("try", "try_again")
        try:
            return {"op": "returned", "id": request["id"], "value": self._of_trials(request)}
        finally:
            self._asked.is_kept = False

    def _of_trials(self, request: dict[str, Any]) -> Any:
        match request:
            case {"op": "edit", "function": name, "functions": functions, "args": args}:
                if self._trials is not None:
                    self._trials.restore()
                statements = self._statements()
                others = set(functions) - {name}
                own = self._kept.back(args)
                self._trials = Trials(name, others, statements, self._namespace, own)
                donors, within = request["donors"], request["within"]
                return self._trials.begin(own, donors, within)
            case {"op": "try", "stage": stage, "most": most, "call": (args, *rest)}:
                self._trials.listen(is_new=request["is_new"])
                return self._trials.more(stage, most, Call(self._kept.back(args), *rest))
            case {"op": "try_again", "numbers": numbers, "call": (args, *rest)}:
                self._trials.listen(is_new=request["is_new"])
                return self._trials.answers(numbers, Call(self._kept.back(args), *rest))
            case {"op": "put", "number": number}:
                return self._trials.put(number)
            case {"op": "keep", "number": number}:
                return self._trials.keep(number)

    def _load(self, request: dict[str, Any]) -> None:
        def announce(cell: int, statement: int, line: int) -> None:
            self._channel.send({"op": "running", "at": (cell, statement), "line": line})

        def cut(cell: int, statement: int, line: int, seconds: float) -> None:
            told = {"op": "cut", "at": (cell, statement), "line": line, "seconds": seconds}
            self._channel.send(told)

        self._channel.limits = wire.Limits(body_bytes=request["returned_bytes"])
        stopwatch = Stopwatch(request["seconds"])
        skip = set(map(tuple, request["skip"]))
        loader = Loader(skip, announce, cut, stopwatch, request["lent"])
        self._namespace = loader.namespace
        sys.modules["__main__"] = sys.modules["submission"]  # what a notebook's code is a part of
        cells = [Cell(*cell) for cell in request["cells"]]
        with stopwatch:
            loader.load(request["kind"], cells)
        self._cells = loader.cells
        self._statements = lambda: loader.statements(request["kind"], cells)
        wanted = [name for name in request["functions"] if callable(self._namespace.get(name))]
        missing = [(*at, names) for at, names in loader.missing(request["functions"]).items()]
        problems = [(p.cell, p.line, p.message, p.lost) for p in loader.problems[:100]]
        told = {"op": "loaded", "problems": problems, "defined": wanted, "missing": missing[:1000]}
        told["stubs"] = [name for name in wanted if is_stub(self._namespace[name])]
        self._channel.send(told)

    def _answer(
        self, identity: int, request: dict[str, Any], args: tuple, *, observe: bool
    ) -> None:
        reply: dict[str, Any] = {"op": "returned", "id": identity}
        before = globalrandom.settle() if observe else b""
        try:
            reply["value"] = opened(self._value(request, args))
        except BaseException as error:  # noqa: BLE001 - SystemExit is an answer like any other
            reply |= {"op": "raised", **raised(error, self._cells, words=request["words_wanted"])}
        reply["generators"] = [arg for arg in args if is_generator(arg)]
        if observe:
            reply["args"] = list(args)
            reply["global_random"] = globalrandom.state() != before
        try:
            self._channel.send(reply)
        except MemoryError as error:
            self._channel.send(
                {"op": "raised", "id": identity, **raised(error, self._cells, words=False)}
            )
        except wire.WireError as error:
            self._channel.send({"op": "refused", "id": identity, "why": str(error)})

    def _value(self, request: dict[str, Any], args: tuple) -> Any:
        """What a call comes to, with a handle for what stays here."""
        function, own, names = (request[key] for key in ("function", "own", "completed"))
        function = self._namespace[function]
        given = self._kept.back(args, function)
        if own is None:
            return function(*given)
        if names is None:
            return self._kept.keep(function(*given), own)
        with Hand(function) as hand:
            value = function(*given)
        return self._kept.keep(completed(value, own, names, hand.variables), own)

    def _remote(self, callback: int) -> Any:
        """A function of the trusted side, as a function here."""

        def remote(*args: Any, **kwargs: Any) -> Any:
            if not self._is_loaded:
                raise NotImplementedError("lent for calls, and nobody answers at load")
            call = {"op": "callback", "callback": callback, "args": args, "kwargs": kwargs}
            answer = self._asked.answer(call)
            if "error" in answer:
                raise ValueError(answer["error"])
            given = [one for one in (*args, *kwargs.values()) if is_generator(one)]
            for mine, theirs in zip(given, answer["generators"], strict=True):
                mine.bit_generator.state = theirs.bit_generator.state
            return answer["value"]

        return remote

    def _ask(self, call: dict[str, Any]) -> dict[str, Any]:
        self._channel.send(call)
        return self._channel.receive(self._remote)


def is_stub(function: Any) -> bool:
    """Whether all that a function does is to raise NotImplementedError."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_names == ("NotImplementedError",)


def is_generator(value: Any) -> bool:
    return isinstance(value, np.random.Generator)
