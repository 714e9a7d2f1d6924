"""Curated rows as CSV as PostgreSQL's COPY reads it: NULL is empty, an empty text is quoted."""

import re

from seedc.emission.rowset import Cells, curated
from seedc.ir.program import TableLoad

# A line that is only \. ends COPY's data before PostgreSQL 18.
_QUOTED = re.compile(r'[",\r\n]|\A\Z|\A\\\.\Z')


def csv_header(load: TableLoad) -> bytes:
    """The names of the load's columns as a line."""
    return _line(tuple(column.name for column in load.columns)).encode()


def csv_rows(load: TableLoad, span: range) -> bytes:
    """The curated rows at these places as lines."""
    return "".join(_line(values) for _, values in curated(load, span)).encode()


def _line(values: Cells) -> str:
    return ",".join(map(_cell, values)) + "\n"


def _cell(value: str | None) -> str:
    if value is None:
        return ""
    if _QUOTED.search(value):
        return '"' + value.replace('"', '""') + '"'
    return value
