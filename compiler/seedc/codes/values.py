"""SD3xx: values against their columns."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = ()
