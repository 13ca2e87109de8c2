"""Which network addresses are public, and what a host name stands for."""

import ipaddress
import socket

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses the system's resolver gives, in its order. Raises OSError when it knows none.

    It also reads the odd spellings of an address (``2130706433``, ``0x7f.1``, ``017700000001``).
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public internet; an IPv4 address inside an IPv6 one is judged itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (inside := _inside(ip)):
        ip = inside
    local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or local)


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that a mapped, 6to4 or NAT64 address leads to."""
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
