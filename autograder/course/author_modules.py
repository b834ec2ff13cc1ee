"""Runs the Python files of a course as modules that only this package can import.

`solutions/HW` becomes a package under a name of our own, so that its files import each other by
`from .. import reference`, and no folder called `solutions` that lies elsewhere gets in the way.
"""

import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from autograder.course.authoring_errors import loading

CHECKS = "public_checks"  # how public tests import it, here as in the student's folder


def load(folder: Path, name: str) -> ModuleType:
    """The module `name` (dots for folders) of the homework in `folder`. Raises Broken."""
    module = f"{_package(folder)}.{name}"
    if module not in sys.modules:
        importlib.invalidate_caches()  # its file may be a moment old
    with loading(folder.joinpath(*name.split(".")).with_suffix(".py")):
        return importlib.import_module(module)


def load_replaced(folder: Path, name: str) -> ModuleType:
    """The module in whose place another one was put. Raises Broken."""
    path = folder / f"{name}.py"
    with loading(path):
        return _run(path, f"{_package(folder)}.replaced_{name}")


def put(folder: Path, name: str, module: ModuleType) -> None:
    """Have whoever imports the module `name` of the homework get this one."""
    sys.modules[f"{_package(folder)}.{name}"] = module
    setattr(sys.modules[_package(folder)], name, module)


def is_there(folder: Path, name: str) -> bool:
    """Whether the module was imported, or another one put in its place."""
    return f"{_package(folder)}.{name}" in sys.modules


def load_afresh(folder: Path, part: str, names: list[str]) -> dict[str, ModuleType]:
    """Modules `names` of the folder `part`, run again, with all that they share. Raises Broken."""
    inside = f"{_package(folder)}.{part}"
    for module in [m for m in sys.modules if m == inside or m.startswith(f"{inside}.")]:
        del sys.modules[module]
    return {name: load(folder, f"{part}.{name}") for name in names}


def load_public(path: Path) -> ModuleType:
    """A file of public tests, which needs NumPy, Otter and its checks alone. Raises Broken."""
    from autograder.course import public_checks  # noqa: PLC0415 - Otter is slow to import

    sys.modules[CHECKS] = public_checks
    with loading(path):
        return _run(path, f"public_tests_{path.stem}")


def _run(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _package(folder: Path) -> str:
    """The name of the package that `folder` is, made when it is first asked for."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
    name = f"homework_{folder.name}_{digest}"
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return name
