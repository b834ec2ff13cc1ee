"""Attacks on files. An attack that returns has got through; one that was stopped raises OSError."""

import contextlib
import ctypes
import glob
import os


def any_of(*attempts):
    """Try every way; stopped only if each of them is."""
    done = []
    for number, attempt in enumerate(attempts):
        with contextlib.suppress(OSError):
            done.append((number, attempt()))
    if not done:
        raise PermissionError("every way was closed")
    return done


def checked(result):
    """What a C function returned, or its error as an exception."""
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


libc = ctypes.CDLL(None, use_errno=True)


def read_hidden_test(world):
    """1. Reads a hidden test by its path."""
    return open(world["secret"]).read()


def find_hidden_tests(world):
    """1. Looks for hidden tests with a pattern and reads what it finds."""
    found = glob.glob(world["folder"] + "/*") + glob.glob("/tmp/*/canary*")
    return any_of(*(lambda name=name: open(name).read() for name in found))


def read_through_proc(world):
    """1. Reads a hidden test through the root or the folder of other processes."""
    pids = (1, "self", world["pid"])
    roots = [f"/proc/{pid}/{where}" for pid in pids for where in ("root", "cwd")]
    return any_of(*(lambda root=root: open(root + world["secret"]).read() for root in roots))


def list_hidden_tests(world):
    """2. Lists the folder of the hidden tests."""
    return os.listdir(world["folder"])


def stat_hidden_test(world):
    """2. Asks for size and date of a hidden test. Only names: medium lets it through."""
    return os.stat(world["secret"]).st_size


def read_grader_in_proc(world):
    """4. Reads environment, memory map, memory and descriptors of the grader."""
    places = [f"/proc/{pid}" for pid in (world["pid"], os.getppid())]
    return any_of(
        *(lambda p=p: open(p + "/environ", "rb").read() for p in places),
        *(lambda p=p: open(p + "/maps").read(10) for p in places),
        *(lambda p=p: open(p + "/mem", "rb") and "opened" for p in places),
        *(lambda p=p: os.listdir(p + "/fd") for p in places),
        *(lambda p=p: open(p + "/cmdline").read() for p in places),
    )


def change_metadata(world):
    """5. Changes mode, owner, dates and attributes of a hidden test; opens nothing for it."""
    secret = world["secret"]
    return any_of(
        lambda: os.chmod(secret, 0o600),
        lambda: os.chown(secret, os.getuid(), os.getgid()),
        lambda: os.utime(secret, (1, 1)),
        lambda: os.setxattr(secret, "user.mine", b"1"),
        lambda: checked(libc.syscall(452, -100, secret.encode(), 0o600, 0)),  # fchmodat2
        lambda: checked(libc.syscall(463, -100, secret.encode(), 0, b"user.mine", 0, 0)),
    )


def overwrite_tests(world):
    """6. Overwrites, cuts, moves and removes a hidden test, and puts another beside it."""
    secret, beside = world["secret"], world["folder"] + "/mine"
    return any_of(
        lambda: open(secret, "w").close(),
        lambda: open(secret, "a").close(),
        lambda: os.truncate(secret, 0),
        lambda: os.rename(secret, secret + ".old"),
        lambda: os.unlink(secret),
        lambda: open(beside, "w").close(),
        lambda: os.mkdir(beside),
    )


def link_to_hidden_test(world):
    """1. Reads a hidden test through a link in its own folder."""
    return any_of(
        lambda: os.symlink(world["secret"], "soft") or open("soft").read(),
        lambda: os.link(world["secret"], "hard") or open("hard").read(),
        lambda: os.rename(world["secret"], "moved") or open("moved").read(),
    )


def make_special_files(world):
    """Own. Makes a device, a pipe and a socket in its folder."""
    return any_of(
        lambda: os.mknod("disk", 0o60600, os.makedev(8, 0)),
        lambda: os.mkfifo("pipe"),
        lambda: os.mknod("plain", 0o10600),
        lambda: os.mknod("socket", 0o140600),
    )


def write_packages_and_home(world):
    """41. Writes into NumPy's folder, the interpreter's, and the home."""
    import numpy as np

    def write(path):
        open(path, "w").close()
        os.unlink(path)

    return any_of(
        lambda: write(os.path.dirname(np.__file__) + "/mine.py"),
        lambda: write(os.path.dirname(os.__file__) + "/mine.py"),
        lambda: write(world["home"] + "/mine"),
    )


def write_shared_memory(world):
    """Own. Leaves a file where every process may write."""
    name = f"/autograder-attack-{os.getpid()}"
    places = ("/dev/shm", "/tmp", "/var/tmp")
    return any_of(*(lambda place=place: open(place + name, "w").close() for place in places))


def import_torch(world):
    """36. Imports torch past the finder that says no, and reads its files."""
    import sys

    sys.meta_path[:] = [f for f in sys.meta_path if getattr(f, "__name__", "") != "NumpyOnly"]
    sys.path.append(world["site"])

    def import_another():
        try:
            return __import__("pip").__name__
        except ImportError as error:
            raise FileNotFoundError from error

    return any_of(
        import_another,
        lambda: open(world["site"] + "/torch/__init__.py").read(10),
    )


def read_from_inherited_descriptors(world):
    """Own. Uses whatever descriptor is open, also to climb to another folder from it."""
    climb = "../" * 12 + world["secret"].lstrip("/")

    def through(fd):
        return any_of(
            lambda: os.read(fd, 1),
            lambda: os.write(fd, b"x"),
            lambda: os.listdir(fd),
            lambda: os.open(climb, os.O_RDONLY, dir_fd=fd),
            lambda: os.open("torch/__init__.py", os.O_RDONLY, dir_fd=fd),
        )

    return any_of(*(lambda fd=fd: through(fd) for fd in range(4, 1024)))


def watch_and_lease(world):
    """Own. Watches the folder of hidden tests, and makes others wait for a file."""

    def lease():
        import fcntl

        with open("mine", "w") as file:
            return fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)

    def watch():
        fd = checked(libc.inotify_init())
        return checked(libc.inotify_add_watch(fd, world["folder"].encode(), 0x100))

    return any_of(lease, watch)


def search_memory(world):
    """3. Searches objects, modules and frames for what a test would hold."""
    import gc
    import sys

    places = [vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
    frame = sys._getframe().f_back
    while frame:
        places += [frame.f_locals, frame.f_globals]
        frame = frame.f_back
    places += [thing for thing in gc.get_objects() if isinstance(thing, (list, tuple, dict))]
    found = []
    for place in places:
        for value in list(place.values()) if isinstance(place, dict) else place:
            if isinstance(value, str) and value.startswith("canary-") and len(value) > 20:
                found += [value]
    if not found:
        raise FileNotFoundError("no canary")
    return found[:10]


def read_environment(world):
    """40. Reads the environment, Python's and the one in memory, and the command line."""
    import sys

    pointer = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    native = []
    while pointer and pointer[len(native)]:
        native.append(pointer[len(native)].decode())
    seen = [*os.environ.values(), *native, *sys.orig_argv]
    found = [value for value in seen if "canary-" in value]
    if not found:
        raise FileNotFoundError("no canary")
    return found


def open_by_handle(world):
    """Own. Asks for a handle of a hidden test, to open it without its path."""
    handle = ctypes.create_string_buffer(136)
    ctypes.c_uint.from_buffer(handle).value = 128
    mount = ctypes.c_int()
    name = world["secret"].encode()
    return checked(libc.name_to_handle_at(-100, name, handle, ctypes.byref(mount), 0))
