"""Which addresses may be served. Needs nothing heavy, so that a bad one is refused at once."""

import ipaddress
import socket

from index.errors import BadInputError

_LAST_PORT = 65_535


def is_loopback(host: str) -> bool:
    """Say whether a host name means this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check(host: str, port: int) -> None:
    """Raise `BadInputError` when the page must not or cannot be served there."""
    if not is_loopback(host):
        raise BadInputError(
            f"--host {host} would let other machines in, and there are no accounts yet; use 127.0.0.1, ::1 or localhost"
        )
    if not 1 <= port <= _LAST_PORT:
        raise BadInputError(f"--port {port} does not exist; give a number from 1 to {_LAST_PORT}")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except PermissionError as error:
            raise BadInputError(f"port {port} needs special rights; name another with --port") from error
        except OSError as error:
            raise in_use(host, port) from error


def in_use(host: str, port: int) -> BadInputError:
    """Return the error for a port that another program has."""
    return BadInputError(f"port {port} on {host} is in use; name another with --port")
