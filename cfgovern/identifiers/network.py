"""Addresses of computers: IP of both versions, and MAC. Read by the standard library's own parser."""

from __future__ import annotations

import ipaddress
import re

from cfgovern.identifiers.written import AFTER, BEFORE

__all__ = ["IP_WRITTEN", "MAC_WRITTEN", "is_ip", "is_nobodys_mac"]

_DOCUMENTED = "00005e0053"  # kept for documentation: RFC 7042
IP_WRITTEN: tuple[str, ...] = (
    # A full stop may follow, but no further figure.
    "(?<![0-9A-Za-z.])[0-9]{1,3}(?:[.][0-9]{1,3}){3}(?![0-9A-Za-z]|[.][0-9])",
    "(?<![0-9A-Za-z:.])(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}"
    "|(?=[0-9A-Fa-f:]{0,39}::)(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4})(?![0-9A-Za-z:])",
)
_PAIR = "[0-9A-Fa-f]{2}"
_ONE_MORE = f"(?<![A-Za-z0-9]){_PAIR}[:-]"  # but not the end of "mac:"
MAC_WRITTEN: tuple[str, ...] = (
    f"{BEFORE}(?<!{_ONE_MORE}){_PAIR}(?:(?::{_PAIR}){{5}}|(?:[-\u2010-\u2015]{_PAIR}){{5}})(?![:-]?[0-9A-Za-z])",
    f"{BEFORE}[0-9A-Fa-f]{{4}}[.][0-9A-Fa-f]{{4}}[.][0-9A-Fa-f]{{4}}{AFTER}",
)


def is_nobodys_mac(text: str) -> bool:
    """Whether ``text`` is a hardware address of no device: kept for documentation, or one figure alone."""
    figures = re.sub("[^0-9a-f]", "", text.lower())
    return figures.startswith(_DOCUMENTED) or len(set(figures)) == 1


def is_ip(text: str) -> bool:
    """Whether ``text`` is an IP address of a machine: not all noughts, not this machine itself."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_loopback)
