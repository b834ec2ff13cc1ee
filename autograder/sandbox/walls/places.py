"""What a worker may see of this machine: Python, its libraries, NumPy and matplotlib. Trusted side.

An allowlist: what is not found here is not there for a submission. In particular no torch, no other
package of the environment, no solution, no test, nobody's home.
"""

import functools
import importlib.util
import os
import site
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPAIR = ("__init__", "trials", "units", "simple", "calls", "chains", "exchanges", "additions")
REPAIR += ("edits", "misspelt", "returns", "syntax", "turns", "twins", "families")
REPAIR += ("values", "donors", "donated", "canonical", "alignment", "recomputed", "missing")
REPAIR += ("statements", "scope", "arguments", "work", "unpacked")
WORKER_FILES = tuple(
    f"{name}.py"
    for name in (
        *("zygote", "child", "asked", "loader", "cells", "exceptions", "holders", "kept", "lost"),
        *("names", "shell", "stopwatch", "wire", "globalrandom", "confine", "landlock", "scratch"),
        *(f"repair/{name}" for name in REPAIR),
    )
)
PACKAGES = (
    *("numpy", "matplotlib", "mpl_toolkits", "packaging", "pyparsing", "cycler", "dateutil"),
    *("six", "kiwisolver", "contourpy", "fontTools", "PIL"),
)
BUNDLED_LIBRARIES = {"PIL": "pillow.libs"}  # wheels bring their own, beside the package
OTHERS = "python3*/*-packages"  # site-packages, dist-packages: of these only PACKAGES


@dataclass(frozen=True)
class Places:
    """Absolute names, as they are outside and inside the walls."""

    interpreter: str
    libraries: tuple[str, ...]
    hidden: tuple[str, ...]  # folders inside `libraries` that are not to be seen
    packages: dict[str, str]  # by name, the folder each is imported from
    package_paths: tuple[str, ...]


@functools.cache
def places() -> Places:
    """Where all this is on this machine; the environment that runs now is the one that is used."""
    libraries = _libraries()
    hidden = [path for folder in libraries for path in Path(folder).glob(OTHERS)]
    packages, paths = {}, []
    for name in PACKAGES:
        folder = _folder_of(name)
        if folder is not None:
            packages[name] = str(folder)
            parts = [name, f"{name}.py", BUNDLED_LIBRARIES.get(name, f"{name}.libs")]
            paths += [str(folder / part) for part in parts if (folder / part).exists()]
    interpreter = os.path.realpath(sys.executable)
    return Places(interpreter, libraries, tuple(map(str, hidden)), packages, tuple(paths))


def _libraries() -> tuple[str, ...]:
    """Folders of shared libraries and the standard library; a link stands for no folder."""
    prefixes = {Path(sys.base_prefix), Path(sys.base_exec_prefix), Path("/usr"), Path("/")}
    found = {prefix / name for prefix in prefixes for name in ("lib", "lib32", "lib64")}
    found.add(Path(sysconfig.get_path("stdlib")))
    real = sorted({os.path.realpath(path) for path in found if path.is_dir()})
    return tuple(path for path in real if not any(path.startswith(up + "/") for up in real))


def _folder_of(name: str) -> Path | None:
    """Where a package lies: there where this process imports it from, unless that may be anyone's.

    A link stands for no folder: who may not walk to where it is may not follow it either.
    """
    for folder in [*_imported_from(name), *_package_folders()]:
        for part in (name, f"{name}.py"):
            if (folder / part).exists():
                real = Path(os.path.realpath(folder / part))
                return real.parent if real.name == part else folder
    return None


def _imported_from(name: str) -> Iterator[Path]:
    """The folder of what `import` finds, say through PYTHONPATH or a .pth file.

    Not the current folder, nor what is below: submissions may lie there.
    """
    try:
        spec = importlib.util.find_spec(name)
        here = Path.cwd().resolve()
    except (ImportError, OSError, ValueError):
        return
    found = spec and (spec.submodule_search_locations or [spec.origin])
    if found:
        folder = Path(os.path.realpath(Path(next(iter(found))).parent))
        if here == Path(here.anchor) or not folder.is_relative_to(here):
            yield folder


def _package_folders() -> list[Path]:
    """Where packages are installed, first wins."""
    paths = sysconfig.get_paths()
    own = [paths["purelib"], paths["platlib"], *site.getsitepackages()]
    own += [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    return [Path(path) for path in dict.fromkeys(own) if Path(path).is_dir()]
