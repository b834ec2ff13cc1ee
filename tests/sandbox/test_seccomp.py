"""Does the filter refuse what it should, on each architecture? Its program is run here, by hand."""

import errno
import fcntl
import struct
import sys
import termios
from types import SimpleNamespace

import pyseccomp
import pytest

from autograder.sandbox.walls import seccomp
from autograder.sandbox.walls.limits import SandboxError

ALLOWED, KILLED = pyseccomp.ALLOW, pyseccomp.KILL_PROCESS
ARCHITECTURES = {"X86_64": pyseccomp.Arch.X86_64, "AARCH64": pyseccomp.Arch.AARCH64}
NATIVE = pyseccomp.system_arch()
EPERM, ENOSYS = (pyseccomp.ERRNO(code) for code in (errno.EPERM, errno.ENOSYS))
# 0x05 and its like: class, jump or load, as in linux/bpf_common.h
LOAD, AND, RETURN, JUMP = 0x20, 0x54, 0x06, 0x05
COMPARE = {0x15: int.__eq__, 0x25: int.__gt__, 0x35: int.__ge__, 0x45: lambda a, k: bool(a & k)}


def verdict(program, architecture, number, *arguments):
    """What the kernel would say to one system call."""
    words = [argument & (1 << 64) - 1 for argument in (*arguments, *[0] * 6)][:6]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *words)
    place, register = 0, 0
    while True:
        code, yes, no, k = struct.unpack_from("<HBBI", program, place * 8)
        place += 1
        if code == LOAD:
            register = struct.unpack_from("<I", data, k)[0]
        elif code == AND:
            register &= k
        elif code == RETURN:
            return k
        elif code == JUMP:
            place += k
        else:
            place += yes if COMPARE[code](register, k) else no


@pytest.fixture(scope="module", params=sorted(ARCHITECTURES))
def ask(request):
    """Asks the filter for an architecture about a call by name; its program is built here."""
    architecture = ARCHITECTURES[request.param]
    program = seccomp.program()
    if architecture != NATIVE:
        rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        rules.add_arch(architecture)
        rules.remove_arch(pyseccomp.Arch.NATIVE)
        seccomp.deny_known(rules, pyseccomp)
        program = seccomp.export(rules)

    def judge(name, *arguments):
        number = name
        if isinstance(name, str):
            number = pyseccomp.resolve_syscall(architecture, name)
        if number < 0:
            return None  # not on this architecture
        return verdict(program, architecture, number, *arguments)

    judge.program, judge.architecture = program, architecture
    return judge


ARGUMENTS = ((), (1, 2, 3), (-1,) * 6)


@pytest.mark.parametrize("group", seccomp.GROUPS)
def test_refused(group, ask):
    """Is every call of the group refused, whatever its arguments?"""
    names = seccomp.GROUPS[group].split()
    said = {name: {ask(name, *arguments) for arguments in ARGUMENTS} for name in names}
    assert {name: verdicts for name, verdicts in said.items() if verdicts - {EPERM, None}} == {}


def test_every_name_is_that_of_a_call():
    """A name that is misspelt would refuse nothing."""
    groups = (*seccomp.GROUPS.values(), *seccomp.ZERO_ALONE.values(), seccomp.OF_A_CLOCK)
    names = [name for group in groups for name in group.split()]
    found = {
        n for n in names for a in ARCHITECTURES.values() if pyseccomp.resolve_syscall(a, n) >= 0
    }
    assert set(names) - found == set()


USUAL = (
    *("read", "write", "openat", "close", "mkdirat", "unlinkat", "renameat2", "statx"),
    *("mmap", "mprotect", "munmap", "brk", "futex", "exit_group", "rt_sigaction", "getpid"),
    *("clock_gettime", "getrandom", "nanosleep", "sched_yield"),
)


def test_needed(ask):
    """Is what Python and NumPy need allowed?"""
    assert {name for name in USUAL if ask(name, 5, 6, 7) != ALLOWED} == set()


def test_newer_calls():
    """Is a call that is not known to be needed unknown, and one that is allowed?"""
    program = seccomp.program()
    for number in range(424, 512):
        wanted = ALLOWED if number in seccomp.KEPT else ENOSYS
        assert verdict(program, NATIVE, number) == wanted, number


NEWER = {
    *("close_range", "faccessat2", "epoll_pwait2", "map_shadow_stack", "mseal"),
}


def test_what_is_kept_is_called_so():
    """A number that is off by one would let another call through."""
    assert set(seccomp.KEPT.values()) == NEWER
    for number, name in seccomp.KEPT.items():
        known = pyseccomp.resolve_syscall(NATIVE, name)
        assert known in (number, -1), name  # -1: it is newer than this libseccomp
    assert seccomp.KEPT[462] == "mseal"  # newer than nearly all of them


WAITS, OF_ONE_PROCESS, BY_THE_CLOCK = (0, 9), 128, 256


