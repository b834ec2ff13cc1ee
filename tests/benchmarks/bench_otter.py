"""Seconds that stock `otter run` takes for one submission, with our public and hidden tests.

python tests/benchmarks/bench_otter.py [--count 3]
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import mean

from measure import HW1, make_class, timed
from otter.generate import main as generate

OTTER = Path(sys.executable).parent / "otter"


def otter_seconds(folder, workspace, count):
    """Mean over the first `count` notebooks of a class."""
    tests, archive = workspace / "tests", workspace / "autograder.zip"
    tests.mkdir()
    for question in HW1.questions:
        public = (HW1.folder / "tests" / f"{question}.py").read_text()
        hidden = (HW1.hidden_tests / f"{question}.py").read_text()
        (tests / f"{question}.py").write_text(public)
        hidden = hidden.replace(f'name = "{question}"', f'name = "{question}_hidden"')
        (tests / f"{question}_hidden.py").write_text(hidden)
    settings = {"no_requirements": True, "no_environment": True, "no_config": True}
    generate(tests_dir=str(tests), output_path=str(archive), **settings)
    command = (str(OTTER), "run", "--no-logo", "-a", str(archive))
    books = sorted(folder.glob("*.ipynb"))[:count]
    return mean(timed(*command, str(book), cwd=workspace).seconds for book in books)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as name:
        folder = make_class(Path(name) / "class", count)
        print(f"stock otter run: {otter_seconds(folder, Path(name), count):.2f} s each")


if __name__ == "__main__":
    main()
