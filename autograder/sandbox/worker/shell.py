"""What notebooks expect of Jupyter: `get_ipython()`, cells that become files, `await` at the top.

Worker side, standard library only.
"""

import importlib
import inspect
import os
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from types import CodeType
from typing import Any

from cells import FOREIGN

WRITES = ("writefile", "file")  # magics of cells that become a file
TICK = 0.05  # seconds, where nothing can come any more


def execute(code: CodeType, namespace: dict[str, Any]) -> None:
    """Run code; where it waits for something at its top, to the end of that."""
    outcome = eval(code, namespace)  # noqa: S307 - this process exists to run it
    if code.co_flags & inspect.CO_COROUTINE:
        run_to_end(outcome)


def run_to_end(coroutine: Coroutine) -> None:
    """As `asyncio.run`, without the sockets that it opens, which no submission may."""
    import asyncio  # noqa: PLC0415 - slow to import, and hardly anybody waits

    class Loop(asyncio.BaseEventLoop):
        """Has nothing to wait for but time."""

        def __init__(self) -> None:
            super().__init__()
            self._selector = self

        def select(self, timeout: float | None) -> list:
            time.sleep(TICK if timeout is None else timeout)
            return []

        def _process_events(self, _: list) -> None: ...

        def _write_to_self(self) -> None: ...

    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(coroutine)


class Shell:
    """What `get_ipython()` gives: it writes files and runs Python; all else does nothing."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.user_ns = namespace

    def run_cell_magic(self, magic: str, line: str, cell: str) -> None:
        """As `nbconvert` writes a cell with a magic into a `.py`."""
        if magic in WRITES:
            write(line, cell)
        elif not FOREIGN.fullmatch(magic):
            exec(cell, self.user_ns)  # noqa: S102 - as any other cell

    def getoutput(self, *_: Any) -> list[str]:
        """Nothing: no command is run."""
        return []

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


def write(line: str, body: str) -> None:
    """Write the file of a `%%writefile`, so that cells below can import it."""
    *options, name = line.split()
    with Path(name.strip("\"'")).open("a" if "-a" in options else "w", encoding="utf-8") as file:
        file.write(body)
    if os.getcwd() not in sys.path:  # noqa: PTH109 - as it stands in sys.path
        sys.path.append(os.getcwd())  # noqa: PTH109
    importlib.invalidate_caches()
