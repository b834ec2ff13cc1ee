"""Is the tier what was found by trying, and is it told what is missing?"""

import os
import subprocess
import sys

import click
import pytest
from attacks.plain import as_plain_user
from sessions import LIMITS, PATIENCE

from autograder.cli.settings import wanted_tier
from autograder.sandbox import tier
from autograder.sandbox.processes.pool import Zygote
from autograder.sandbox.session import Session
from autograder.sandbox.tier import escapes, find_tier, survey
from autograder.sandbox.walls import bubble, seccomp
from autograder.sandbox.walls.limits import SandboxError
from autograder.sandbox.walls.places import places

TIERS = ["strong", "medium"]
PLOT = """
import decimal, email.message, fractions, sqlite3, statistics, time
import matplotlib.pyplot as plt
import numpy.polynomial
time.localtime()
figure, axes = plt.subplots(figsize=(1, 1))
axes.plot([1, 2], [3, 4], label="$x^2$")
axes.set_title("title")
axes.legend()
plt.savefig("plot.png")
def f(): return len(open("plot.png", "rb").read())
"""


@pytest.fixture(params=TIERS)
def reached(request, monkeypatch):
    """A tier of this machine."""
    reasons = dict(survey())
    if reasons.get(request.param, "bubblewrap is left out") is not None:
        pytest.skip(f"THE TIER {request.param.upper()} IS NOT TESTED HERE: {reasons}")
    return request.param


def test_no_canary_escapes(reached):
    """Is every canary contained in the tiers that are claimed?"""
    assert escapes(reached) == []


def test_a_search_that_was_begun_goes_on_with_its_worker(reached, monkeypatch):
    """Also where there can be none: the search tells why."""
    tier.begin(reached)
    begun = list(tier._begun.values())
    monkeypatch.setattr(tier, "Zygote", lambda _: pytest.fail("another worker was started"))
    found = find_tier(reached)
    assert found == begun[0].tier
    assert begun[0]._process is None, "it was not ended"
    monkeypatch.undo()
    monkeypatch.setattr(bubble.shutil, "which", lambda *_, **__: None)
    tier.begin()
    assert dict(survey())["strong"].startswith("bubblewrap is not there")


def test_all_canaries_escape_without_walls():
    """Would the canaries notice that there are no walls?"""
    code = "from autograder.sandbox.tier import escapes; print(len(escapes('none')))"
    done = as_plain_user([sys.executable, "-c", code])
    assert done.stdout.strip() == str(tier.CANARIES.count("\ndef ")), done.stderr


@pytest.mark.slow
def test_matplotlib_is_there_for_those_who_name_it_whoever_came_before(reached):
    """Also where the next child waits already, and where a worker takes the place of another."""
    zygote, told = Zygote(reached), []

    def load(more=""):
        source = (
            f"import sys\nthere = 'pyplot' in str([*sys.modules])\n{more}\ndef f(): return there"
        )
        session = Session(zygote, "py", [("", source, False)], ["f"], LIMITS)
        session.allow(PATIENCE)
        told.append(session.call("f", ()))
        return session

    try:
        load().close()
        load("# matplotlib").close()
        load().close()
        load("# matplotlib")._child.kill(misbehaved=True)
        load("# matplotlib").close()
        load().close()
        processes = [zygote._process, zygote._other]
    finally:
        zygote.close()
    assert told == [False, True, False, True, True, False]
    assert all(process._process.poll() is not None for process in processes), "one was left"


@pytest.mark.slow
def test_plots_and_late_imports_work(reached):
    """Can a submission draw with text, and import what was not imported before?"""
    zygote = Zygote(reached)
    try:
        session = Session(zygote, "py", [("", PLOT, False)], ["f"], LIMITS)
        assert session.problems == []
        session.allow(PATIENCE)
        assert session.call("f", ()) > 500
        session.close()
    finally:
        zygote.close()


