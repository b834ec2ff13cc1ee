"""How fast a class is graded: every goal as a ratio, measured in one run on this machine.

python tests/benchmarks/bench_grading.py [--count 300] [--sizes 100 1000 10000] [--without nbgrader]

Everything is timed as a whole process, start-up included, on notebooks made of the model solution
and of its mistakes. Stock `otter run` and `nbgrader autograde` run the same tests on them. A goal
that is missed is marked so, and the exit code says it.
"""

import argparse
import io
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from bench_nbgrader import nbgrader_seconds
from bench_otter import otter_seconds
from cluster import cluster_seconds
from floor import floor
from measure import AUTOGRADER, HW1, grade, make_class, timed

from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip

COMPLETION = {
    "_AUTOGRADER_COMPLETE": "bash_complete",
    "COMP_WORDS": "autograder gr",
    "COMP_CWORD": "1",
}
LARGE = 2000
MEMORY_BYTES = 4 << 30
PARTS = ("otter", "nbgrader", "jobs", "cluster", "floor", "first", "sizes", "answers")
missed = []


def tell(what, measured, goal, *, at_most=False, unit="times"):
    """Print one figure beside its goal."""
    reached = measured <= goal if at_most else measured >= goal
    word = "at most" if at_most else "at least"
    print(f"{'reached' if reached else 'MISSED ':8} {what}: {measured:.2f} {unit}, {word} {goal:g}")
    sys.stdout.flush()
    if not reached:
        missed.append(what)


def one_job(workspace, folder, arguments):
    """The main comparison: a class with one job beside those that others take."""
    seconds = grade(folder, workspace / "one").seconds
    each = seconds / arguments.count
    print(f"{arguments.count} notebooks, one job: {1e3 * each:.1f} ms each, start-up included")
    strangers = make_class(workspace / "strangers", arguments.count, own_digits=1)
    alone = 1e3 * grade(strangers, workspace / "alone").seconds / arguments.count
    print(f"where no two answer alike from the forward pass on: {alone:.1f} ms each")
    if "jobs" in arguments.parts:
        two_jobs(workspace, folder, arguments.count, seconds)
    if "cluster" in arguments.parts:
        cluster(workspace, folder, arguments.count, seconds)
    if "otter" in arguments.parts:
        stock = otter_seconds(folder, workspace, 3)
        tell(f"as fast as stock otter run ({stock:.2f} s each)", stock / each, 100)
    if "nbgrader" in arguments.parts:
        stock = nbgrader_seconds(workspace, arguments.nbgrader_count, arguments.venv)
        tell(f"as fast as nbgrader autograde ({stock:.2f} s each)", stock / each, 20)


def two_jobs(workspace, folder, count, seconds):
    """Two jobs beside one: a large class, and what of it is left without the time for two."""
    both = grade(folder, workspace / "two", jobs=2).seconds
    large, pair = make_class(workspace / "large", LARGE), make_class(workspace / "pair", 2)
    whole, start_up = {1: 0.0, 2: 0.0}, {1: 0.0, 2: 0.0}
    for turn, jobs in enumerate((1, 2, 2, 1)):  # a machine that gets slower is so to both
        whole[jobs] += grade(large, workspace / f"large{turn}", jobs).seconds / 2
        start_up[jobs] += grade(pair, workspace / f"pair{turn}", jobs).seconds / 2
    one_more, two_more = ((whole[jobs] - start_up[jobs]) / (LARGE - 2) for jobs in (1, 2))
    what = f"as fast with two jobs ({1e3 * two_more:.1f} ms for {1e3 * one_more:.1f} ms)"
    tell(f"{what}, start-up aside", one_more / two_more, 1.8)
    told = f"{seconds / both:.2f} times for {count}, {whole[1] / whole[2]:.2f} times for {LARGE}"
    print(f"two jobs beside one, start-up included: {told}")


def cluster(workspace, folder, count, seconds):
    """What Dask adds to a submission, and what a second worker brings on these cores."""
    pair = make_class(workspace / "two notebooks", 2)
    start_up = grade(pair, workspace / "start-up").seconds
    one, two = (cluster_seconds(folder, pair, workspace, workers) for workers in (1, 2))
    more = 1e3 * (one - seconds + start_up) / (count - 2)
    faster = f"two workers {one / two:.2f} times as fast as one"
    print(f"Dask, one worker: {more:.1f} ms a submission more than one job; {faster}")


