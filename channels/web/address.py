"""Tells from which address a request comes, believing only the proxies that the operator named."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.requests import Request

from bot.settings import SettingsError

Network = IPv4Network | IPv6Network


def read_proxies(setting: str) -> tuple[Network, ...]:
    """Read TRUSTED_PROXIES: addresses or networks with commas between. Raises SettingsError."""
    try:
        return tuple(ip_network(part.strip()) for part in setting.split(",") if part.strip())
    except ValueError:
        raise SettingsError("cannot use the setting TRUSTED_PROXIES: not a list of addresses or networks") from None


def address_of(request: Request, proxies: Sequence[Network]) -> str:
    """Return the nearest address that is not one of our proxies; what a stranger claims in a header counts nothing."""
    address = request.client.host if request.client else ""
    hops = [hop.strip() for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    while hops and _is_trusted(address, proxies):
        address = hops.pop()
    return _shared_part(address)


def _is_trusted(address: str, proxies: Sequence[Network]) -> bool:
    try:
        return any(ip_address(address) in network for network in proxies)
    except ValueError:
        return False


def _shared_part(address: str) -> str:
    """One home has a whole /64 of IPv6: its machines count as one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
