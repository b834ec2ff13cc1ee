"""Finds out what confines code on this machine, by having a worker try to get out. Trusted side.

`python -m autograder.sandbox.tier` prints what was found, and what keeps from more.
"""

import os
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from autograder.sandbox.processes.pool import Zygote
from autograder.sandbox.session import CallFailed, Session
from autograder.sandbox.walls.limits import Limits, SandboxError, Tier

# Each returns if it gets out and raises OSError if it does not.
CANARIES = """
import os, socket

def read(path): open(path).read()
def read_torch(path): open(path).read(1)
def read_environment(pid): open(f"/proc/{pid}/environ", "rb").read()
def see_name(path): os.stat(path)
def overwrite(path): open(path, "a").close()
def change_mode(path): os.chmod(path, 0o600)
def open_socket(): socket.socket().close()
def signal_grader(pid): os.kill(pid, 0)
def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
"""
NAMES_ONLY = "see_name"  # all that medium lets through
CANARY_SECONDS = 5.0
ADVICE = {
    "setting up uid map": "the system forbids user namespaces to bubblewrap: on Ubuntu 24.04, "
    "install apparmor-profiles and copy its bwrap-userns-restrict to /etc/apparmor.d",
    "bwrap:": "this system, or this container, forbids namespaces or mounts",
    "given up": "run the grader as a plain user, or let root change to another one",
    "Landlock": "Linux 6.2 or later is needed, with Landlock among its security modules",
    "seccomp": "the kernel must have seccomp filters",
    "No module named 'numpy'": "what lies below the current folder is not taken, for submissions "
    "may lie there: run the grader from another folder",
}


_begun: dict[Tier, Zygote] = {}


def begin(wanted: Tier | None = None) -> None:
    """Start the worker that `find_tier` will try first, while the caller has other things to do."""
    tier = _tiers(wanted)[0]
    _begun.clear()
    with suppress(SandboxError):  # that is told when the tier is tried
        _begun[tier] = Zygote(tier)


def find_tier(wanted: Tier | None = None, *, allow_unsandboxed: bool = False) -> Tier:
    """The best tier whose canaries are all contained; `wanted` "medium" leaves bubblewrap out.

    Raises SandboxError, which says what to install, unless `allow_unsandboxed` accepts "none".
    """
    reasons = []
    for tier, reason in survey(wanted):
        if reason is None:
            return tier
        reasons.append(f"{tier}: {reason}")
    if allow_unsandboxed:
        return "none"
    told = "\n  ".join(["Nothing confines the code of a submission on this machine.", *reasons])
    raise SandboxError(f"{told}\nSee autograder/sandbox/README.md, or use --allow-unsandboxed.")


def survey(wanted: Tier | None = None) -> Iterator[tuple[Tier, str | None]]:
    """Each tier, best first, and why it is not reached; None if it is."""
    for tier in _tiers(wanted):
        try:
            out = escapes(tier)
        except SandboxError as error:
            yield tier, _with_advice(str(error))
        else:
            yield tier, f"a worker could {', '.join(out)}".replace("_", " ") if out else None


def _tiers(wanted: Tier | None) -> tuple[Tier, ...]:
    return ("medium",) if wanted == "medium" else ("strong", "medium")


def escapes(tier: Tier) -> list[str]:
    """The canaries that get out of a worker. Raises SandboxError if there can be no worker."""
    zygote = _begun.pop(tier, None) or Zygote(tier)
    try:
        zygote.wait_ready()
        with tempfile.TemporaryDirectory() as folder:
            canary = Path(folder) / "canary"
            canary.write_text("canary")
            canary.chmod(0o666)  # nothing but the walls may protect it
            Path(folder).chmod(0o755)
            return _escapes(zygote, str(canary))
    finally:
        zygote.close()


def _escapes(zygote: Zygote, canary: str) -> list[str]:
    torch = Path(sysconfig.get_paths()["purelib"]) / "torch" / "__init__.py"
    attempts: dict[str, tuple] = {
        "read": (canary,),
        "see_name": (canary,),
        "overwrite": (canary,),
        "change_mode": (canary,),
        "read_torch": (str(torch),),
        "read_environment": (os.getpid(),),
        "open_socket": (),
        "signal_grader": (os.getpid(),),
        "fork": (),
    }
    cells = [("canaries", CANARIES, False)]
    session = Session(zygote, "ipynb", cells, list(attempts), Limits())
    session.allow(CANARY_SECONDS)
    allowed = {NAMES_ONLY} if zygote.tier == "medium" else set()
    try:
        return [
            name
            for name, arguments in attempts.items()
            if name not in allowed and not _contained(session, name, arguments)
        ]
    finally:
        session.close()


def _contained(session: Session, name: str, arguments: tuple) -> bool:
    try:
        session.call(name, arguments)
    except CallFailed as failure:
        return isinstance(failure, OSError)  # only a refusal counts; a crash proves nothing
    return False


def _with_advice(message: str) -> str:
    last = message.strip().splitlines()[-1]
    return "; ".join([last, *(advice for sign, advice in ADVICE.items() if sign in last)][:2])


def main() -> None:
    """Print the tiers and what stands in their way."""
    for tier, reason in survey():
        print(f"{tier}: {reason or 'all contained'}")


if __name__ == "__main__":
    main()
