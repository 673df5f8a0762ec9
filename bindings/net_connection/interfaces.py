"""The interface that packets would leave by, and what the system says of it. Nothing is sent to find out."""

from __future__ import annotations

import os
import socket
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Addresses for documentation (RFC 5737, RFC 3849): connecting a datagram socket only asks for the route.
_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
_WIFI, _ETHERNET = 1, 3
_IPV4, _IPV6 = 1, 2
_DEFAULT_MTU = 1500
_SIOCGIFADDR, _SIOCGIFNETMASK = 0x8915, 0x891B


def sources() -> list[tuple[int, str]]:
    """The addresses (family as on a device, address) that packets to the world would come from; empty: no network."""
    found = []
    for family, far in _FAR:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))
                found.append((_IPV4 if family == socket.AF_INET else _IPV6, probe.getsockname()[0]))
        except OSError:
            continue
    return found


def default_interface() -> tuple[str, int] | None:
    """Name and index of the interface of the default route, None where there is none."""
    if not (addresses := sources()):
        return None
    names = _indexes()
    name = _default_route()[0] or _owner([address for _family, address in addresses], names)
    return (name, names.get(name, 0)) if name else ("", 0)


def properties() -> dict[str, Any]:
    """ConnectionProperties of the default network, as plain values."""
    found = default_interface()
    if found is None:
        return {}
    name = found[0]
    links = [
        {"address": {"address": address, "family": family, "port": 0}, "prefixLength": _prefix(name, family)}
        for family, address in sources()
    ]
    gateway = _default_route()[1]
    anywhere = {"address": {"address": "0.0.0.0", "family": _IPV4, "port": 0}, "prefixLength": 0}
    route = {
        "interface": name,
        "destination": anywhere,
        "gateway": {"address": gateway, "family": _IPV4, "port": 0},
        "hasGateway": bool(gateway),
        "isDefaultRoute": True,
    }
    return {
        "interfaceName": name,
        "domains": "",
        "linkAddresses": links,
        "routes": [route] if gateway else [],
        "dnses": [{"address": server, "family": _IPV6 if ":" in server else _IPV4, "port": 0} for server in _servers()],
        "mtu": _mtu(name),
    }


def bearer() -> int:
    """NetBearType of the default network."""
    found = default_interface()
    return _WIFI if found and os.path.exists(f"/sys/class/net/{found[0]}/wireless") else _ETHERNET


def _indexes() -> dict[str, int]:
    try:
        return {name: index for index, name in socket.if_nameindex()}
    except (AttributeError, OSError):
        return {}


def _default_route() -> tuple[str, str]:
    """Interface and gateway of the IPv4 default route, where the system has a table to read."""
    for line in _lines("/proc/net/route")[1:]:
        fields = line.split()
        if len(fields) > 3 and fields[1] == "00000000" and int(fields[3], 16) & 2:
            return fields[0], socket.inet_ntoa(struct.pack("<L", int(fields[2], 16)))
    return "", ""


def _owner(addresses: list[str], names: dict[str, int]) -> str:
    for name in names:
        if _asked(name, _SIOCGIFADDR) in addresses:
            return name
    return ""


def _prefix(name: str, family: int) -> int:
    if family == _IPV6:
        return 64
    mask = _asked(name, _SIOCGIFNETMASK)
    return sum(bin(int(part)).count("1") for part in mask.split(".")) if mask else 24


def _asked(name: str, request: int) -> str:
    """The address that the system answers to `request` about an interface; '' where it does not."""
    if sys.platform == "win32":
        return ""
    import fcntl

    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            answer = fcntl.ioctl(probe.fileno(), request, struct.pack("256s", name.encode()[:15]))
        return socket.inet_ntoa(answer[20:24])
    except OSError:
        return ""


def _mtu(name: str) -> int:
    lines = _lines(f"/sys/class/net/{name}/mtu")
    return int(lines[0]) if lines and lines[0].strip().isdigit() else _DEFAULT_MTU


def _servers() -> list[str]:
    servers = [line.split()[1] for line in _lines("/etc/resolv.conf") if line.startswith("nameserver ")]
    return [server.partition("%")[0] for server in servers]


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(65536).splitlines()
    except OSError:
        return []
