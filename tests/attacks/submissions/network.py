"""Attacks over the network. One that returns has got through; a stopped one raises OSError."""

import contextlib
import socket


def connect(world):
    """37. Connects to a server on this machine and says something."""
    with socket.create_connection(("127.0.0.1", world["port"]), 1) as connection:
        return connection.send(b"hidden inputs")


def send_datagram(world):
    """37. Sends a datagram, as DNS does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        return connection.sendto(b"hidden inputs", ("127.0.0.1", world["port"]))


def resolve(world):
    """37. Asks for the address of a name."""
    return str(socket.getaddrinfo("localhost", 80))


def abstract_socket(world):
    """Own. Connects to a socket that has no file, which no file rule covers."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect("\0" + world["abstract"])
        return connection.send(b"hidden inputs")


def listen(world):
    """37. Waits for others to connect."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        return server.getsockname()


def other_families(world):
    """37. Opens a pair of sockets, and one to the kernel."""
    done = []
    for attempt in (socket.socketpair, lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)):
        with contextlib.suppress(OSError):
            done.append(str(attempt()))
    if not done:
        raise PermissionError("every way was closed")
    return done


def send_descriptor(world):
    """Own. Sends a descriptor to the grader over the socket of the answers."""
    connection = socket.socket(fileno=3)
    try:
        return socket.send_fds(connection, [b"A"], [0])
    finally:
        connection.detach()
