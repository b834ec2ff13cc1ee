"""Two submissions, one after the other: `leave_*` of the first, `find_*` of the second.

A find that returns has found what another submission left; one that found nothing raises OSError.
"""

import atexit
import builtins
import contextlib
import gc
import os
import sys

NOTE = "canary of the submission before"


def leave_files(world):
    """39. Leaves a note in its folder, the one above, and wherever else it can."""
    left = []
    home = os.path.expanduser("~")
    for folder in (".", "..", "/tmp", "/dev/shm", "/var/tmp", home, world["folder"]):
        with contextlib.suppress(OSError):
            with open(f"{folder}/autograder-note", "w") as file:
                file.write(NOTE)
            left.append(folder)
    return left


def find_files(world):
    """39. Looks for the note."""
    for folder in (".", "..", "../..", "/tmp", "/dev/shm", "/var/tmp", world["folder"]):
        with contextlib.suppress(OSError):
            return open(f"{folder}/autograder-note").read()
    others = set(os.listdir("..")) - {os.path.basename(os.getcwd())}
    if others or os.listdir("."):
        return f"found {others}, {os.listdir('.')}"
    raise FileNotFoundError("no note")


def leave_memory(world):
    """38. Keeps a note in every module, and hooks to act later."""
    note = NOTE + " in memory"
    for module in list(sys.modules.values()):
        with contextlib.suppress(Exception):
            module.note = note
    builtins.note = note
    atexit.register(lambda: open(world["folder"] + "/at-exit", "w").close())
    gc.callbacks.append(lambda *args: None)
    os.environ["NOTE"] = note
    return note


def find_memory(world):
    """38. Searches all objects and modules for the note."""
    for thing in gc.get_objects():
        values = list(thing.values()) if isinstance(thing, dict) else thing
        for value in values if isinstance(values, (list, tuple)) else ():
            if isinstance(value, str) and value.startswith(NOTE) and "in memory" in value:
                return value
    if hasattr(builtins, "note") or "NOTE" in os.environ or gc.callbacks:
        return "found a hook"
    raise FileNotFoundError("no note")


def leave_modules(world):
    """46. Leaves modules with the names of real ones where Python might look first."""
    for folder in (".", "..", world["folder"]):
        for name in ("colorsys", "numpy", "wire", "submission"):
            with contextlib.suppress(OSError), open(f"{folder}/{name}.py", "w") as file:
                file.write("note = 1")
    return "left modules"


def find_modules(world):
    """46. Imports them."""
    sys.path.insert(0, "..")
    import colorsys

    if hasattr(colorsys, "note"):
        return "imported what another submission wrote"
    raise FileNotFoundError("the real ones")


def leave_thread(world):
    """50. Leaves threads that burn time."""
    import threading

    def burn():
        while True:
            pass

    for _ in range(3):
        threading.Thread(target=burn, daemon=True).start()
    return "burning"


def find_thread(world):
    """50. Looks whether they burn here."""
    import threading

    if threading.active_count() > 1:
        return "a thread of another"
    raise FileNotFoundError("alone")
