"""Does a plain user reach what tests need of root's folders, and nothing beside it?"""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from .plain import as_plain_user

LOOK = """
import os, sys
print(os.getuid(), os.getgroups())
for folder in sys.argv[1:3]:
    print(sorted(os.listdir(folder)))
for path in sys.argv[3:]:
    try:
        print(open(path).read())
    except OSError as error:
        print(type(error).__name__)
"""

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="a plain user has no folders to open")


@pytest.fixture
def own():
    """A folder that is closed itself, in one that is open."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_a_plain_user_reaches_what_is_needed_and_nothing_beside(tmp_path, own):
    """Below one closed folder, below two, and in one that is closed itself."""
    top = tmp_path / "closed"
    needed = top / "near" / "far" / "needed"
    inner = needed / "shut" / "inner"
    for folder in (inner, own / "folder"):
        folder.mkdir(parents=True)
    (own / "link").symlink_to("folder/file")
    readable = [needed / "file", inner / "file", own / "file", own / "folder" / "file"]
    secret = [top / "secret", needed.parent / "secret", needed / "shut" / "secret"]
    for path in (*readable, *secret):
        path.write_text("read")
    for folder in (top, needed.parent, needed / "shut"):
        folder.chmod(0o700)
    command = [sys.executable, "-c", LOOK, top, own, *readable, own / "link", *secret]
    done = as_plain_user(command, also=[own, inner, needed])
    assert done.stdout.splitlines() == [
        "64738 []",
        "['near']",
        "['file', 'folder', 'link']",
        *["read"] * (len(readable) + 1),
        *["FileNotFoundError"] * len(secret),
    ], done.stderr
    assert sorted(os.listdir(top)) == ["near", "secret"], "root sees what it saw"
    assert {folder.stat().st_mode & 0o777 for folder in (top, own)} == {0o700}
