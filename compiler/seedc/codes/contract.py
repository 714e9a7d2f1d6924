"""SD1xx: files, JSON and the shape of the seed contract."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = ()