@pytest.mark.slow
def test_a_worker_of_root_is_a_plain_user(reached):
    """Is a worker nobody in particular, without capabilities, whoever runs the grader?"""
    source = """if 1:
        import ctypes, os
        def f():
            data = (ctypes.c_uint32 * 6)()
            header = (ctypes.c_uint32 * 2)(0x20080522, 0)
            ctypes.CDLL(None).capget(header, data)
            return [*os.getresuid(), *os.getresgid(), len(os.getgroups()), *data]
    """
    zygote = Zygote(reached)
    try:
        session = Session(zygote, "py", [("", source, False)], ["f"], LIMITS)
        session.allow(PATIENCE)
        *uids, groups = session.call("f", ())[:7]
        capabilities = session.call("f", ())[7:]
        session.close()
    finally:
        zygote.close()
    assert 0 not in uids
    assert capabilities == [0] * 6
    assert not groups or os.geteuid()


def test_bubblewrap_can_be_left_out(monkeypatch, tier):
    """Does AUTOGRADER_TIER=medium leave bubblewrap out, and is anything else refused?

    The command line alone looks there; what is inside is told.
    """
    monkeypatch.setenv("AUTOGRADER_TIER", "medium")
    assert find_tier(wanted_tier()) == "medium"
    assert find_tier() == tier
    for claim in ("strong", "none", "high"):
        monkeypatch.setenv("AUTOGRADER_TIER", claim)
        with pytest.raises(click.UsageError, match="only medium"):
            wanted_tier()
    monkeypatch.delenv("AUTOGRADER_TIER")
    assert wanted_tier() is None


def test_without_bubblewrap_it_is_medium(monkeypatch):
    """Is the missing program named, and the next tier taken?"""
    monkeypatch.setattr(bubble.shutil, "which", lambda *_, **__: None)
    assert "install bubblewrap" in dict(survey())["strong"]
    assert find_tier() == "medium"


def no_filter():
    raise SandboxError("libseccomp is not there: install libseccomp2")


def test_without_walls_it_refuses(monkeypatch):
    """Does it refuse, and say why for each tier, unless it is told to go on?"""
    monkeypatch.setattr(seccomp, "program", no_filter)
    with pytest.raises(SandboxError) as refusal:
        find_tier()
    text = str(refusal.value)
    assert all(
        word in text for word in ("strong:", "medium:", "libseccomp2", "--allow-unsandboxed")
    )
    assert find_tier(allow_unsandboxed=True) == "none"


def test_what_escapes_is_told(monkeypatch):
    """Is a tier refused in which one canary escapes, and is that one named?"""
    out = {"strong": ["see_name"], "medium": ["open_socket", "fork"]}
    monkeypatch.setattr(tier, "escapes", out.get)
    with pytest.raises(SandboxError, match="medium: a worker could open socket, fork"):
        find_tier()


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("bwrap: setting up uid map: Permission denied", "bwrap-userns-restrict"),
        ("bwrap: No permissions to create a new namespace", "forbids namespaces"),
        ("OSError: root could not be given up: [Errno 1]", "as a plain user"),
        ("OSError: Landlock ABI 3 needed, the kernel has 0", "Linux 6.2"),
        ("ModuleNotFoundError: No module named 'numpy'", "from another folder"),
    ],
)
def test_messages_advise(said, advice, monkeypatch):
    """Is what the system says followed by what to do?"""

    def fail(_):
        raise SandboxError(f"the worker process does not start or has died: {said}")

    monkeypatch.setattr(tier, "escapes", fail)
    with pytest.raises(SandboxError, match=advice):
        find_tier()


@pytest.mark.slow
def test_inside_a_container_without_namespaces():
    """Is it medium where bubblewrap is there and may not work?"""
    if dict(survey()).get("strong", "left out") is not None:
        pytest.skip("NOT TESTED WITHOUT NAMESPACES: bubblewrap does not work here anyway")
    inside = ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/"]
    done = as_plain_user([*inside, sys.executable, "-m", "autograder.sandbox.tier"])
    strong, medium = done.stdout.splitlines()
    assert "namespaces" in strong
    assert medium == "medium: all contained"


