"""SD5xx: ids, uniqueness, write policies and order."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = ()
