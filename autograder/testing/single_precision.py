"""Runs NumPy and PyTorch code as if each of its operations ended in float32.

Everything is computed in float64 and rounded after every operation. Real float32 adds up a product
of matrices in another order on another processor; here such differences are a billion times
smaller than what is looked for.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode


def rounded(value: Any) -> Any:
    """A float or an array of floats as float32 has it, still in float64."""
    return np.asarray(value, dtype=np.float32).astype(float)


class Single(np.ndarray):
    """An array whose operations all end in float32."""

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: tuple | None = None, **kwargs: Any
    ) -> Any:
        if out is not None:
            kwargs["out"] = tuple(map(plain, out))
        result = getattr(ufunc, method)(*map(plain, inputs), **kwargs)
        if out is None:
            return self.made(result)
        for array in kwargs["out"]:
            array[...] = self.end(array) if array.dtype == float else array
        return out[0] if len(out) == 1 else out

    def __array_function__(self, function: Callable, types: Any, args: Any, kwargs: Any) -> Any:
        kwargs = {name: plain(value) for name, value in kwargs.items()}
        return self.made(function(*map(plain, args), **kwargs))

    @classmethod
    def end(cls, value: np.ndarray) -> np.ndarray:
        """What an operation leaves of its result."""
        return rounded(value)

    @classmethod
    def made(cls, value: Any) -> Any:
        """Every array of floats in a value as one of this class."""
        if type(value) in (list, tuple):
            return type(value)(map(cls.made, value))
        is_float = isinstance(value, (np.ndarray, np.float64)) and value.dtype == float
        return cls.end(plain(value)).view(cls) if is_float else value


class Coarse(Single):
    """The same with two bits less: what float32 gets right by luck, this gets wrong."""

    @classmethod
    def end(cls, value: np.ndarray) -> np.ndarray:
        large = rounded(value) * (2.0**31 + 1)  # Dekker's splitting
        return large - (large - value)


class NumpyOf:
    """NumPy, but what its functions make is of one class: `asarray` would drop that."""

    def __init__(self, kind: type[Single], module: ModuleType = np) -> None:
        self._kind, self._module = kind, module

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._module, name)
        if isinstance(value, ModuleType):
            value = NumpyOf(self._kind, value)
        elif callable(value) and not isinstance(value, (type, np.ufunc)):
            value = self._wrapped(value)
        setattr(self, name, value)
        return value

    def _wrapped(self, function: Callable) -> Callable:
        def made(*args: Any, **kwargs: Any) -> Any:
            kwargs = {name: plain(arg) for name, arg in kwargs.items()}
            return self._kind.made(function(*map(plain, args), **kwargs))

        return made


def plain(value: Any) -> Any:
    """The arrays of class Single in a value as ordinary ones."""
    if isinstance(value, Single):
        return value.view(np.ndarray)
    return type(value)(map(plain, value)) if type(value) in (list, tuple) else value


def functions_in(kind: type[Single] | None, path: Path) -> dict[str, Any]:
    """What a NumPy module defines, computing in arrays of one kind; nothing if it cannot run."""
    return _functions(kind, path, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _functions(kind: type[Single] | None, path: Path, text: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": path.stem}
    try:
        exec(compile(text, str(path), "exec"), names)  # noqa: S102 - it is the author's
    except Exception:  # noqa: BLE001 - whoever runs it for an answer will tell
        return {}
    if kind is not None:
        names |= {name: NumpyOf(kind) for name, value in names.items() if value is np}
    return names


class SingleTensors(TorchDispatchMode):
    """While in force, every operation of PyTorch ends in float32, those of gradients, too."""

    def __torch_dispatch__(
        self, function: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        result = function(*args, **(kwargs or {}))
        if not function.is_view:
            for tensor in result if isinstance(result, (list, tuple)) else (result,):
                if isinstance(tensor, torch.Tensor) and tensor.dtype is torch.float64:
                    tensor.copy_(tensor.float())
        return result
