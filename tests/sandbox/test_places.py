"""Does a worker have the NumPy of the grader, wherever that lies, and never a stranger's?"""

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox.walls.places import PACKAGES, places

ROOT = Path(__file__).parents[2]
INSTALLED = Path(np.__file__).resolve().parents[1]
ANSWERS = """if 1:
    import sys, time
    from autograder.sandbox.walls.places import places
    from autograder.sandbox.processes.pool import Limits, Zygote
    from autograder.sandbox.session import Session
    source = "import matplotlib\\nimport numpy as np\\ndef f(): return np.ones(3).sum()"
    print(places().packages["numpy"])
    for tier in sys.argv[1:]:
        zygote = Zygote(tier)
        session = Session(zygote, "py", [("", source, False)], ["f"], Limits(load_seconds=60))
        session.allow(60)
        print(session.call("f", ()), *map(str, session.problems))
        session.close()
        zygote.close()
"""


@pytest.fixture
def bare(tmp_path):
    """A Python without a single package, and where some could be installed."""
    venv.create(tmp_path / "bare", symlinks=True)
    (packages,) = (tmp_path / "bare").glob("lib/python*/site-packages")
    return tmp_path / "bare" / "bin" / "python", packages


def by_path(_, elsewhere):
    return [INSTALLED]


def by_links(_, elsewhere):
    """Links to packages, as some tools install them."""
    for path in INSTALLED.iterdir():
        if path.suffix != ".pth":
            (elsewhere / path.name).symlink_to(path)
    return [elsewhere]


def by_pth(packages, _):
    (packages / "more.pth").write_text(f"{INSTALLED}\n")
    return []


@pytest.mark.slow
@pytest.mark.parametrize("way", [by_path, by_links, by_pth], ids=lambda way: way.__name__)
def test_numpy_is_found_outside_of_where_packages_are_installed(bare, tmp_path, tier, way):
    python, packages = bare
    (tmp_path / "elsewhere").mkdir()
    paths = os.pathsep.join(map(str, [ROOT, *way(packages, tmp_path / "elsewhere")]))
    tiers = sorted({tier, "medium"})
    done = subprocess.run(
        [python, "-c", ANSWERS, *tiers],
        env=os.environ | {"PYTHONPATH": paths},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (packages / "numpy").exists()
    # Where it really is: past a link nobody may get who may not walk there.
    wanted = [str(INSTALLED), *["3.0"] * len(tiers)]
    assert done.stdout.split() == wanted, done.stdout + done.stderr


@pytest.fixture
def planted(tmp_path, monkeypatch):
    """A file for each package in a folder, which comes first where imports look for them."""

    def plant(folder, entry):
        for name in PACKAGES:
            (folder / f"{name}.py").write_text("raise SystemExit('a stranger')\n")
            monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.syspath_prepend(entry)
        assert importlib.util.find_spec("numpy").origin == str(folder / "numpy.py")
        return places.__wrapped__()

    return plant


@pytest.mark.parametrize("entry", ["", ".", "the folder", "below it", "a link"])
def test_nothing_is_taken_from_the_current_folder(planted, tmp_path, monkeypatch, entry):
    """Submissions may lie there, or a submission that Otter has unpacked."""
    usual = places()
    here = folder = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    if entry == "below it":
        folder = here / "submissions" / "ada"
        folder.mkdir(parents=True)
        entry = str(folder)
    elif entry == "the folder":
        entry = str(here)
    elif entry == "a link":
        folder = tmp_path / "link"
        folder.symlink_to(here)
        entry = str(folder)
    assert planted(folder, entry) == usual
