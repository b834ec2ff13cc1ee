"""Otter takes a second to import, most of it for exports: of it is imported what is asked for."""

import ast
import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

OTTER = "otter"


def import_in_parts() -> None:
    """Let `from otter.test_files import test_case` import no more of Otter than the one module that
    defines it, here and in test files.

    Where Otter is imported already, as under its own commands, nothing changes. What its packages
    have by themselves is there when it is asked for: `otter.Notebook` imports all.
    """
    if OTTER in sys.modules or find_spec(OTTER) is None:
        return
    otter = _in_parts(OTTER)
    otter.test_files = _in_parts(f"{OTTER}.test_files")


def _in_parts(name: str) -> ModuleType:
    """Put a package in place that imports what is asked of it when that is asked."""
    spec = find_spec(name)
    package = module_from_spec(spec)

    def attribute(name: str) -> Any:
        if module := _defined(Path(spec.origin)).get(name):
            return getattr(import_module(f"{spec.name}.{module}"), name)
        if find_spec(f"{spec.name}.{name}"):
            return import_module(f"{spec.name}.{name}")
        vars(package).pop("__getattr__", None)  # the package itself looks for what it has not yet
        spec.loader.exec_module(package)
        return getattr(package, name)

    package.__getattr__ = attribute
    sys.modules[name] = package
    return package


def _defined(path: Path) -> dict[str, str]:
    """By name what a package takes from its own modules: from which."""
    return {
        alias.name: node.module
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module
        for alias in node.names
    }
