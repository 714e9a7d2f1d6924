"""SD4xx: schema.sql and its Catalog."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = ()
