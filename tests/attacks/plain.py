"""Runs a command as a user without rights, whoever runs the tests."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("as_plain_user.py")


def as_plain_user(command, also=()):
    """What came of it. Where root runs the tests, what it needs, and `also`, is opened to it."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = dict(os.environ, PYTHONPATH=paths, PYTHONDONTWRITEBYTECODE="1")
    environment.pop("TMPDIR", None)  # root's own may be closed to others
    if os.geteuid() == 0:
        needed = [sys.prefix, sys.base_prefix, ROOT, *filter(os.path.isdir, sys.path), *also]
        command = [sys.executable, SCRIPT, *needed, "--", *command]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
