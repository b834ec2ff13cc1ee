"""Is a submission's folder measured and emptied, whatever is in it?"""

import os

import pytest

from autograder.sandbox.worker.scratch import empty, is_full


def deep(folder, depth=1100):
    """Folders within folders, deeper than any path or recursion, with a file in each."""
    here = os.getcwd()
    os.chdir(folder)
    for _ in range(depth):
        os.mkdir("a" * 10)
        os.chdir("a" * 10)
        open("file", "w").close()
    os.chdir(here)


def locked(folder):
    """A folder that nobody may enter, with something in it."""
    (folder / "locked" / "inner").mkdir(parents=True)
    (folder / "locked" / "inner" / "file").write_text("text")
    (folder / "locked" / "inner").chmod(0)
    (folder / "locked").chmod(0)


def links(folder):
    """Links to what must survive, and to nothing."""
    (folder / "outside").symlink_to(folder.parent / "precious")
    (folder / "nowhere").symlink_to("/nowhere")
    (folder / "in").mkdir()
    (folder / "in" / "outside").symlink_to(folder.parent / "precious")


def clashes(folder):
    """Names that moving things up would use."""
    for number in range(5):
        (folder / f"{number}.moved").mkdir()
        (folder / "x" / f"{number}" / "y").mkdir(parents=True)
        (folder / "x" / f"{number}" / "y" / "file").write_text("text")


@pytest.mark.slow
@pytest.mark.parametrize("fill", [deep, locked, links, clashes])
def test_empty(fill, tmp_path):
    """Is everything removed that is inside, and nothing that is outside?"""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("text")
    folder = tmp_path / "folder"
    folder.mkdir()
    fill(folder)
    empty(str(folder))
    assert os.listdir(folder) == []
    assert (precious / "file").read_text() == "text"


@pytest.mark.slow
def test_is_full(tmp_path):
    """Are bytes, entries and what is too deep to be counted noticed?"""
    assert not is_full(str(tmp_path), 1 << 20, 10)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(bytes(2 << 20))
    assert is_full(str(tmp_path), 1 << 20, 10)
    assert not is_full(str(tmp_path), 4 << 20, 10)
    assert is_full(str(tmp_path), 4 << 20, 1)
    deep(tmp_path, 500)
    assert is_full(str(tmp_path), 1 << 30, 1000)
    empty(str(tmp_path))


def test_a_sparse_file_takes_no_room(tmp_path):
    """Is what counts the room a file takes, not the length it claims?"""
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(1 << 30)
    assert not is_full(str(tmp_path), 1 << 20, 10)
