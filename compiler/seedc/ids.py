"""Ids from keys: `id = f(dataset, seed file stem, table, __key__)`, without a database.

Pinned for ever by the vectors in tests/ids: a change here would orphan every row seeded before.
An id tells by itself that it is seed-owned, because it lies in a band that no sequence reaches.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

_SEPARATOR = b"\x1f"


@dataclass(frozen=True, slots=True)
class IntegerBand:
    """`low` ≤ id < `high`; generated rows below `middle`, curated rows from it on."""

    low: int
    high: int

    @property
    def middle(self) -> int:
        """The first curated id."""
        return self.low + (self.high - self.low + 1) // 2


INTEGER_BANDS = {
    "int8": IntegerBand(2**52, 2**53),  # below 2^53: exact in JavaScript
    "int4": IntegerBand(2**30, 2**31),
    "int2": IntegerBand(2**14, 2**15),
    "numeric": IntegerBand(2**52, 2**53),
}


def numeric_band(digits: int) -> IntegerBand:
    """The band of a numeric that holds so many digits before the point: bigint's where there is
    room for it, else from the last power of two but one below 10^digits to the last."""
    power = max(0, min(52, (10**digits).bit_length() - 2))
    return IntegerBand(2**power, 2 ** (power + 1))


UUID_MARK = "5eed"


def _digest(*parts: str) -> bytes:
    return hashlib.sha256(_SEPARATOR.join(part.encode() for part in parts)).digest()


def integer_ids(dataset: str, stem: str, table: str, band: IntegerBand) -> Callable[[str], str]:
    """A function from `__key__` to its id in the curated half of `band`, in decimal digits.

    The first eight bytes of SHA-256 (FIPS 180-4) over dataset, stem, table and key, separated by
    U+001F, modulo the half's size: for bands of powers of two no id is likelier than another.
    """
    state = hashlib.sha256(_SEPARATOR.join(p.encode() for p in (dataset, stem, table, "")))
    middle, size = band.middle, band.high - band.middle

    def derive(key: str) -> str:
        digest = state.copy()
        digest.update(key.encode())
        return str(middle + int.from_bytes(digest.digest()[:8], "big") % size)

    return derive


def uuid_prefix(dataset: str, table: str) -> str:
    """How every seeded uuid of a dataset's table begins: `5eed` and a 32-bit tag, 13 characters."""
    tag = _digest(dataset, table)[:4].hex()
    return f"{UUID_MARK}{tag[:4]}-{tag[4:]}"


def uuid_ids(dataset: str, stem: str, table: str) -> Callable[[str], str]:
    """A function from `__key__` to its UUIDv8 (RFC 9562, section 5.8) in canonical spelling.

    48 bits: `5eed` and the tag; version 8; one bit that is 1 for curated rows (0 for generated
    ones); 11 bits and, after the variant, 62 bits of SHA-256 over dataset, stem, table and key.
    """
    head = int(uuid_prefix(dataset, table).replace("-", ""), 16)
    state = hashlib.sha256(_SEPARATOR.join(p.encode() for p in (dataset, stem, table, "")))

    def derive(key: str) -> str:
        digest = state.copy()
        digest.update(key.encode())
        number = int.from_bytes(digest.digest()[:10], "big")
        high = (head << 16) | 0x8000 | 0x0800 | (number >> 62 & 0x7FF)
        low = (0b10 << 62) | (number & (2**62 - 1))
        return str(uuid.UUID(int=(high << 64) | low))

    return derive
