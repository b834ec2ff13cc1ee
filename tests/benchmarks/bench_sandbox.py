"""What the walls cost: fork, confine, load and 50 calls of the model solution, in each tier.

`python tests/benchmarks/bench_sandbox.py [ROUNDS]`. The rounds of all tiers take turns, so that a
busy machine is equally busy for each.
"""

import statistics
import sys
import time
from pathlib import Path

import numpy as np

from autograder.sandbox.processes.pool import Limits, SandboxError, Zygote
from autograder.sandbox.session import Session

SOLUTION = Path(__file__).parents[2] / "solutions" / "hw1_backprop" / "solution.py"
FORK = "f = None\n"
X = np.linspace(-1, 1, 35).reshape(7, 5)


def start(tier):
    """A warm zygote, and how long it took to get warm; None where the tier is not reached."""
    begun = time.perf_counter()
    try:
        zygote = Zygote(tier)
        zygote.wait_ready()
    except SandboxError as error:
        print(f"{tier}: {error}")
        return None
    return zygote, time.perf_counter() - begun


def submission(zygote, source, calls):
    """Milliseconds that one submission takes from fork to end."""
    begun = time.perf_counter()
    session = Session(zygote, "py", [("", source, False)], ["sigmoid"], Limits())
    session.allow(5)
    if calls:
        outcomes = session.call_many("sigmoid", [((X,), False)] * calls)
        assert [outcome.shape for outcome in outcomes] == [X.shape] * calls
    session.close()
    return (time.perf_counter() - begun) * 1e3


def main(rounds):
    source = SOLUTION.read_text()
    zygotes = {tier: found for tier in ("none", "medium", "strong") if (found := start(tier))}
    times = {tier: ([], []) for tier in zygotes}
    for _ in range(rounds):
        for tier, (zygote, _) in zygotes.items():
            times[tier][0].append(submission(zygote, source, 50))
            times[tier][1].append(submission(zygote, FORK, 0))
    base = statistics.median(times["none"][0])
    print(f"{'tier':8}{'start':>8}{'fork, load, 50 calls':>24}{'ratio':>7}{'empty one':>12}")
    for tier, (zygote, seconds) in zygotes.items():
        whole, empty = map(statistics.median, times[tier])
        print(f"{tier:8}{seconds:6.2f} s{whole:21.1f} ms{whole / base:7.2f}{empty:9.1f} ms")
        zygote.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
