"""The first cell of a notebook and of its `.py` twin: it fetches what a file needs that is alone.

It is tagged as an experiment, and a grader runs of such cells what stands at the left margin and
defines or imports something: so that is little, and quick. There is no `sys` in it: who has that
may look up any name, and is helped by nothing that is kept of others (`grading/repair/own_text`).
"""

import re

BADGE = (
    "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
    "(https://colab.research.google.com/github/{}/blob/{}{}.ipynb)"
)
ON_GITHUB = re.compile(
    r"https://github\.com/(?P<repository>[^/]+/[^/]+)/raw/(?:refs/heads/)?(?P<folder>.+/)[^/]+"
)
SETUP = """\
# Where this file is alone, as on Colab and Kaggle, this cell fetches the other files of the
# homework; where Otter is missing, it installs that. What is there already stays as it is.
import os
from pathlib import Path

if "__file__" in globals():  # run as `python FOLDER/{name}.py`: the other files lie beside it
    os.chdir(Path(__file__).parent)

if not Path("tests").is_dir():
    inputs = Path("/kaggle/input")  # where Kaggle unpacks what you add as input
    for folder in [tests.parent for tests in inputs.glob("**/tests")]:
        for source in folder.rglob("*"):
            path = source.relative_to(folder)
            if source.is_file() and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(source.read_bytes())

if not Path("tests").is_dir():
    import sys
    import zipfile
    from urllib.request import urlretrieve

    address = {url!r}  # of student.zip
    given = sorted(Path().glob("student*.zip"))
    if address and not given:
        try:
            given = [urlretrieve(address)[0]]
        except (OSError, ValueError) as error:
            print(f"{{address}} cannot be fetched: {{error}}")
    if not given and "google.colab" in sys.modules:
        from google.colab import files

        print("Choose the student.zip that you were given.")
        given = list(files.upload())
    if not given:
        raise FileNotFoundError(
            "Put the student.zip that you were given beside this file (on Kaggle: Add Input),"
            " then run it again."
        )
    with zipfile.ZipFile(given[0]) as archive:
        for name in archive.namelist():
            path = Path(name.removeprefix("{name}/"))
            if not (name.endswith("/") or path.exists()):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))

try:
    import otter
except ImportError:
    import subprocess
    import sys

    install = [sys.executable, "-m", "pip", "install", "--quiet", "{otter}"]
    subprocess.run(install, check=True)
"""


def setup_cell(name: str, otter: str, url: str) -> str:
    """The cell of the homework `name`; `url` is where its student.zip can be fetched, or empty."""
    return SETUP.format(name=name, otter=otter, url=url).rstrip()


def badge(name: str, url: str) -> str:
    """What opens on Colab the notebook beside a student.zip on GitHub; else nothing."""
    place = ON_GITHUB.fullmatch(url)
    return BADGE.format(place["repository"], place["folder"], name) if place else ""
