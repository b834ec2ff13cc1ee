"""Runs a command as a user without rights, whoever runs the tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("as_plain_user.sh")


def as_plain_user(command):
    """What came of it. Where root runs the tests, what it needs of /root is opened for it."""
    for folder in (sys.prefix, ROOT):
        if os.stat(folder).st_mode & 0o005 != 0o005:
            pytest.fail(f"a plain user may not enter {folder}: chmod go+rx it")
    needed = " ".join({sys.base_prefix, sys.prefix, str(ROOT)})
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = dict(os.environ, PYTHONPATH=paths, PYTHONDONTWRITEBYTECODE="1", NEEDED=needed)
    if os.geteuid() == 0:
        command = ["unshare", "--mount", "sh", str(SCRIPT), *command]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
