"""Where work runs: processes of this machine, or a Dask cluster. Both are Executors."""

import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.queues import SimpleQueue
from multiprocessing.util import Finalize, get_temp_dir

from autograder.course.assignment import Assignment
from autograder.results.provenance import grade_sha256, page_sha256, versions
from autograder.runs.forks import FEW, forks, warm_up
from autograder.sandbox.processes.meter import usable_cores
from autograder.sandbox.processes.process import end_all
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import SandboxError, Tier

ANSWER_SECONDS = 10.0  # in which a cluster's scheduler has to answer


class ClusterError(Exception):
    """The cluster cannot grade as this machine would."""


def default_jobs() -> int:
    """One process a core that this process may use."""
    return usable_cores()


@contextmanager
def hired(
    assignment: Assignment,
    wanted: Tier | None = None,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    unsandboxed: bool = False,
    count: int,
) -> Iterator[tuple[Executor | None, Tier, int]]:
    """Who grades `count` submissions: a cluster's executor, or None for processes of this machine;
    the tier all of them reach; and how many they are.
    """
    if scheduler is None:
        warm_up(with_torch=count > FEW)
        yield None, find_tier(wanted, allow_unsandboxed=unsandboxed), jobs or default_jobs()
        return
    with cluster(scheduler, assignment, wanted, unsandboxed=unsandboxed) as found:
        yield found


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Processes of this machine, which need not import what is slow any more."""
    warm_up()
    # Wait for that with a process that needs nothing of this one: if Ctrl-C came while a worker
    # is about to start, that would complain of semaphores that are gone.
    first = forks().Process(target=len, args=("",))
    first.start()
    first.join()
    own_cores = forks().SimpleQueue()
    cores = sorted(os.sched_getaffinity(0))
    for number in range(jobs):
        own_cores.put(cores[number % len(cores)] if jobs >= len(cores) else None)
    begin = (own_cores, get_temp_dir())
    executor = ProcessPoolExecutor(jobs, forks(), initializer=_begin, initargs=begin)
    try:
        yield executor
    except BaseException:  # Ctrl-C: a loop without end need not reach its deadline
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin(own_cores: "SimpleQueue[int | None]", shared: str) -> None:
    """Leave Ctrl-C to the parent; end when it is gone, be it by kill -9, and clear away for it.

    Where every core has a job anyway, each job keeps to one. Judge and judged take turns: on one
    core they need not wake another up, nor move what it has in its cache.
    """
    core = own_cores.get()
    if core is not None:
        with suppress(OSError):  # where that may not be chosen, it costs time alone
            os.sched_setaffinity(0, {core})
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    Finalize(None, end_all, exitpriority=1)  # a process of a pool runs nothing of `atexit`

    def watch() -> None:
        multiprocessing.parent_process().join()
        end_all()
        shutil.rmtree(shared, ignore_errors=True)  # the socket by which processes are asked for
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _leave(*_: object) -> None:
    """End now, and leave nothing behind; the pool asks more than once."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    end_all()
    os._exit(1)


@contextmanager
def cluster(
    address: str, assignment: Assignment, wanted: Tier | None, *, unsandboxed: bool
) -> Iterator[tuple[Executor, Tier, int]]:
    """Executor of the Dask cluster at `address`, the tier all its workers reach, and their number.

    Raises ClusterError if a worker is of another version, has other tests or another seed.
    """
    try:
        from distributed import Client  # noqa: PLC0415
    except ModuleNotFoundError:
        message = "--scheduler needs Dask: pip install distributed"
        raise ClusterError(message) from None
    try:
        client = Client(address, timeout=ANSWER_SECONDS)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address} ({error})") from None
    with client:
        identities = client.run(identity, assignment, wanted, unsandboxed)
        if not identities:
            raise ClusterError(f"the Dask scheduler at {address} has no workers")
        here = identity(assignment, wanted, unsandboxed)
        for worker, there in identities.items():
            _compare(worker, here, there)
        tiers = {there["tier"] for there in identities.values()}
        weakest = next(tier for tier in ("none", "medium", "strong") if tier in tiers)
        yield client.get_executor(), weakest, len(identities)


def identity(assignment: Assignment, wanted: Tier | None, unsandboxed: bool) -> dict[str, str]:
    """What must agree between two machines that grade one class, and the tier of this one."""
    try:
        tier = find_tier(wanted, allow_unsandboxed=unsandboxed)
    except SandboxError as error:
        tier = f"refused: {error}"
    return versions() | {
        "tests, references and seed": grade_sha256(assignment)[:12],
        "pages": page_sha256(assignment)[:12],
        "tier": tier,
    }


def _compare(worker: str, here: dict[str, str], there: dict[str, str]) -> None:
    for what in here.keys() - {"tier"}:
        if here[what] != there[what]:
            raise ClusterError(f"{worker} has {what} {there[what]}, this machine has {here[what]}")
    if there["tier"].startswith("refused"):
        raise ClusterError(f"{worker}: {there['tier']}")
