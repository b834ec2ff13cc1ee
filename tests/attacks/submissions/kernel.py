"""Attacks on the kernel. One that returns has got through; a stopped one raises OSError."""

import contextlib
import ctypes
import platform
import struct

libc = ctypes.CDLL(None, use_errno=True)


def call(number, *args):
    """A system call by number: one for both machines, or (x86-64, aarch64)."""
    number = number if isinstance(number, int) else number[platform.machine() != "x86_64"]
    words = [arg if isinstance(arg, bytes) else ctypes.c_long(arg) for arg in args]
    result = libc.syscall(ctypes.c_long(number), *words)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def io_uring(world):
    """Own. Makes an io_uring, which reads and writes past the filter."""
    return call(425, 1, bytes(120))


def asynchronous_io(world):
    """Own. Takes of the requests for asynchronous reading that all programs share."""
    return call((206, 0), 1, struct.pack("Q", 0))


def userfaultfd(world):
    """Own. Handles its own page faults, to stretch races in the kernel."""
    return call((323, 282), 1)


def perf_event_open(world):
    """Own. Counts what others do."""
    attributes = struct.pack("IIQQQQQ", 1, 112, 0, 0, 0, 0, 0b1100011) + bytes(64)
    return call((298, 241), attributes, 0, -1, -1, 0)


def bpf(world):
    """Own. Loads a program into the kernel (a map first)."""
    return call((321, 280), 0, struct.pack("IIII", 2, 4, 4, 1) + bytes(64), 80)


def keys(world):
    """Own. Leaves a message for the next submission in a keyring."""
    return call((248, 217), b"user", b"autograder-attack", b"note", 4, -2)


def read_keyring(world):
    """Own. Asks for the keyring of the session."""
    return call((250, 219), 0, -3, 1)


def filter_itself(world):
    """Own. Adds a filter whose verdicts another process gives (a listener's descriptor)."""
    program = struct.pack("HBBI", 6, 0, 0, 0x7FFF0000)
    block = ctypes.create_string_buffer(program)
    libc.prctl(38, 1, 0, 0, 0)
    return call((317, 277), 1, 8, struct.pack("HxxxxxxN", 1, ctypes.addressof(block)))


def personality(world):
    """Own. Turns off the randomisation of addresses."""
    return call((135, 92), 0x0040000)


def messages(world):
    """Own. Meets other processes in System V and POSIX message queues and shared memory."""
    libc.shmat.restype = ctypes.c_ssize_t
    queue = b"autograder-attack"
    attempts = {
        "other's memory": lambda: libc.shmat(world["shared_memory"], None, 0),
        "memory": lambda: libc.shmctl(libc.shmget(0, 4096, 0o1600), 0, None),  # made and removed
        "messages": lambda: libc.msgctl(libc.msgget(0, 0o1600), 0, None),
        "semaphores": lambda: libc.semctl(libc.semget(0, 1, 0o1600), 0, 0),
        "queue": lambda: libc.mq_open(queue, 0o102, 0o600, None),
    }
    done = [name for name, attempt in attempts.items() if attempt() != -1]
    libc.mq_unlink(queue)
    if not done:
        raise PermissionError("every way was closed")
    return done


def unknown_calls(world):
    """Own. Tries calls that no list of ours names, the newest numbers first."""
    known = []
    for number in range(511, 463, -1):
        ctypes.set_errno(0)
        if libc.syscall(ctypes.c_long(number), -1, -1, -1, -1, -1) >= 0 or ctypes.get_errno() != 38:
            known.append(number)
    if not known:
        raise PermissionError("none of them exists")
    return known


def secret_memory(world):
    """Own. Takes memory that not even the kernel sees, beyond all limits."""
    return call(447, 0)


def quota_and_clock(world):
    """Own. Sets the clock and the name of the machine, flushes everyone's disks."""
    done = []
    for number, *args in (
        ((227, 112), 0, bytes(16)),  # clock_settime
        ((170, 161), b"mine", 4),  # sethostname
        ((162, 81),),  # sync
    ):
        with contextlib.suppress(OSError):
            done.append(call(number, *args))
    if not done:
        raise PermissionError("every way was closed")
    return done
