"""The first cell of a notebook and of its `.py` twin: it fetches what a file needs that is alone.

All that belongs to a homework lies in one folder, so the cell works there: another homework's files
may lie beside this one.

It is tagged as an experiment, and a grader runs of such cells what stands at the left margin and
defines or imports something: so that is little, and quick. There is no `sys` in it: who has that
may look up any name, and is helped by nothing that is kept of others (`grading/repair/own_text`).
"""

import re
from collections.abc import Mapping

BADGE = (
    "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
    "(https://colab.research.google.com/github/{}/blob/{}{}.ipynb)"
)
ON_GITHUB = re.compile(
    r"https://github\.com/(?P<repository>[^/]+/[^/]+)/raw/(?:refs/heads/)?(?P<folder>.+/)[^/]+"
)
ADDRESS = re.compile(r"https?://[\w.-]+", re.IGNORECASE)
GITHUB_PAGE = re.compile(r"(https?://(?:www\.)?github\.com/[^/]+/[^/]+)/blob/", re.IGNORECASE)
WHOSE = "tests/homework.txt"  # says in a student's folder whose the tests are
SETUP = """\
# This cell finds the other files of the homework: beside this file, or there in {name}/.
# Where they are missing, as on Colab and Kaggle, it fetches them into that folder; where a
# package is missing, it installs that. What is there already stays as it is.
import os
from pathlib import Path

if "__file__" in globals():  # run as `python FOLDER/{name}.py`
    os.chdir(Path(__file__).parent)

whose = Path("{whose}")  # the tests that lie here may be another homework's
owner = whose.read_text().strip() if whose.exists() else Path.cwd().name
is_here = Path("tests").is_dir() and owner == "{name}"
folder = Path() if is_here else Path("{name}")
tests = folder / "tests"

if not tests.is_dir():
    import sys
    import zipfile
    from shutil import copytree, ignore_patterns
    from urllib.request import urlretrieve

    twins = ("{name}.ipynb", "{name}.py")  # this file is one of them

    def unpack(zipped):
        \"""Unpack what a zip, beside this file or on the web, holds of this homework.\"""
        try:
            path = urlretrieve(zipped)[0] if "://" in zipped else zipped
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if not name.endswith(twins)]
                to = folder if twins[0] in archive.namelist() else Path()
                mine = [name for name in names if folder in (to / name).parents]
                archive.extractall(to, [name for name in mine if not (to / name).exists()])
            if not mine:
                raise ValueError("it holds nothing of {name}")
        except Exception as error:
            print(f"{{zipped}} is not used: {{error}}")

    for found in Path("/kaggle/input").glob("**/{whose}"):  # what you add as input
        if found.read_text().strip() == "{name}":
            given, but_twins = found.parent.parent, ignore_patterns(*twins)
            copytree(given, folder, ignore=but_twins, dirs_exist_ok=True)
    address = {url!r}  # of student.zip
    for zipped in [*sorted(map(str, Path().glob("student*.zip"))), address]:
        if zipped and not tests.is_dir():
            unpack(zipped)
    if not tests.is_dir() and "google.colab" in sys.modules:
        from google.colab import files

        print("Choose the student.zip of {name} that you were given.")
        for zipped in files.upload():
            unpack(zipped)
    if not tests.is_dir():
        raise FileNotFoundError(
            "Put the student.zip of {name} that you were given beside this file"
            " (on Kaggle: Add Input), then run this cell again."
        )

if tests.is_dir():  # by now it is
    import sys

    os.chdir(folder)
    sys.path.insert(0, str(Path.cwd()))  # where the tests find public_checks.py

packages = {{
{packages}
}}
for module, package in packages.items():
    try:
        __import__(module)
    except ImportError:
        import subprocess
        import sys

        install = [sys.executable, "-m", "pip", "install", "--quiet", package]
        subprocess.run(install, check=True)
"""


def setup_cell(name: str, packages: Mapping[str, str], url: str) -> str:
    """The cell of the homework `name`; `url` is where its student.zip can be fetched, or empty.

    `packages` are what it installs of what is missing, by the name that they are imported by.
    """
    needed = "\n".join(f'    "{module}": "{package}",' for module, package in packages.items())
    return SETUP.format(name=name, packages=needed, url=url, whose=WHOSE).rstrip()


def no_file_at(url: str) -> str:
    """Why no student.zip can be fetched at an address, and what to do; nothing if there may be one.

    An empty address is none.
    """
    if url and not ADDRESS.match(url):
        return "give an address that begins with https:// or http:// and the name of a host"
    if re.search(r"\s", url):
        return "an address has no spaces: write %20"
    if page := GITHUB_PAGE.match(url):
        return f"GitHub shows a page there, no file: use {page[1]}/raw/{url[page.end() :]}"
    return ""


def badge(name: str, url: str) -> str:
    """What opens on Colab the notebook beside a student.zip on GitHub; else nothing."""
    place = ON_GITHUB.fullmatch(url)
    return BADGE.format(place["repository"], place["folder"], name) if place else ""
