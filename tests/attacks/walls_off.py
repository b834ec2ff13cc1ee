"""Which attacks get through where there is no wall: what the tests would not forgive.

`python -m attacks.walls_off`, run by a plain user from `tests`, prints the table of README.md. Each
attack is harmless when it succeeds: it signals, reads and changes only what `Ground` laid out.
"""

import contextlib
import os
import pickle
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from autograder.sandbox.processes.pool import Zygote
from autograder.sandbox.walls.limits import ChildLimits, Limits
from autograder.sandbox.worker import scratch

from .attempt import X, ask, send_home
from .corpus import REACHING, attacks, source
from .ground import Ground

THROUGH, STOPPED, NOT_TRIED = "**gets through**", "stopped", "-"
ENDS_WORKER = ("become_program", "send_descriptor")  # how getting through looks from outside
TRACES = ("files", "memory", "modules", "thread")
GRADER_SECONDS = 2.0


class NoLimits(Limits):
    """As much of everything as there is."""

    @property
    def child(self):
        lots = 1 << 40
        return ChildLimits(lots, 1 << 30, lots, lots, lots, open_files=4096)


def in_worker(zygote, name, source, *args):
    """Whether it gets through in a worker that nothing confines."""
    outcome = ask(zygote, source, name, *args, limits=NoLimits(test_seconds=GRADER_SECONDS))
    ended = outcome.failure is not None and outcome.failure.reason == "crash"
    return _verdict(outcome.failure is None or (ended and name in ENDS_WORKER))


def in_grader(attack):
    """What it does to a grader that runs it in its own process, as most graders do."""
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder, "grader")  # so that what an attack leaves above it is ours, too
        inner.mkdir()
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            os.chdir(inner)
            _be_the_grader(attack)
        verdict = _wait_for_grader(child)
        results = inner / "results.json"
        if results.exists() and "100" in results.read_text():
            verdict = THROUGH  # where Gradescope, for one, looks for the score
        scratch.empty(folder)
    return verdict


def _be_the_grader(attack):
    """Run the attack, and end as a program does."""
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        attack()
    except SystemExit as end:
        os._exit(int(end.code or 0))  # success, for the one who started the grader
    except Exception:
        os._exit(1)
    except BaseException:
        os._exit(130)
    os._exit(0)


def _wait_for_grader(child):
    end = time.monotonic() + GRADER_SECONDS
    verdict = "the grader hangs"
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            dead = os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 130
            verdict = "the grader dies" if dead else _verdict(status == 0)
            break
        time.sleep(0.005)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if verdict == "the grader hangs":
        os.waitpid(child, 0)
    return verdict


def _verdict(through):
    return THROUGH if through else STOPPED


def run(attack, *args):
    """Run an attack here and now."""
    space = {"__name__": "submission"}
    exec(compile(attack.source, "submission", "exec"), space)
    return space[attack.name](*args)


def judge_naively(attack):
    """Test an answer in the process that gave it, in many graders' ways; one yes is enough."""
    got, expected = run(attack, X.copy()), 2 * X
    for test in (
        lambda: np.testing.assert_allclose(got, expected),
        lambda: _sure(np.allclose(got, expected)),
        lambda: _sure(np.all(got == expected)),
        lambda: _sure(all(abs(g - e) < 1e-6 for g, e in zip(got, expected, strict=True))),
        lambda: _sure(not np.any(np.abs(got - expected) > 1e-6)),
        lambda: _sure(np.allclose(pickle.loads(pickle.dumps(got)), expected)),
    ):
        try:
            return test()
        except Exception:
            continue
    raise AssertionError("wrong in all ways")


def _sure(right):
    if not right:
        raise AssertionError


def judge_changed_input(attack):
    """As above; but what is expected is worked out after the call, from the same input."""
    x = X.copy()
    np.testing.assert_allclose(run(attack, x), 2 * x)


def rows(ground):
    """Each attack: its name, how it fares in a worker without walls, and inside the grader."""
    zygote = Zygote("none")
    for attack in attacks(*REACHING):
        through = in_worker(zygote, attack.name, attack.source, ground.world)
        send_home(zygote)  # what it waits on is open in the grader, and some attacks read it
        alone = in_grader(lambda a=attack: run(a, ground.world))
        yield attack, through, alone
        mend(ground)
    for what in TRACES:
        named = {attack.name: attack for attack in attacks("traces")}
        leave, find = named[f"leave_{what}"], named[f"find_{what}"]
        ask(zygote, source("traces"), leave.name, ground.world, limits=NoLimits())
        through = in_worker(zygote, find.name, source("traces"), ground.world)
        send_home(zygote)
        alone = in_grader(lambda a=leave, b=find: (run(a, ground.world), run(b, ground.world)))
        yield find, through, alone
        mend(ground)
    zygote.close()
    for attack in attacks("values"):
        judge = judge_changed_input if attack.name == "changed_input" else judge_naively
        yield attack, NOT_TRIED, in_grader(lambda a=attack, j=judge: j(a))
    for attack in attacks("frames"):
        yield attack, NOT_TRIED, NOT_TRIED  # without a wire there is nothing to lie on
    for attack in attacks("hangs", "loads"):
        arguments = (lambda: 0.0,) if attack.module == "hangs" else ()
        yield attack, NOT_TRIED, in_grader(lambda a=attack, b=arguments: run(a, *b))


def mend(ground):
    """Lay out again what an attack has broken."""
    ground.repair()
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        for name in os.listdir(folder):
            if name == "autograder-note" or name.startswith("autograder-attack"):
                os.unlink(f"{folder}/{name}")
    if ground.neighbour.poll() is not None:
        ground._neighbour()
        ground.world["neighbour"] = ground.neighbour.pid


def main():
    assert os.geteuid() != 0, "not as root: attacks that get through would be root's"
    ground = Ground()
    os.environ["HOME"] = ground.world["home"]
    try:
        print("| attack | row | what it does | worker without walls | inside the grader |")
        print("| --- | --- | --- | --- | --- |")
        for attack, worker, grader in rows(ground):
            print(f"| {attack} | {attack.row} | {attack.what} | {worker} | {grader} |", flush=True)
    finally:
        ground.close()


if __name__ == "__main__":
    sys.exit(main())
