"""Attacks on other processes. One that returns has got through; a stopped one raises OSError."""

import contextlib
import ctypes
import fcntl
import os
import platform
import signal
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
X86 = platform.machine() == "x86_64"


def any_of(*attempts):
    """Try every way; stopped only if each of them is."""
    done = []
    for number, attempt in enumerate(attempts):
        with contextlib.suppress(OSError):
            done.append((number, str(attempt())))
    if not done:
        raise PermissionError("every way was closed")
    return done


def checked(result):
    """What a C function returned, or its error as an exception."""
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def call(number, *args):
    """A system call by number: one for both machines, or (x86-64, aarch64)."""
    number = number if isinstance(number, int) else number[0 if X86 else 1]
    words = [arg if isinstance(arg, bytes) else ctypes.c_long(arg) for arg in args]
    return checked(libc.syscall(ctypes.c_long(number), *words))


def kill_others(world):
    """25. Signals the grader, the zygote, a neighbour, its group, everyone (0: only asks)."""
    pids = (world["pid"], os.getppid(), 1, 0, -1)
    return any_of(
        lambda: os.kill(world["neighbour"], signal.SIGKILL),
        *(lambda pid=pid: os.kill(pid, 0) for pid in pids),
        lambda: os.killpg(os.getpgid(world["neighbour"]), 0),
        lambda: call((234, 131), world["neighbour"], world["neighbour"], 0),  # tgkill
        lambda: call((200, 130), world["neighbour"], 0),  # tkill
        lambda: call((129, 138), world["neighbour"], 0, bytes(128)),  # rt_sigqueueinfo
    )


def kill_by_pidfd(world):
    """25. Opens a neighbour as a descriptor, signals it, takes a descriptor of the grader."""
    return any_of(
        lambda: signal.pidfd_send_signal(os.pidfd_open(world["neighbour"]), 0),
        lambda: call(438, os.pidfd_open(world["pid"]), 0, 0),  # pidfd_getfd
    )


def kill_by_sigio(world):
    """26. Has the kernel signal a neighbour (F_SETOWN), also with bits no one looks at."""
    fd = 3
    return any_of(
        lambda: fcntl.fcntl(fd, fcntl.F_SETOWN, world["neighbour"]),
        lambda: call((72, 25), fd, 8 | 1 << 32, world["neighbour"]),
        lambda: call((72, 25), fd, 15, struct.pack("ii", 1, world["neighbour"])),  # F_SETOWN_EX
        lambda: fcntl.fcntl(fd, 10, signal.SIGKILL),  # F_SETSIG
        lambda: fcntl.ioctl(fd, 0x8901, struct.pack("i", world["neighbour"])),  # FIOSETOWN
        lambda: fcntl.ioctl(fd, 0x8902, struct.pack("i", world["neighbour"])),  # SIOCSPGRP
    )


def read_memory_of_grader(world):
    """27. Reads the canary out of the grader's memory."""
    buffer = ctypes.create_string_buffer(world["length"])
    here = struct.pack("NN", ctypes.addressof(buffer), world["length"])
    there = struct.pack("NN", world["address"], world["length"])
    call((310, 270), world["pid"], here, 1, there, 1, 0)
    return buffer.raw.decode()


def trace_neighbour(world):
    """27. Traces a neighbour (PTRACE_SEIZE), and lets itself be traced."""
    return any_of(
        lambda: checked(libc.ptrace(0x4206, world["neighbour"], 0, 0)),
        lambda: checked(libc.ptrace(0, 0, 0, 0)),
        lambda: call((312, 272), os.getpid(), world["neighbour"], 1, 0, 0),  # kcmp
    )


def fork(world):
    """28. Forks, by each of the ways."""

    def plain():
        child = os.fork()
        if child == 0:
            os._exit(0)
        return os.waitpid(child, 0)

    def raw(number, *args):
        child = call(number, *args)
        if child == 0:
            os._exit(0)
        return os.waitpid(child, 0)

    return any_of(
        plain,
        lambda: raw((56, 220), signal.SIGCHLD, 0, 0, 0, 0),  # clone
        lambda: raw((56, 220), signal.SIGCHLD | 1 << 32, 0, 0, 0, 0),
        lambda: raw(435, struct.pack("8Q", 0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0), 64),  # clone3
        *([lambda: raw(57)] if X86 else []),
    )


def start_program(world):
    """28. Starts another program, as subprocess and posix_spawn do it."""
    import subprocess

    python = os.path.realpath(sys.executable)

    def shell():
        if os.system("true"):
            raise OSError("no shell")

    return any_of(
        lambda: subprocess.run(["/bin/true"], check=False).returncode,
        lambda: os.waitpid(os.posix_spawn(python, [python, "-c", ""], {}), 0),
        shell,
    )


def become_program(world):
    """28. Replaces itself by an interpreter without its walls."""
    python = os.path.realpath(sys.executable)
    os.execv(python, [python, "-c", "import time; time.sleep(0.2)"])


def program_in_memory(world):
    """Own. Writes a program to memory without a file, to run it."""
    return os.memfd_create("program")


def late_daemon(world):
    """20. Leaves a daemon that changes a file once the grader has gone on."""
    import time

    if os.fork():
        return "left a daemon"
    os.setsid()
    time.sleep(0.1)
    open(world["folder"] + "/late", "w").close()
    os._exit(0)


def reschedule_neighbour(world):
    """Own. Slows a neighbour down, changes its limits, moves to another session and group."""
    import resource

    pid = world["neighbour"]
    return any_of(
        lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        lambda: resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0)),
        lambda: os.sched_setaffinity(pid, {0}),
        lambda: os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0)),
        lambda: call((251, 30), 1, pid, 7),  # ioprio_set
        os.setsid,
        lambda: os.setpgid(0, 0),
    )


def widen_own_limits(world):
    """51. Gives itself more memory and a longer life than its parent; leaves its namespaces."""
    import resource

    def more():
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wider = -1 if hard == -1 else hard + 1
        try:
            return resource.setrlimit(resource.RLIMIT_AS, (wider, wider))
        except ValueError as error:  # how Python says EPERM here
            raise PermissionError from error

    return any_of(
        more,
        lambda: checked(libc.prctl(1, 0, 0, 0, 0)),  # PR_SET_PDEATHSIG
        lambda: checked(libc.prctl(4, 1, 0, 0, 0)),  # PR_SET_DUMPABLE
        lambda: checked(libc.unshare(0x10000000)),  # CLONE_NEWUSER
    )


def namespaces(world):
    """51. Makes namespaces, mounts and roots of its own."""
    return any_of(
        *(lambda flag=flag: checked(libc.unshare(flag)) for flag in (0x10000000, 0x20000, 0x200)),
        lambda: os.chroot("."),
        lambda: checked(libc.mount(b"none", b".", b"tmpfs", 0, 0)),
        lambda: call(428, -100, b".", 0),  # open_tree
        lambda: call(430, b"tmpfs", 0),  # fsopen
        lambda: checked(libc.setns(3, 0)),
    )


def other_numbers(world):
    """Own. Asks for fork by the numbers of x32, then by those of 32-bit programs."""
    if not X86:
        raise PermissionError("there is no such thing on this machine")
    import mmap

    libc.syscall(ctypes.c_long(0x40000000 + 57))
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\x53\xb8\x14\x00\x00\x00\xcd\x80\x5b\xc3")  # getpid by int 0x80
    code = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_long)(code)()
