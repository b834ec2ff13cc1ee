"""Attacks by which two submissions tell each other something, or take what is not counted.

One that returns has got through; a stopped one raises OSError.
"""

import ctypes
import fcntl
import mmap
import os
import platform
import struct
import time

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
LOCK = struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 0, 0)
OFD_GETLK, OFD_SETLK, SETPIPE_SZ, SET_RW_HINT, SET_FILE_RW_HINT = 36, 37, 1031, 1036, 1038
KEEP_SIZE = 1
PAGE, FUTEX_WAKE, FUTEX_OF_32_BITS, ONLY_IF_IN_MEMORY = 4096, 1, 2, 8
KEPT = ctypes.create_string_buffer(8)


def shared():
    """A file that every worker can read."""
    return os.open(np.__file__, os.O_RDONLY)


def checked(result):
    if result:
        raise OSError(ctypes.get_errno(), "refused")
    return "through"


def flock_shared_file(world):
    """Own. Holds a lock on a file that others read: whoever tries the lock learns a bit."""
    fcntl.flock(shared(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    return "locked"


def lock_part_of_shared_file(world):
    """Own. The same with a lock on bytes, of which a file has many."""
    return fcntl.fcntl(shared(), fcntl.F_SETLK, LOCK)


def wait_for_lock(world):
    """Own. The same, and waits for it."""
    return fcntl.fcntl(shared(), fcntl.F_SETLKW, LOCK)


def ask_for_locks(world):
    """Own. Asks which bytes others have locked, and who that is."""
    return fcntl.fcntl(shared(), fcntl.F_GETLK, LOCK)


def lock_of_open_file(world):
    """Own. A lock that belongs to the open file and not to the process."""
    return fcntl.fcntl(shared(), OFD_SETLK, LOCK)


def ask_for_locks_of_open_files(world):
    """Own. Asks for those of others."""
    return fcntl.fcntl(shared(), OFD_GETLK, LOCK)


def hint_of_lifetime(world):
    """Own. Notes at a file how long it will live; all who open it can read that."""
    own = os.open("hint", os.O_CREAT | os.O_RDWR)
    return fcntl.fcntl(own, SET_RW_HINT, struct.pack("Q", 2))


def hint_of_lifetime_of_open_file(world):
    """Own. The same for an open file, by the newer number."""
    own = os.open("hint", os.O_CREAT | os.O_RDWR)
    return fcntl.fcntl(own, SET_FILE_RW_HINT, struct.pack("Q", 2))


def notice_of_reading(world):
    """Own. Has the kernel tell when others read in a folder."""
    folder = os.open(os.path.dirname(np.__file__), os.O_RDONLY)
    return fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS)


def memory_for_pipes(world):
    """Own. Takes of the memory for pipes, of which a user has so much in all."""
    _, writing = os.pipe()
    return fcntl.fcntl(writing, SETPIPE_SZ, 1 << 20)


def space_in_advance(world):
    """Own. Takes disk space without writing, 32 MiB at once, far faster than it is counted."""
    for number in range(4):
        fd = os.open(f"space{number}", os.O_CREAT | os.O_RDWR)
        os.posix_fallocate(fd, 0, 30 << 20)
    return "120 MiB"


def space_beyond_the_end(world):
    """Own. The same behind the end of a file, which stays as short as it was."""
    fd = os.open("space", os.O_CREAT | os.O_RDWR)
    offset = ctypes.c_long(0), ctypes.c_long(60 << 20)
    return checked(libc.fallocate(fd, KEEP_SIZE, *offset))


def call(number, *args):
    """A system call by its number: on x86-64, on aarch64."""
    words = [arg if isinstance(arg, bytes) else ctypes.c_long(arg) for arg in args]
    result = libc.syscall(ctypes.c_long(number[platform.machine() != "x86_64"]), *words)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def clock_of(pid):
    """The clock of the processor time of another process, as the kernel numbers them."""
    return (~pid << 3) | 2


def memory_that_is_free(world):
    """Own. Reads how much memory and load there is: what a neighbour takes of it is a message."""
    return call((99, 179), bytes(128))


def time_of_neighbour(world):
    """Own. Reads a neighbour's clock of processor time, which that can move as it likes."""
    return time.clock_gettime_ns(clock_of(world["neighbour"]))


def resolution_of_that_clock(world):
    """Own. Asks how fine the clock of a neighbour is, and so whether that is there."""
    return time.clock_getres(clock_of(world["neighbour"]))


def timer_on_neighbour(world):
    """Own. Sets a timer that runs while a neighbour works."""
    return call((222, 107), clock_of(world["neighbour"]), 0, bytes(8))


def cores_of_neighbour(world):
    """Own. Asks on which cores a neighbour may run."""
    return os.sched_getaffinity(world["neighbour"])


def scheduling_of_neighbour(world):
    """Own. Asks by which rule a neighbour is scheduled."""
    return os.sched_getscheduler(world["neighbour"])


def group_of_neighbour(world):
    """Own. Asks for the group and the session of a number: whether a thread has it is a bit."""
    return os.getpgid(world["neighbour"]), os.getsid(world["neighbour"])


def priority_of_neighbour(world):
    """Own. Asks how nice a neighbour is."""
    return os.getpriority(os.PRIO_PROCESS, world["neighbour"])


def rights_of_neighbour(world):
    """Own. Asks which capabilities a neighbour has."""
    return call((125, 90), struct.pack("Ii", 0x20080522, world["neighbour"]), bytes(24))


def locks_of_neighbour(world):
    """Own. Asks where in a neighbour's memory its list of locks lies."""
    return call((274, 100), world["neighbour"], bytes(8), bytes(8))


def page():
    """Where a page of a file lies that every worker can read, and has in common."""
    libc.mmap.restype = ctypes.c_void_p
    return libc.mmap(None, PAGE, mmap.PROT_READ, mmap.MAP_SHARED, shared(), 0)


def wake_who_waits_at_shared_page(world):
    """Own. Wakes whoever waits at a page of a file that others read, and hears how many wait."""
    return call((202, 98), page(), FUTEX_WAKE, 100, 0, 0, 0)


def wake_by_newer_number(world):
    """Own. The same by a newer number."""
    return call((454, 454), page(), 1, 100, FUTEX_OF_32_BITS)


def ask_what_was_read(world):
    """Own. Asks which pages of a file lie in memory: those that somebody has read."""
    return call((27, 232), page(), PAGE, bytes(8))


def read_what_was_read(world):
    """Own. Reads from a file only what lies in memory, or hears that nobody has read it."""
    piece = struct.pack("PN", ctypes.addressof(KEPT), len(KEPT))
    return call((327, 286), shared(), piece, 1, 0, 0, ONLY_IF_IN_MEMORY)
