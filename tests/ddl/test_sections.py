"""A migration's way back is left out of the schema, whichever tool wrote its marker."""

import pytest

from seedc.catalog_text import describe
from seedc.diagnostics import Sink
from seedc.frontend.ddl import read_operations, read_schema
from seedc.frontend.ddl.operations import Skipped
from seedc.frontend.ddl.sections import split_schema

UP = "CREATE TABLE boats (id int PRIMARY KEY)"
DOWN = "DROP TABLE boats;"

TOOLS = {
    "goose": f"-- +goose Up\n{UP};\n-- +goose Down\n{DOWN}\n",
    "goose, statements": (
        f"-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n{UP}\n-- +goose StatementEnd\n"
        f"-- +goose Down\n-- +goose StatementBegin\n{DOWN}\n-- +goose StatementEnd\n"
    ),
    "sql-migrate": f"-- +migrate Up notransaction\n{UP};\n\n-- +migrate Down\n{DOWN}\n",
    "dbmate": f"-- migrate:up transaction:false\n{UP}\n-- migrate:down\n{DOWN}\n",
    "rambler": f"-- rambler up\n{UP};\n-- rambler down\n{DOWN}\n",
    "Play": f"# Boats\n\n# --- !Ups\n\n{UP};\n\n# --- !Downs\n\ndrop table boats if exists;\n",
    "Play, newer": f"-- !Ups\n{UP};\n-- !Downs\n{DOWN}\n",
    "node-pg-migrate": f"-- Up Migration\n{UP};\n\n-- Down Migration\n{DOWN}\n",
    "tern": f"{UP};\n---- create above / drop below ----\n{DOWN}\n",
    "MyBatis": f"{UP};\n\n-- //@UNDO\n{DOWN}\n",
    "Windows": f"-- +goose Up\r\n{UP};\r\n-- +goose Down\r\n{DOWN}\r\n",
}


def catalog(script: str) -> str:
    sink = Sink()
    text = describe(read_schema("schema.sql", script, sink))
    assert [d.message for d in sink.diagnostics] == []
    return text


@pytest.mark.parametrize("tool", TOOLS)
def test_the_way_back_is_left_out(tool: str) -> None:
    assert catalog(TOOLS[tool]) == catalog(f"{UP};")


@pytest.mark.parametrize("tool", [t for t in TOOLS if t not in {"tern", "MyBatis"}])
def test_migrations_put_together_are_read_one_after_the_other(tool: str) -> None:
    more = TOOLS[tool].replace("boats", "crews")
    assert catalog(TOOLS[tool] + more) == catalog(f"{UP};{UP.replace('boats', 'crews')};")


@pytest.mark.parametrize("tool", ["tern", "MyBatis"])
def test_a_way_back_whose_end_is_unknown_is_refused(tool: str) -> None:
    sink = Sink()
    read_schema("schema.sql", TOOLS[tool] + TOOLS[tool].replace("boats", "crews"), sink)
    assert {d.code for d in sink.diagnostics} == {"SD402"}


def test_what_is_left_out_is_said() -> None:
    operations = read_operations("schema.sql", TOOLS["dbmate"], Sink())
    (skipped,) = (o for o in operations if isinstance(o, Skipped))
    assert (skipped.what, skipped.reason) == ("-- migrate:down", "a migration's way back")


def test_places_count_from_the_start_of_the_file() -> None:
    script = "-- migrate:up\n\nCREATE TABLE a (x nosuch);\n-- migrate:down\nDROP TABLE a;\n"
    (chunk, _) = split_schema(script)
    assert (chunk.line, script[chunk.offset :][:12]) == (3, "CREATE TABLE")
    sink = Sink()
    read_schema("schema.sql", script, sink)
    (only,) = sink.diagnostics
    assert script[only.origin.offset or 0 :].startswith("nosuch")


def test_remarks_about_migrations_are_no_markers() -> None:
    script = (
        f"-- down migration exists somewhere.\n-- Up migration of boats\n{UP};\n-- the !Downs\n"
    )
    assert catalog(script) == catalog(f"{UP};")
