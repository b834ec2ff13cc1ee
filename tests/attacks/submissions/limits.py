"""Attacks that use too much. One that returns has got through; a stopped one raises or is ended."""

import os
import threading
import time


def memory_bomb(world):
    """30. Takes more memory than allowed, and touches it."""
    import numpy as np

    return int(np.ones(3 << 26).sum())  # 1.5 GiB


def many_small_allocations(world):
    """30. The same, in pieces."""
    import numpy as np

    return len([np.zeros(4 << 20) for _ in range(48)])


def thread_bomb(world):
    """29. Starts 400 threads that stay."""
    stop = threading.Event()
    try:
        for _ in range(400):
            threading.Thread(target=stop.wait, daemon=True).start()
    finally:
        stop.set()
    return "400 threads"


def large_file(world):
    """31. Writes a file of 40 MiB."""
    with open("large", "wb") as file:
        for _ in range(40):
            file.write(bytes(1 << 20))
    return os.path.getsize("large")


def many_large_files(world):
    """31. Writes 100 MiB in many files, and waits."""
    for number in range(10):
        with open(f"large{number}", "wb") as file:
            file.write(bytes(10 << 20))
    time.sleep(0.4)
    return len(os.listdir("."))


def files_without_names(world):
    """Own. Writes 100 MiB in files that have no name any more, or never had one, and stay open."""

    def removed(number):
        file = os.open(f"gone{number}", os.O_WRONLY | os.O_CREAT)
        os.unlink(f"gone{number}")
        return file

    def nameless(number):
        return os.open(".", os.O_WRONLY | os.O_TMPFILE)

    def fill(opened):
        for number in range(10):
            os.write(opened(number), bytes(10 << 20))
        return "100 MiB"

    try:
        return fill(removed)
    except OSError:
        return fill(nameless)


def many_files(world):
    """31. Makes 3,000 files in folders within folders, some closed to everybody, and waits."""
    os.umask(0)
    for number in range(3000):
        if number % 3:
            open(f"{number}", "w").close()
        else:
            os.mkdir("deeper")
            os.chdir("deeper")
            os.close(os.open("closed", os.O_CREAT, 0))
            os.mkdir("locked", 0)
    time.sleep(0.4)
    return "3000 files"


def many_descriptors(world):
    """Own. Opens 100 files."""
    return len([open(os.devnull) for _ in range(100)])


def lock_memory(world):
    """Own. Has its memory kept out of swap."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    page = ctypes.create_string_buffer(8192)
    if libc.mlock(page, 8192):
        raise OSError(ctypes.get_errno(), "refused")
    return "locked"


def recursion(world):
    """34. Calls itself for ever."""
    import sys

    sys.setrecursionlimit(10**9)

    def again(x):
        return again(x) + 1

    return again(0)
