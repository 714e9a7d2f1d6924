"""SD2xx: names, keys and references."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = ()
