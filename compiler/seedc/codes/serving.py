"""SD6xx: applying, guards and servers."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = ()
