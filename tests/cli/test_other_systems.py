"""The command on macOS and Windows: what needs no wall works, the rest says what would."""

import subprocess
import sys

import pytest
from classroom import random_class, written
from scratch import ROOT

from autograder.results.atomic_file import write_atomically
from autograder.results.results_json import to_json

pytestmark = pytest.mark.slow  # each starts a process that imports everything

# Libraries look at the system, too: they have seen the true one before it changes.
ELSEWHERE = """
import asyncio, concurrent.futures.process, ctypes.util, multiprocessing.forkserver, sys, tempfile
import multiprocessing.queues, os, subprocess, urllib.request, zoneinfo
import click, filelock, jinja2, jupytext, matplotlib.pyplot, nbformat, rich.console, rich.progress
sys.platform = {system!r}
for name in {functions!r}:
    delattr(os, name)
for name in {missing!r}:
    sys.modules[name] = None
def no_context(kind=None):
    raise ValueError(f"cannot find context for {{kind!r}}")
multiprocessing.get_context = no_context
from autograder.cli.main import main
main({arguments!r})
"""
MISSING = {
    "darwin": ["pyseccomp"],
    "win32": ["fcntl", "grp", "pwd", "pyseccomp", "resource"],
}
LINUX_ALONE = ["sched_getaffinity", "sched_setaffinity", "posix_fallocate", "memfd_create"]
FUNCTIONS = {"darwin": LINUX_ALONE, "win32": [*LINUX_ALONE, "geteuid", "getuid", "fork", "killpg"]}
EVERY = pytest.mark.parametrize("system", MISSING)


def run(system, *arguments):
    """Exit code and output of the command where the system says that it is another one."""
    there = {"missing": MISSING[system], "functions": FUNCTIONS[system]}
    code = ELSEWHERE.format(system=system, arguments=list(arguments), **there)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graded")
    results = list(random_class(3))
    for result in results:
        write_atomically(folder / "results" / f"{result.student}.json", to_json(result))
    return written(folder, results)


@EVERY
@pytest.mark.parametrize(
    "arguments",
    [
        ("grade", "hw1_backprop", ".", "--out", "x"),
        ("validate", "hw1_backprop"),
        ("release", "hw1_backprop"),
        ("demo",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_needs_the_wall_says_what_is_missing_and_what_works(system, arguments):
    code, told = run(system, *arguments)
    assert code == 1
    first, second = told.strip().splitlines()
    assert "Linux" in first
    assert "docker run" in second


@EVERY
def test_what_needs_no_wall_works(system, graded, tmp_path):
    for arguments in (
        ("list",),
        ("report", str(graded)),
        ("explain", str(graded), "student001"),
        ("new", "hw8_mine", "--course", str(tmp_path)),
    ):
        code, told = run(system, *arguments)
        assert code == 0, told
        assert "Traceback" not in told
