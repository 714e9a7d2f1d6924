"""SD0xx: the project folder and its settings."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = ()
