"""Every operation has a line that a person can read, in `seedc dump --after ddl`."""

from pathlib import Path

import pytest

from seedc.diagnostics import Sink
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl import read_operations
from seedc.frontend.ddl.naming import line

SCHEMAS = sorted((Path(__file__).parents[1] / "catalog" / "schemas").glob("*.sql"))


def lines(script: str) -> list[str]:
    return [line(operation) for operation in read_operations("schema.sql", script, Sink())]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_a_line_is_one_line_of_words(schema: Path) -> None:
    for text in lines(schema.read_text()):
        assert "\n" not in text
        assert "Origin(" not in text
        assert "Name(" not in text


def test_the_schemas_show_every_kind_of_operation() -> None:
    seen = {
        type(operation).__name__
        for schema in SCHEMAS
        for operation in read_operations(schema.name, schema.read_text(), Sink())
    }
    kinds = {kind.__name__ for kind in op.Operation.__subclasses__()}
    assert kinds - seen == {"Unreadable"}


def test_what_was_understood_and_what_was_not() -> None:
    script = (
        "CREATE TABLE a.b (x int, y int, PRIMARY KEY (x));\n"
        "CREATE UNIQUE INDEX i ON a.b (y, lower(x::text)) WHERE x > 0;\n"
        "ALTER TABLE a.b ADD z numeric, ALTER y SET NOT NULL, ADD FOREIGN KEY (y) REFERENCES c;\n"
        "GRANT SELECT ON a.b TO someone;\n"
        "CREATE TABLE broken (;\n"
    )
    assert lines(script) == [
        "create table a.b (2 columns)",
        "create unique index i on a.b (y, (lower(x::text))) where x > 0",
        "alter table a.b: add column z, set not null of y, add foreign key to c",
        "… skipped: GRANT or REVOKE (rights and roles do not touch tables)",
        "… not understood: what creates broken",
    ]