def sizes(workspace, counts):
    """Cost and memory of classes of different sizes; the first is the measure of the others."""
    first = None
    for count in counts:
        folder = make_class(workspace / f"class{count}", count)
        run = grade(folder, workspace / f"out{count}", jobs=2, weigh=True)
        each = 1e3 * run.seconds / count
        memory = f"{run.own_mib:.0f} MiB, {run.child_mib:.0f} MiB a worker"
        print(f"{count} notebooks, two jobs: {run.seconds:.1f} s, {each:.1f} ms each, {memory}")
        if first is None:
            first, base = run, each
            continue
        tell(f"the time of {count} for each", each / base, 1.1, at_most=True)
        tell(f"the memory of {count}", run.own_mib / first.own_mib, 1.25, at_most=True)
        tell(f"a worker's, {count}", run.child_mib / first.child_mib, 1.1, at_most=True)


def first(workspace):
    """From the command to the first grade, and a run on Gradescope, for right work; both in imports
    of PyTorch, which they do without: 1.2 s and 2 s where that takes one.
    """
    torch = min(timed(sys.executable, "-c", "import torch").seconds for _ in "123")
    single, root = workspace / "single", workspace / "gradescope"
    for folder in (single, root / "submission", root / "results"):
        folder.mkdir(parents=True)
        (folder / "ada.py").write_text(HW1.solution.read_text())
    with zipfile.ZipFile(io.BytesIO(autograder_zip(HW1, GradescopeOptions()))) as archive:
        archive.extractall(root / "source")
    command = [sys.executable, "-m", "autograder.release.gradescope_run", str(root)]
    of_image = os.environ | {
        "XDG_CACHE_HOME": str(workspace / "cache")
    }  # setup.sh graded once, too
    # What is computed once is kept by the first run of each.
    firsts = [grade(single, workspace / f"first{n}").seconds for n in range(4)][1:]
    runs = [timed(*command, env=of_image).seconds for _ in range(4)][1:]
    for what, seconds, goal in (
        (f"to the first grade, and out ({min(firsts):.2f} s)", min(firsts), 1.2),
        (f"a run on Gradescope ({min(runs):.2f} s)", min(runs), 2),
    ):
        tell(what, seconds / torch, goal, at_most=True, unit=f"imports of PyTorch ({torch:.2f} s)")


def answers():
    """What must answer at once."""
    for what, arguments, extra in (
        ("--help", ["--help"], {}),
        ("list", ["list"], {}),
        ("shell completion", [], COMPLETION),
    ):
        seconds = min(timed(AUTOGRADER, *arguments, env=os.environ | extra).seconds for _ in "123")
        tell(what, seconds, 0.3, at_most=True, unit="s")


def memory():
    """The file system in memory, if it is large enough: a disk is slow for reasons of its own.

    For minutes after many files were removed, ext4 takes longer to make one than a page takes.
    """
    shared = Path("/dev/shm")
    is_large = shared.exists() and shutil.disk_usage(shared).free > MEMORY_BYTES
    return shared if is_large else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300, help="notebooks of the main comparison")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--nbgrader-count", type=int, default=10)
    parser.add_argument("--venv", type=Path, help="where nbgrader is, or is to be kept")
    parser.add_argument("--without", nargs="*", choices=PARTS, default=[])
    arguments = parser.parse_args()
    arguments.parts = set(PARTS) - set(arguments.without)
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        workspace = Path(name)
        folder = make_class(workspace / "class", arguments.count)
        if arguments.parts & {"otter", "nbgrader", "jobs", "cluster"}:
            one_job(workspace, folder, arguments)
        if "floor" in arguments.parts:
            graded, bare = floor(folder)
            print(f"a warm grade: {graded:.1f} ms; load and calls alone: {bare:.1f} ms")
            tell("the floor", graded / bare, 3, at_most=True)
        if "first" in arguments.parts:
            first(workspace)
        if "answers" in arguments.parts:
            answers()
        if "sizes" in arguments.parts:
            sizes(workspace, arguments.sizes)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
