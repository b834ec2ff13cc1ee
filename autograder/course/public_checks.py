"""What the public tests of every question share: compare, and say what is wrong and where to look.

A student has this file beside the notebook. It needs NumPy and Otter, nothing else.
"""

import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

import numpy as np
from otter import test_files

RTOL, ATOL = 1e-5, 1e-6  # ATOL times the largest expected entry


class WrongAnswer(AssertionError):
    """A check failed. `reason` is one of wrong_type, wrong_shape, not_finite and wrong_value.

    `problem` says it without `numbers`, what was compared as text, and without `look`, the place to
    look at, which is for a wrong value alone. `expected` and `got` are what was compared, if
    anything was.
    """

    def __init__(
        self,
        reason: str,
        problem: str,
        look: str = "",
        expected: Any = None,
        got: Any = None,
        numbers: str = "",
    ) -> None:
        look = f"Look at {look}." if look and reason == "wrong_value" else ""
        super().__init__(f"{problem}{numbers}\n{look}".strip())
        self.reason, self.problem, self.numbers, self.look = reason, problem, numbers, look
        self.expected, self.got = expected, got


class test_case(test_files.test_case):  # noqa: N801 - a test file uses it as it would use Otter's
    """Otter's test case, which says in one line that a function is missing or still a stub."""

    def call_func(self, global_environment: dict[str, Any]) -> None:
        """Call the test with the functions that its parameters name.

        Raises what the test raises, but for the NotImplementedError of a stub.
        """
        names = inspect.signature(self.test_func).parameters
        functions = [global_environment.get(name) for name in names]
        try:
            self.test_func(*functions)
        except NotImplementedError as stub:
            told = f"write {str(stub) or 'the function'} first"
            trace = stub.__traceback__
        except TypeError as error:
            missing = [n for n, f in zip(names, functions, strict=True) if not callable(f)]
            if not missing:
                raise
            told, trace = f"{missing[0]} is not defined: run its cell first", error.__traceback__
        else:
            return
        # Otter shows the test's own line, which it finds by the frames of the traceback.
        raise WrongAnswer("missing", told).with_traceback(trace.tb_next) from None

    def __reduce__(self) -> tuple:
        """Travel as Otter's own: `otter check` reads the results where this file is not found."""
        return test_files.test_case, (), self.__getstate__()


def check(what: str, got: Any, expected: Any, look: str, *earlier: Callable[[], Any]) -> None:
    """Compare a value with the expected one: its type, then its shape, then its numbers.

    Each of `earlier` gives what the value should be by the student's own earlier values: a value
    that is right by these is right, so that one mistake is not counted twice. Raises WrongAnswer.
    """
    wrong = difference(got, expected)
    if wrong and not any(follows(got, expected, by_own) for by_own in earlier):
        reason, told, compared = wrong
        expected = np.asarray(expected, dtype=float)
        raise WrongAnswer(reason, f"{what}: {told}", look, expected, got, compared)


def difference(got: Any, expected: Any) -> tuple[str, str, str] | None:
    """Why a value is wrong: the reason, the words for it, the numbers. None if it is right."""
    expected = np.asarray(expected, dtype=float)
    wanted = f"an array of shape {expected.shape}" if expected.ndim else "a single number"
    if not isinstance(got, (np.ndarray, np.generic, float, int)):
        return "wrong_type", f"wrong type: expected {wanted}, got {kind_of(got)}", ""
    got = np.asarray(got)
    if got.dtype.kind not in "biuf":
        told = f"wrong type: expected {wanted} of real numbers, got dtype {got.dtype}"
        return "wrong_type", told, ""
    if got.shape != expected.shape:
        return "wrong_shape", f"shape mismatch: expected {wanted}, got shape {got.shape}", ""
    if not np.isfinite(got).all():
        return "not_finite", "not finite", f": expected\n{expected}\ngot\n{got}"
    tolerance = RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected), initial=0.0)
    if (np.abs(got - expected) > tolerance).any():
        return "wrong_value", "wrong value", f": expected\n{expected}\ngot\n{got}"
    return None


def follows(got: Any, expected: Any, earlier: Callable[[], Any]) -> bool:
    """Whether `got` is right for what the student's function gave earlier."""
    with suppress(Exception):
        value = earlier()
        is_told = np.shape(value) == np.shape(expected) and np.isrealobj(value) and np.any(value)
        return bool(is_told) and difference(got, value) is None
    return False


def entry(label: str, result: Any, key: str) -> Any:
    """The value of `key` in the dict that the function `label` returned. Raises WrongAnswer."""
    if not isinstance(result, dict):
        wrong_type(label, f"expected a dict, got {kind_of(result)}")
    if key not in result:
        keys = ", ".join(sorted(map(str, result)))
        wrong_type(label, f"no key {key!r} in the dict, only {keys}")
    return result[key]


def values(label: str, result: Any, *names: str) -> tuple:
    """The values called `names` of the tuple that `label` returned. Raises WrongAnswer."""
    wanted = f"expected a tuple ({', '.join(names)})"
    if not isinstance(result, (tuple, list)):
        wrong_type(label, f"{wanted}, got {kind_of(result)}")
    if len(result) != len(names):
        wrong_type(label, f"{wanted}, got {len(result)} values")
    return tuple(result)


def array(label: str, got: Any, shape: tuple[int, ...] | None = None) -> np.ndarray:
    """A returned array of whatever, of any shape unless one is given. Raises WrongAnswer."""
    if not isinstance(got, np.ndarray):
        wanted = f" of shape {shape}" if shape else ""
        wrong_type(label, f"expected an array{wanted}, got {kind_of(got)}")
    if shape is not None and got.shape != shape:
        told = f"{label}: shape mismatch: expected {shape}, got {got.shape}"
        raise WrongAnswer("wrong_shape", told)
    return got


def numbers(label: str, got: Any, shape: tuple[int, ...]) -> np.ndarray:
    """A returned array as floats. Raises WrongAnswer for another type or shape, a nan or an inf."""
    if not isinstance(got, np.ndarray):
        wrong_type(label, f"expected an array of shape {shape}, got {kind_of(got)}")
    if got.dtype.kind not in "biuf":
        wrong_type(label, f"expected numbers, got dtype {got.dtype}")
    if got.shape != shape:
        told = f"{label}: shape mismatch: expected {shape}, got {got.shape}"
        raise WrongAnswer("wrong_shape", told)
    if not np.isfinite(got).all():
        raise WrongAnswer("not_finite", f"{label}: not finite: some entries are nan or inf")
    return got.astype(float)


def require(holds: bool, told: str, look: str = "", reason: str = "wrong_value") -> None:
    """Say what is wrong, and where to look, unless something holds. Raises WrongAnswer."""
    if not holds:
        raise WrongAnswer(reason, told, look)


def wrong_type(label: str, told: str) -> NoReturn:
    """Raise WrongAnswer for a value of another kind."""
    raise WrongAnswer("wrong_type", f"{label}: wrong type: {told}")


def kind_of(value: Any) -> str:
    """The type of a value in words."""
    return "None: is a `return` missing?" if value is None else type(value).__name__