def test_threads_wake_each_other_and_no_other_process(ask):
    """FUTEX_WAKE and its like at a page that is shared tell how many wait there."""
    for command in range(14):
        for more in (0, BY_THE_CLOCK):
            assert ask("futex", 4096, command | OF_ONE_PROCESS | more) == ALLOWED
        if command in (1, 2, 3, 4, 5, 10):
            assert ask("futex", 4096, command) == ask("futex", 4096, command | HIGH) == EPERM
            assert ask("futex", 4096, command | BY_THE_CLOCK) == EPERM
    assert {ask("futex", 4096, command) for command in WAITS} == {ALLOWED}


def test_nobody_asks_what_was_read(ask):
    assert ask("preadv2", 3, 4096, 1, 0, 0, 0) == ALLOWED
    assert ask("preadv2", 3, 4096, 1, 0, 0, 8) == ask("pwritev2", 3, 4096, 1, 0, 0, 8) == EPERM
    assert ask("mincore") == EPERM


HIGH = 1 << 32  # bits that the kernel does not look at
COMMANDS = (
    *(fcntl.F_SETOWN, fcntl.F_SETSIG, fcntl.F_SETLEASE, fcntl.F_NOTIFY, fcntl.F_SETPIPE_SZ),
    *(fcntl.F_GETLK, fcntl.F_SETLK, fcntl.F_SETLKW),
    *(fcntl.F_OFD_GETLK, fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW),
    *(15, 1036, 1038),  # F_SETOWN_EX, F_SET_RW_HINT, F_SET_FILE_RW_HINT
)
REQUESTS = (0x8901, 0x8902, termios.TIOCSTI, termios.TIOCLINUX)  # FIOSETOWN, SIOCSPGRP
OPTIONS = (1, 4, 22, 28, 35, 36, 62)  # as linux/prctl.h numbers them
THREAD = 0x10000
# of mounts; of control groups, host names, messages, users, processes and the network
NAMESPACES = (1 << 17, *(1 << bit for bit in range(25, 31)))


@pytest.mark.parametrize("above", [0, HIGH, HIGH * 0xFFFF_FFFF])
def test_by_argument(above, ask):
    """Are the few bad uses of good calls refused, with any bits in the half that does not count?"""
    for command in COMMANDS:
        assert ask("fcntl", 3, command | above) == EPERM, command
    for request in REQUESTS:
        assert ask("ioctl", 3, request | above) == EPERM, request
    for option in OPTIONS:
        assert ask("prctl", option | above, 0) == EPERM, option
    assert ask("openat", 3, 0, 0o20200001 | above) == EPERM  # O_TMPFILE
    assert ask("open", 0, 0o20200001 | above) in (EPERM, None)
    assert ask("clone", 17 | above) == EPERM
    for flag in NAMESPACES:
        assert ask("clone", THREAD | flag | above) == EPERM, flag
    for name in seccomp.ZERO_ALONE[0].split():
        assert ask(name, 1234 | above, 7) == EPERM, name
    for name in seccomp.ZERO_ALONE[1].split():
        assert ask(name, 0, 1234 | above) == EPERM, name
    for name in seccomp.OF_A_CLOCK.split():
        assert ask(name, (~1234 << 3 | 2) & 0xFFFF_FFFF | above) == EPERM, name


def test_good_uses(ask):
    """Are the good uses of the same calls allowed?"""
    for command in (fcntl.F_GETFL, fcntl.F_SETFL, fcntl.F_SETFD, fcntl.F_DUPFD_CLOEXEC):
        assert ask("fcntl", 3, command) == ALLOWED, command
    assert ask("ioctl", 3, 0x5401) == ALLOWED
    assert ask("prctl", 15, 0) == ALLOWED
    for name in seccomp.ZERO_ALONE[0].split():
        assert ask(name, 0, 7) == ALLOWED, name
    for name in seccomp.ZERO_ALONE[1].split():
        assert ask(name, 1, 0) == ALLOWED, name
    for name in seccomp.OF_A_CLOCK.split():
        assert {ask(name, clock, 7) for clock in range(12)} == {ALLOWED}, name
    assert ask("clone", 0x3D0F00) == ALLOWED  # as pthread_create calls it


def test_other_architectures(ask):
    """Is a call by the numbers of another architecture the end of the process?"""
    for other in (0x40000003, 0xC00000B7, 0xC000003E, 0x40000028):
        if other != ask.architecture:
            assert verdict(ask.program, other, 57) == KILLED
    if ask.architecture == pyseccomp.Arch.X86_64:
        assert ask(0x40000000 + 57) == KILLED  # x32


@pytest.mark.parametrize("error", [ImportError, RuntimeError, OSError])
def test_without_libseccomp_it_is_told_what_to_install(error, monkeypatch):
    def find_spec(*_):
        raise error("it is gone")

    monkeypatch.delitem(sys.modules, "pyseccomp")
    monkeypatch.setattr(sys, "meta_path", [SimpleNamespace(find_spec=find_spec)])
    with pytest.raises(SandboxError, match=r"it is gone.*: install libseccomp2"):
        seccomp.program.__wrapped__()
