"""inet, cidr, macaddr and macaddr8, read by the ipaddress module and by PostgreSQL's MAC forms."""

import ipaddress
import re
from collections.abc import Hashable

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string

_ADDRESS = re.compile(r"[0-9a-f.:]+(?:/(?:0|[1-9][0-9]{0,2}))?\Z").match
_MAC_FORMS = re.compile(  # macaddr_in in src/backend/utils/adt/mac.c
    r"(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}"
    r"|[0-9a-f]{6}[:-][0-9a-f]{6}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}"
    r"|[0-9a-f]{4}(?:-[0-9a-f]{4}){2}|[0-9a-f]{12})\Z"
).match
_MAC8_FORMS = re.compile(
    r"(?:[0-9a-f]{2}(?::[0-9a-f]{2}){7}|[0-9a-f]{2}(?:-[0-9a-f]{2}){7}"
    r"|[0-9a-f]{4}(?:\.[0-9a-f]{4}){3}|[0-9a-f]{16})\Z"
).match


def _key(text: str) -> Hashable:
    address = ipaddress.ip_interface(text)
    return address.version, address.packed, address.network.prefixlen


def _network(type_: TypeRef) -> Codec:
    words = str(type_sql(type_))
    strict = type_.name.name == "cidr"

    def parse(value: JsonValue) -> str:
        kept = string(value, words).lower()
        try:
            if not _ADDRESS(kept):
                raise ValueError(kept)
            address = ipaddress.ip_interface(kept)
        except ValueError:
            hint = "write it as 192.0.2.0/24 or 2001:db8::/32"
            raise ValueProblem("SD325", f"{shown(kept)} is no {words} address", help=hint) from None
        if strict and address.ip != address.network.network_address:
            message = f"{shown(kept)} has bits set right of its mask, cidr refuses them"
            raise ValueProblem("SD325", message, help=f"the network is {address.network}")
        return kept

    return Codec(family=words, parse=parse, canonical=_key, value=None)


def _mac(type_: TypeRef) -> Codec:
    words = str(type_sql(type_))
    long = type_.name.name == "macaddr8"

    def parse(value: JsonValue) -> str:
        kept = string(value, words).lower()
        if kept.isascii() and (_MAC_FORMS(kept) or (long and _MAC8_FORMS(kept))):
            digits = re.sub("[^0-9a-f]", "", kept)
            if long and len(digits) == 12:  # EUI-48 becomes EUI-64, as macaddr8_in does
                digits = f"{digits[:6]}fffe{digits[6:]}"
            return ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))
        hint = "write it as 08:00:2b:01:02:03" + (":04:05" if long else "")
        raise ValueProblem("SD326", f"{shown(kept)} is not a {words}", help=hint)

    return Codec(family=words, parse=parse, canonical=str, value=None)


def inet(type_: TypeRef) -> Codec:
    """Codec of inet: an address with or without the length of its prefix."""
    return _network(type_)


def cidr(type_: TypeRef) -> Codec:
    """Codec of cidr: a network, no bit set right of the prefix."""
    return _network(type_)


def macaddr(type_: TypeRef) -> Codec:
    """Codec of macaddr and macaddr8: PostgreSQL's forms, written with colons."""
    return _mac(type_)
