"""How processes start here: as forks of one that has imported what is slow, once for all.

It imports nothing that is slow itself, so that a command can begin with it.
"""

import multiprocessing
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path

from autograder.sandbox.interrupts import interrupts_wait

FEW = 10  # submissions, that may all do without torch: what is right asks for nothing new


def forks() -> BaseContext:
    """How processes start here. Asked late: Windows cannot, and reports need no process."""
    return multiprocessing.get_context("forkserver")


def warm_up(*, with_torch: bool = True) -> None:
    """Begin to import what is slow, once for all processes to come: they are forks of one that did
    no more than that. This process has threads, and threads do not survive a fork.
    """
    torch = ["autograder.runs.preload_torch"] if with_torch else []
    forks().set_forkserver_preload([*torch, "autograder.runs.preload"])
    resource_tracker.ensure_running()  # in the midst of what follows it would let Ctrl-C through
    with interrupts_wait():
        forkserver.ensure_running()


def warm_up_for(paths: Iterable[Path]) -> None:
    """Begin so for what these paths hold, before it is read."""
    warm_up(with_torch=sum(map(names_in, paths)) > FEW)


def names_in(path: Path) -> int:
    """How many names a folder or a zip holds: at least as many as submissions."""
    with suppress(OSError, zipfile.BadZipFile):
        if path.is_dir():
            return sum(1 for _ in path.iterdir())
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return len(archive.namelist())
    return 1
