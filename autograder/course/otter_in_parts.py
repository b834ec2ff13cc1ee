"""Otter takes a second to import, most of it for exports: of it is imported what is asked for."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any


def import_in_parts() -> None:
    """Let `import otter.test_files` import no more of Otter than that, here and in test files.

    Where Otter is imported already, as under its own commands, nothing changes. What its package
    has by itself is there when it is asked for: `otter.Notebook` imports all.
    """
    spec = find_spec("otter")
    if "otter" in sys.modules or spec is None:
        return
    package = module_from_spec(spec)

    def attribute(name: str) -> Any:
        if find_spec(f"otter.{name}"):
            return import_module(f"otter.{name}")
        vars(package).pop("__getattr__", None)  # the package itself looks for what it has not yet
        spec.loader.exec_module(package)
        return getattr(package, name)

    package.__getattr__ = attribute
    sys.modules["otter"] = package
