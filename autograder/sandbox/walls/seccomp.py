"""Which system calls a worker may not make, as a program for the kernel.

Trusted side: libseccomp turns names into the numbers of this architecture, once a process; the
child only loads the bytes. Everything is allowed but what stands here. From number 424 on, where
the numbers are the same on every architecture, it is the other way round: what is not known to be
needed does not exist, so that a call of a later kernel is no hole.
"""

import errno
import functools
import tempfile
from typing import Any

from autograder.sandbox.walls.limits import SandboxError

GROUPS = {
    "other processes": "ptrace process_vm_readv process_vm_writev kcmp "
    "kill tgkill tkill rt_sigqueueinfo rt_tgsigqueueinfo",
    "new processes and programs": "fork vfork execve execveat memfd_create",
    "network": "socket socketpair connect bind listen accept accept4 sendmsg sendmmsg",
    "messages between processes": "mq_open mq_unlink shmget shmat shmctl msgget msgsnd msgrcv "
    "msgctl semget semop semtimedop semctl",
    "surface of the kernel": "io_setup bpf perf_event_open userfaultfd keyctl add_key request_key "
    "seccomp init_module finit_module delete_module kexec_load kexec_file_load fanotify_init "
    "fanotify_mark inotify_init inotify_init1 name_to_handle_at open_by_handle_at "
    "lookup_dcookie quotactl acct syslog personality modify_ldt uselib iopl ioperm",
    "the machine": "reboot swapon swapoff sethostname setdomainname settimeofday clock_settime "
    "clock_adjtime adjtimex vhangup sync syncfs",
    "namespaces and mounts": "unshare setns mount umount2 pivot_root chroot",
    "what files are like, which Landlock does not guard": "chmod fchmod fchmodat "
    "chown fchown lchown fchownat utime utimes futimesat utimensat "
    "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr",
    "what one process tells another by a file that both can read": "flock mincore",
    "what one process tells another by what it takes of the machine, or by its rights": "sysinfo "
    "capget",
    "space that is taken sooner than it is counted": "fallocate",
    "scheduling": "setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr "
    "sched_setaffinity setsid setpgid migrate_pages move_pages",
}
# Signals to oneself are denied too: nothing honest sends one, and abort() ends a process anyway.

FIRST_COMMON, LAST_COMMON = 424, 511
KEPT = {
    436: "close_range",
    439: "faccessat2",
    441: "epoll_pwait2",
    453: "map_shadow_stack",
    462: "mseal",
}

# What of another process these tell, by its number in this argument, that can move as it likes: a
# message to whoever runs at the same time. With some of the flags in the last one, only that is
# read from a file which lies in memory, since somebody has read it before.
ZERO_ALONE = {
    0: "getpgid getsid get_robust_list sched_getaffinity sched_getattr sched_getparam "
    "sched_getscheduler sched_rr_get_interval prlimit64",
    1: "getpriority ioprio_get",
    5: "preadv2 pwritev2",
}
# So do clocks; those of other processes have negative numbers.
OF_A_CLOCK = "clock_gettime clock_getres clock_nanosleep timer_create"
NEGATIVE = 0x8000_0000

CLONE_THREAD = 0x10000
CLONE_NEW = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
# F_SETOWN, F_SETOWN_EX, F_SETSIG: SIGIO is kill by another name. F_SETLEASE makes others wait, and
# so do locks, the old and those of open files; they, and hints on how long a file will live
# (F_SET_RW_HINT, F_SET_FILE_RW_HINT) and F_NOTIFY, are seen by whoever opens the same file. Of
# memory for pipes (F_SETPIPE_SZ) a user has so much in all.
FCNTL = (8, 15, 10, 1024, 5, 6, 7, 36, 37, 38, 1026, 1031, 1036, 1038)
IOCTL = (0x8901, 0x8902, 0x5412, 0x541C)  # FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX
# PDEATHSIG, DUMPABLE, SECCOMP, SECUREBITS, MM, CHILD_SUBREAPER, SCHED_CORE
PRCTL = (1, 4, 22, 28, 35, 36, 62)
# FD, WAKE, REQUEUE, CMP_REQUEUE, WAKE_OP, WAKE_BITSET, each without the bit that says that it is
# for this process alone: they tell how many wait at a page of a file, whoever has mapped it. To
# wait there is what joining a thread does, which the kernel itself wakes.
FUTEX, FUTEX_COMMAND = (1, 2, 3, 4, 5, 10), 0xFF
TMPFILE = 0x400000  # of open: a file without a name is not seen by who counts what was written
INT = 0xFFFF_FFFF  # the kernel looks at the low half of an int argument; so must a rule
COMMANDS = (
    ("fcntl", 1, INT, FCNTL),
    ("ioctl", 1, INT, IOCTL),
    ("prctl", 0, INT, PRCTL),
    ("futex", 1, FUTEX_COMMAND, FUTEX),
)


@functools.cache
def program() -> bytes:
    """The filter for this machine. Raises SandboxError where libseccomp is missing."""
    try:
        import pyseccomp as lib  # noqa: PLC0415 - it starts a program to look the library up
    except (ImportError, RuntimeError, OSError) as error:
        raise SandboxError(f"libseccomp is not there ({error}): install libseccomp2") from None
    rules = lib.SyscallFilter(lib.ALLOW)
    deny_known(rules, lib)
    for number in range(FIRST_COMMON, LAST_COMMON + 1):
        if number not in KEPT:  # clone3 among them: glibc then uses clone, which can be judged
            rules.add_rule(lib.ERRNO(errno.ENOSYS), number)
    return export(rules)


def deny_known(rules: Any, lib: Any) -> None:
    """Add what is denied by name to a filter of pyseccomp, which is `lib`."""
    denied = lib.ERRNO(errno.EPERM)
    # A call by another architecture's numbers: 32-bit, or x32.
    rules.set_attr(lib.Attr.ACT_BADARCH, lib.KILL_PROCESS)
    for group in GROUPS.values():
        for name in group.split():
            rules.add_rule(denied, name)
    for argument, names in ZERO_ALONE.items():
        for name in names.split():
            rules.add_rule(denied, name, lib.Arg(argument, lib.NE, 0))
    for name in OF_A_CLOCK.split():
        rules.add_rule(denied, name, lib.Arg(0, lib.MASKED_EQ, NEGATIVE, NEGATIVE))
    rules.add_rule(denied, "clone", lib.Arg(0, lib.MASKED_EQ, CLONE_THREAD, 0))
    for flag in CLONE_NEW:
        rules.add_rule(denied, "clone", lib.Arg(0, lib.MASKED_EQ, flag, flag))
    for name, argument in (("open", 1), ("openat", 2)):
        rules.add_rule(denied, name, lib.Arg(argument, lib.MASKED_EQ, TMPFILE, TMPFILE))
    for name, argument, mask, values in COMMANDS:
        for value in values:
            rules.add_rule(denied, name, lib.Arg(argument, lib.MASKED_EQ, mask, value))


def export(rules: Any) -> bytes:
    """The program that the kernel runs."""
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()
