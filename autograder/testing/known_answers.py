"""What the reference of a homework answers, kept in the user's cache: PyTorch is slow to import.

`KnownReference` stands where hidden tests import `reference`. It answers what is known, and has the
true reference answer what is not. An answer depends on its arguments and on the files that the name
of the cache's file is a hash of, so it is the same whoever asked before.
"""

import ast
import base64
import hashlib
import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.course.author_modules import load_replaced, put
from autograder.course.authoring_errors import parse
from autograder.course.inputs.kept_draws import named, parts_of
from autograder.course.inputs.kept_file import KeptFile
from autograder.course.torch_once import ready
from autograder.sandbox.callback import leaves
from autograder.sandbox.worker.wire import NAMES, ORDERS, WireError, decode, encode
from autograder.testing.comparison import identical
from autograder.testing.reference_cases import Cases

PLAIN = {int, float, complex, bool, str, type(None)}
MOST_KEPT = 6 << 20  # bytes, in text: what all starts have to read


class KnownAnswers:
    """The answers of the reference in one folder of secrets, for one seed."""

    def __init__(self, secrets: Path, seed: str) -> None:
        """From here on hidden tests that are loaded ask these answers first. Raises Broken."""
        self._secrets = secrets
        self._file = KeptFile("answers", chain(parts_of(secrets), [named(seed).encode()]))
        self._frames = {k: v for k, v in self._file.read().items() if isinstance(v, str)}
        self.is_new, self._learned = not self._frames, dict[str, str]()
        self._room = MOST_KEPT - sum(map(len, self._frames.values()))
        put(secrets, "reference", KnownReference(secrets / "reference.py", self))

    @cached_property
    def true(self) -> ModuleType:
        """The reference itself. Raises Broken."""
        ready()
        return load_replaced(self._secrets, "reference")

    def of(self, function: str, args: tuple) -> Any:
        """What the reference's function returns. Raises what it raises."""
        key = key_of(function, args)
        generators = [leaf for leaf in leaves(args) if isinstance(leaf, np.random.Generator)]
        if key in self._frames:
            with suppress(ValueError, WireError):  # damaged
                answer, left = decode(base64.b64decode(self._frames[key]), ORDERS)
                for mine, theirs in zip(generators, left, strict=True):
                    mine.bit_generator.state = theirs.bit_generator.state
                return answer
        answer = getattr(self.true, function)(*args)
        with suppress(WireError):
            frame = encode((answer, generators), ORDERS)
            again, _ = decode(frame, ORDERS)
            if key and self._room > 0 and is_same(answer, again):
                self._learned[key] = self._frames[key] = base64.b64encode(frame).decode()
                self._room -= len(self._frames[key])
                return again  # laid out in memory as whoever finds it gets it
        return answer

    def learn(self, hidden_modules: dict[str, ModuleType]) -> None:
        """Have all answered that hidden tests ask for. What raises will be told by its test."""
        values = [value for module in hidden_modules.values() for value in vars(module).values()]
        for cases in leaves(values):
            if isinstance(cases, Cases):
                with suppress(Exception):
                    _ = cases.expected
        self.keep()

    def keep(self) -> None:
        """Keep what was learned for later runs."""
        if self._learned:
            self._file.add(self._learned)
            self._learned = {}


class KnownReference(ModuleType):
    """A module with the functions and plain constants of the reference, read off its text."""

    def __init__(self, path: Path, answers: KnownAnswers) -> None:
        super().__init__("reference")
        self._answers, self._texts = answers, {}
        for node in parse(path).body:
            if isinstance(node, ast.FunctionDef) and not node.decorator_list:
                self._texts[node.name] = node
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._texts[node.targets[0].id] = node.value

    def __getattr__(self, name: str) -> Any:
        node = self._texts.get(name)
        if name.startswith("__"):
            raise AttributeError(name)
        with suppress(ValueError, NameError):  # it is more than a literal, or has such a default
            is_function = isinstance(node, ast.FunctionDef)
            value = Known(node, self._answers) if is_function else ast.literal_eval(node)
            setattr(self, name, value)
            return value
        return getattr(self._answers.true, name)


class Known:
    """A function of the reference that asks what is known first."""

    def __init__(self, node: ast.FunctionDef, answers: KnownAnswers) -> None:
        """Raises NameError, where a parameter's default is more than a literal."""
        self.__name__, self.__signature__, self._answers = node.name, signature_of(node), answers

    @property
    def true(self) -> Callable:
        """The function itself."""
        return getattr(self._answers.true, self.__name__)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.true(*args, **kwargs) if kwargs else self._answers.of(self.__name__, args)


def signature_of(node: ast.FunctionDef) -> inspect.Signature:
    """The parameters of a function, without their types. Raises NameError."""
    stub = ast.Expression(ast.Lambda(node.args, ast.Constant(None)))
    for argument in ast.walk(node.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    code = compile(ast.fix_missing_locations(stub), "<reference>", "eval")
    return inspect.signature(eval(code, {"__builtins__": {}}))  # noqa: S307 - the author's defaults


def key_of(function: str, args: tuple) -> str:
    """By this a call is known again; nothing if it cannot be."""
    names: list[str] = []

    def number(given: Callable) -> int:
        names.append(f"{given.__module__.rpartition('.')[2]}.{given.__qualname__}")
        return len(names)

    if not all(map(is_plain, leaves(args))):
        return ""
    with suppress(WireError):
        frame = encode(args, ORDERS, number)
        return hashlib.sha256(repr((function, names)).encode() + frame).hexdigest()
    return ""


def is_plain(leaf: Any) -> bool:
    """Whether an argument is known by its bytes, or by its name: a function of the tests."""
    if isinstance(leaf, np.random.Generator):
        return type(leaf.bit_generator) is np.random.PCG64
    if type(leaf) is np.ndarray or isinstance(leaf, np.generic):
        return leaf.dtype in NAMES
    is_function = inspect.isfunction(leaf) and "<" not in leaf.__qualname__
    return type(leaf) in PLAIN or (is_function and leaf.__closure__ is None)


def is_same(answer: Any, again: Any) -> bool:
    """Whether an answer came back as it was, types included."""
    mine, theirs = leaves([answer]), leaves([again])
    pairs = zip(mine, theirs, strict=True)
    return identical([answer], [again]) and all(type(a) is type(b) for a, b in pairs)