# Lets what follows run as Docker lets root in its default profile: without the right to make
# namespaces and mounts, and with the capabilities that are left.
AS_IN_DOCKER = """
import ctypes, errno, os, sys
from pyseccomp import ALLOW, ERRNO, MASKED_EQ, Arg, Attr, SyscallFilter
calls = SyscallFilter(ALLOW)
calls.set_attr(Attr.CTL_NNP, 0)
for name in ["mount", "umount2", "move_mount", "open_tree", "fsopen", "fsmount", "pivot_root",
             "setns", "unshare", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key"]:
    calls.add_rule(ERRNO(errno.EPERM), name)
for namespace in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
    calls.add_rule(ERRNO(errno.EPERM), "clone", Arg(0, MASKED_EQ, namespace, namespace))
calls.add_rule(ERRNO(errno.ENOSYS), "clone3")
calls.load()
left, system = 0xA80425FB, ctypes.CDLL(None)
PR_CAPBSET_DROP, VERSION = 24, 0x20080522
dropped = [system.prctl(PR_CAPBSET_DROP, n, 0, 0, 0) for n in range(41) if not left >> n & 1]
sets = (ctypes.c_uint32 * 6)(left, left)
assert not any(dropped) and not system.capset((ctypes.c_uint32 * 2)(VERSION), sets)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.slow
def test_in_dockers_default_profile_it_is_medium():
    """Does root reach it there, too, where the kernel has it?"""
    if os.geteuid() or dict(survey("medium"))["medium"]:
        pytest.skip("NOT TESTED IN DOCKER'S PROFILE: it takes root, and a kernel with Landlock")
    find = [sys.executable, "-m", "autograder.sandbox.tier"]
    command = [sys.executable, "-c", AS_IN_DOCKER, *find]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    strong, medium = done.stdout.splitlines()
    assert "all contained" not in strong
    assert medium == "medium: all contained"


def test_every_file_of_the_worker_is_in_the_bubble():
    """One that is missing loses the strongest tier, and tests that need it are skipped."""
    there = {os.path.relpath(path, bubble.HERE) for path in bubble.HERE.rglob("*.py")}
    assert set(bubble.WORKER_FILES) == there - {"__init__.py"}


def test_only_numpy_and_its_friends_are_in_the_bubble():
    """Does the list of what a worker sees hold no other package, and nothing of this project?"""
    where = places()
    command = bubble._bubblewrap(where, "/tmp/folder")
    bound = [
        command[i + 1] for i, word in enumerate(command) if word in ("--ro-bind", "--dev-bind")
    ]
    ours = [path for path in bound if "autograder" in path]
    assert {os.path.relpath(path, bubble.HERE) for path in ours} == set(bubble.WORKER_FILES)
    assert not [path for path in bound if "torch" in path or path.endswith("-packages")]
    assert all(package in where.packages for package in ("numpy", "matplotlib", "PIL"))


@pytest.mark.slow
@pytest.mark.parametrize("taken", [range(3, 40), range(40, 60)])
def test_descriptors_that_the_grader_holds_are_in_nobodys_way(reached, taken):
    """Does a tier stand whatever number the socket for its orders has?"""
    held = f"import os; [os.dup2(0, n) for n in range({taken.start}, {taken.stop})]"
    code = f"{held}; from autograder.sandbox.tier import escapes; print(escapes({reached!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_worker_that_ends_without_a_word_is_told_of(monkeypatch):
    """Is a tier that is lost told with a reason, whatever it was?"""
    monkeypatch.setattr(bubble, "HERE", bubble.HERE / "nowhere")
    why = dict(survey("medium"))["medium"]
    assert why
    assert "has died: " in why
    assert not why.endswith("died: ")
