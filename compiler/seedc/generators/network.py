"""Addresses of machines, and colours, which are written in the same digits."""

import math
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.literals import named, suited
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node

_DEFAULT = {4: "10.0.0.0/8", 6: "2001:db8::/32"}  # RFC 1918, RFC 3849: nobody's on the Internet
_GROUPS_AT_ONCE = 3  # 48 bits, of a hash's 63


def _ip(context: Context, options: Options) -> Value:
    suited(context, "inet", "cidr")
    network = _network(options)
    make = _ipv4(context, network) if network.version == 4 else _ipv6(context, network)
    return Value(make, "literal")


def _network(options: Options) -> IPv4Network | IPv6Network:
    family = options.get("family")
    written = options.get("network", _DEFAULT[family or 4])
    try:
        network = ip_network(written)
    except ValueError as error:
        raise Problem(
            "SD736",
            f"{written} is no network: {error}",
            help='write it as "10.0.0.0/8" or "2001:db8::/32"',
            path=("network",),
        ) from error
    if family not in (None, network.version):
        message = f"{written} is of family {network.version}, not {family}"
        raise Problem("SD736", message, path=("family",))
    return network


def _ipv4(context: Context, network: IPv4Network | IPv6Network) -> Node:
    """A host of the network: not its first and last address, which are not for hosts (RFC 3021:
    except where there are only two)."""
    spare = 1 if network.num_addresses > 2 else 0
    host = expr.add(context.choose(network.num_addresses - 2 * spare), expr.integer(spare))
    host = named(context, "host", host)
    free = network.max_prefixlen - network.prefixlen
    octets = []
    for place in (24, 16, 8, 0):
        octet = expr.integer(int(network.network_address) >> place & 255)
        if free > place:
            drawn = expr.bits_and(expr.shift_right(host, place) if place else host, 255)
            octet = expr.add(drawn, octet)
        octets.append(expr.to_text(octet))
    return _joined(octets, ".")


def _ipv6(context: Context, network: IPv4Network | IPv6Network) -> Node:
    """Groups that are not 0, so that only the network's own zeros are shortened (RFC 5952)."""
    address, free = int(network.network_address), network.max_prefixlen - network.prefixlen
    first_drawn = 8 - math.ceil(free / 16)
    given = [address >> place & 0xFFFF for place in range(112, -1, -16)]
    counts = []
    for group in range(first_drawn, 8):
        count = 1 << min(16, free - 16 * (7 - group))
        counts.append(count if given[group] else count - 1)
    drawn = [
        expr.add(node, expr.integer(given[group] or 1))
        for group, node in enumerate(_groups(context, counts), start=first_drawn)
    ]
    words = [
        _short_hex(named(context, f"group_{number}", node))
        for number, node in enumerate(drawn, start=first_drawn)
    ]
    return expr.concat(expr.text(_front(address, len(drawn))), _joined(words, ":"))


def _front(address: int, drawn: int) -> str:
    """The address up to its last, drawn groups: as Python writes it, with others in their place."""
    text = str(IPv6Address(address | (1 << 16 * drawn) - 1))
    return text.removesuffix(":".join(["ffff"] * drawn))


def _groups(context: Context, counts: Sequence[int]) -> list[Node]:
    """A number below each of the counts. The last three come from one number, which is unique where
    the rule says so, and so do every three before them."""
    found: list[Node] = []
    for end in range(len(counts), 0, -_GROUPS_AT_ONCE):
        part = counts[max(0, end - _GROUPS_AT_ONCE) : end]
        size, purpose = math.prod(part), f"groups {end}"
        last = end == len(counts)
        number = context.choose(size, purpose) if last else context.uniform(size, purpose)
        number = named(context, f"groups_{end}", number)
        for count in reversed(part):
            found.append(expr.modulo(number, expr.integer(count)))
            number = expr.divide(number, expr.integer(count))
    return found[::-1]


def _short_hex(group: Node) -> Node:
    """A group in hexadecimal digits without zeros in front."""
    digits = expr.hex_digits(group)
    branches = [
        (expr.less(group, expr.integer(16**size)), expr.slice_text(digits, 16 - size, size))
        for size in (1, 2, 3)
    ]
    return expr.case(branches, expr.slice_text(digits, 12, 4))


def _joined(parts: Sequence[Node], mark: str) -> Node:
    pieces = [piece for part in parts for piece in (expr.text(mark), part)]
    return expr.concat(*pieces[1:])


def _mac(context: Context, options: Options) -> Value:
    """Locally administered, of a single station: the first octet ends in 2, 6, a or e (IEEE 802).
    46 bits are drawn: 40, the first digit, and which of the four it is."""
    suited(context, "macaddr", "macaddr8")
    digits = expr.hex_digits(context.choose(2**46))
    digits = named(context, "digits", digits)
    second = expr.translate(expr.slice_text(digits, 4, 1), "0123", "26ae")
    first = expr.concat(expr.slice_text(digits, 5, 1), second)
    others = [expr.slice_text(digits, place, 2) for place in range(6, 16, 2)]
    return Value(_joined([first, *others], ":"), "literal")


def _color(context: Context, options: Options) -> Value:
    number = context.choose(2**24)
    if options.get("format", "hex") == "hex":
        digits = expr.slice_text(expr.hex_digits(number), 10, 6)
        return Value(expr.concat(expr.text("#"), digits), "text")
    number = named(context, "number", number)
    shares = [expr.shift_right(number, 16), expr.shift_right(number, 8), number]
    words = [expr.to_text(expr.bits_and(share, 255)) for share in shares]
    return Value(expr.concat(expr.text("rgb("), _joined(words, ", "), expr.text(")")), "text")


GENERATORS = (
    Generator(
        name="ip",
        options={
            "type": "object",
            "properties": {
                "network": {"type": "string", "minLength": 1},
                "family": {"enum": [4, 6]},
            },
            "additionalProperties": False,
        },
        docs="An IP address of a network; 10.0.0.0/8, or 2001:db8::/32 for family 6, unless told.",
        example={"ip": {"network": "192.168.0.0/16"}},
        make=_ip,
    ),
    Generator(
        name="mac",
        options={"type": "object", "properties": {}, "additionalProperties": False},
        docs="A locally administered MAC address.",
        example={"mac": {}, "unique": True},
        make=_mac,
    ),
    Generator(
        name="color",
        options={
            "type": "object",
            "properties": {"format": {"enum": ["hex", "rgb"]}},
            "additionalProperties": False,
        },
        docs="A colour as #rrggbb, or as rgb(r, g, b).",
        example={"color": {"format": "hex"}},
        make=_color,
    ),
)
