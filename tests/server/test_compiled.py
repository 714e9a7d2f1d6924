"""The runner on scripts that the compiler really makes: load, verify, reset; cycles and COPY."""

import io
import subprocess
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from scripts.handmade import Col, load, program, qualified, reference, table
from seedc.diagnostics import Diagnostic
from seedc.ir.program import Band, DatasetProgram, RowGroup, SequenceMove, Stage
from seedc.scripts import render_all, render_load, render_reset, render_verify
from seedc.server.connection import connect
from seedc.server.counts import TableCount
from seedc.server.guard import Refused
from seedc.server.progress import PlainProgress
from seedc.server.runner import ApplyReport, Run, apply_script
from seedc.server.verify import TableVerdict, verify_script

pytestmark = pytest.mark.server

Apply = Callable[..., ApplyReport]
Dump = Callable[[str], dict[str, list[tuple[Any, ...]]]]

DDL = """
CREATE SCHEMA shop;
CREATE TABLE shop.vendors (id bigint PRIMARY KEY, name text NOT NULL UNIQUE, rating integer);
CREATE SEQUENCE shop.vendors_id_seq OWNED BY shop.vendors.id;
CREATE TABLE shop.teams (id bigint PRIMARY KEY, lead_id bigint NOT NULL);
CREATE TABLE shop.people (id bigint PRIMARY KEY, team_id bigint NOT NULL REFERENCES shop.teams,
  age integer CHECK (age > 0));
ALTER TABLE shop.teams ADD CONSTRAINT lead_id_fkey FOREIGN KEY (lead_id) REFERENCES shop.people;
CREATE TABLE shop.events (id bigint PRIMARY KEY, what text NOT NULL, vendor_id bigint
  REFERENCES shop.vendors);
CREATE SCHEMA forum;
CREATE TABLE forum.users (id bigint PRIMARY KEY, name text);
"""
VENDOR = {"id": "bigint!", "name": "text!", "rating": "integer"}
TEAM = {"id": "bigint!", "lead_id": "bigint!"}
PERSON = {"id": "bigint!", "team_id": "bigint!", "age": "integer"}
EVENT = {"id": "bigint!", "what": "text!", "vendor_id": "bigint"}
USER = {"id": "bigint!", "name": "text"}
BAND = Band(column="id", type="bigint", low=1, middle=500, high=1000)

Rows = dict[str, tuple[str | None, ...]]


def _shop(
    *, people: Rows | None = None, events: Rows | None = None, policy: Any = "update"
) -> DatasetProgram:
    """A table, a cycle of two, a table that travels by COPY, and a sequence."""
    vendors = load(
        table("shop.vendors", VENDOR | {"id": Col("bigint!", sequence="shop.vendors_id_seq")}),
        VENDOR,
        {"vendor:acme": ("10", "Acme -- it's;", "5"), "vendor:ostra": ("20", "Östra", None)},
        policy=policy,
        band=BAND if policy == "sync" else None,
    )
    cycle = Stage(
        loads=(
            load(
                table("shop.teams", TEAM, foreign_keys=[reference("lead_id", "shop.people")]),
                TEAM,
                {"team:a": ("1", "2"), "team:b": ("2", "1")},
            ),
            load(
                table("shop.people", PERSON, foreign_keys=[reference("team_id", "shop.teams")]),
                PERSON,
                people or {"person:x": ("1", "1", "30"), "person:y": ("2", "2", "40")},
            ),
        ),
        cyclic=True,
    )
    moves = SequenceMove(
        sequence=qualified("shop.vendors_id_seq"),
        table=qualified("shop.vendors"),
        column="id",
        value=20,
    )
    many: Rows = {f"event:{n}": (str(n), f"tab\t{n}", "10") for n in range(600)}
    copied = load(
        table("shop.events", EVENT, foreign_keys=[reference("vendor_id", "shop.vendors")]),
        EVENT,
        many | (events or {}),
    )
    made: DatasetProgram = program(vendors, cycle, copied, sequences=(moves,), protected=("PROD",))
    return made


FORUM = program(load(table("forum.users", USER), USER, {"user:ann": ("1", "Ann")}), dataset="forum")


@pytest.fixture
def made(database: str) -> str:
    """The DSN of a database with this file's schema."""
    with psycopg.connect(database) as connection:
        connection.execute(DDL)
    return database


def test_a_compiled_script_loads_the_same_by_psql_and_by_the_runner(
    made: str,
    apply: Apply,
    run_psql: Callable[..., subprocess.CompletedProcess[str]],
    dump: Dump,
) -> None:
    script = render_all([_shop(), FORUM])
    apply(made, script, _shop(), FORUM)
    by_runner = dump(made)
    with psycopg.connect(made) as connection:
        connection.execute(
            "TRUNCATE shop.vendors, shop.teams, shop.people, shop.events, forum.users"
            " RESTART IDENTITY"
        )
    done = run_psql(made, script)
    assert (done.returncode, done.stderr) == (0, "")
    assert dump(made) == by_runner
    assert len(by_runner["shop.events"]) == 600


@pytest.mark.parametrize("known", [True, False])
def test_a_compiled_script_is_counted_and_repeated_without_a_change(
    made: str, apply: Apply, known: bool
) -> None:
    programs = (_shop(), FORUM) if known else ()
    script = render_all([_shop(), FORUM])
    first = apply(made, script, *programs)
    assert [d.dataset for d in first.datasets] == ["shop", "forum"]
    inserted = {t.table: t.inserted for d in first.datasets for t in d.tables}
    assert inserted == {
        "shop.vendors": 2,
        "shop.teams": 2,
        "shop.people": 2,
        "shop.events": 600,
        "forum.users": 1,
    }
    assert apply(made, script, *programs).changed == 0
    dry = apply(made, script, *programs, dry_run=True)
    assert dry.changed == 0
    if known:
        assert TableCount("shop.events", 0, 0, 600, 0) in dry.datasets[0].tables


def test_a_dry_run_of_a_compiled_script_moves_no_sequence(
    made: str, apply: Apply, dump: Dump
) -> None:
    before = dump(made)
    apply(made, render_load(_shop()), _shop(), dry_run=True)
    assert dump(made) == before
    apply(made, render_load(_shop()), _shop())
    assert dump(made)["shop.vendors_id_seq"][0][0] == 20


def test_the_protected_names_are_those_of_the_program(made: str, apply: Apply) -> None:
    with pytest.raises(Refused, match='APP_ENV is "PROD"'):
        apply(made, render_load(_shop()), _shop(), environment={"APP_ENV": "prod"})
    staging = {"APP_ENV": "staging"}
    assert apply(made, render_load(_shop()), _shop(), environment=staging).changed == 606


def test_sync_reports_what_it_deleted(made: str, apply: Apply) -> None:
    with psycopg.connect(made) as connection:
        connection.execute("INSERT INTO shop.vendors VALUES (30, 'left', 1), (2000, 'app', 1)")
    shop = _shop(policy="sync")
    report = apply(made, render_load(shop), shop)
    assert report.datasets[0].tables[0] == TableCount("shop.vendors", 2, 0, 0, 1)


def test_stages_are_told_with_the_tables_of_a_cycle_together(made: str) -> None:
    stream = io.StringIO()
    how = Run(file="s", environment={}, progress=PlainProgress(stream), programs=(_shop(),))
    with connect(made) as connection:
        apply_script(connection, render_load(_shop()), how)
    assert stream.getvalue().splitlines() == [
        "shop 1/3 shop.vendors",
        "shop 2/3 shop.teams, shop.people",
        "shop 3/3 shop.events",
    ]


def test_a_changed_schema_is_refused_with_each_difference(made: str, apply: Apply) -> None:
    with psycopg.connect(made) as connection:
        connection.execute("ALTER TABLE shop.vendors ALTER rating TYPE text")
    with pytest.raises(Refused) as caught:
        apply(made, render_load(_shop()), _shop())
    found = caught.value.diagnostic
    assert (found.code, "schema" in found.message) == ("SD608", True)
    assert any("shop.vendors" in note.text and "rating" in note.text for note in found.notes)
    assert (found.help or "").startswith("migrate the database")


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ({"people": {"person:x": ("1", "1", "30"), "person:y": ("2", "2", "-4")}}, "person:y"),
        ({"people": {"person:x": ("1", "77", "30"), "person:y": ("2", "2", "4")}}, "person:x"),
        ({"events": {"event:bad": ("700", "bad", "99")}}, "event:bad"),
        ({"events": {"event:bad": ("599", "bad", None)}}, "event:bad"),
    ],
)
def test_a_bad_row_of_a_cycle_or_of_copy_data_is_found(
    made: str,
    failure: Callable[..., Diagnostic],
    parts: dict[str, Rows],
    key: str,
    known: bool,
) -> None:
    shop = _shop(**parts)
    found = failure(made, render_load(shop), *([shop] if known else []))
    assert f'"{key}": ' in found.message
    assert (found.origin.file == "seeds/x.seed.json") == known


def test_a_cycle_too_long_for_one_list_is_searched_in_its_copy_data(
    made: str, failure: Callable[..., Diagnostic]
) -> None:
    people: Rows = {f"person:{n}": (str(n), "1", "30") for n in range(1, 600)}
    shop = _shop(people=people | {"person:bad": ("600", "2", "-1")})
    assert '"person:bad"' in failure(made, render_load(shop)).message
    assert failure(made, render_load(shop), shop).origin.pointer == ("X", 599)


def test_verify_tells_each_table_and_what_is_wrong(made: str, apply: Apply) -> None:
    shop = _shop()
    apply(made, render_load(shop), shop)
    with connect(made) as connection:
        good = verify_script(connection, render_verify(shop), "build/shop/verify.sql")
        assert good.problem is None
        assert good.tables[0] == TableVerdict("shop.vendors", 2, 2, 2, "ok")
        assert [t.table for t in good.tables] == [
            "shop.vendors",
            "shop.teams",
            "shop.people",
            "shop.events",
        ]
        connection.execute("DELETE FROM shop.events WHERE id = 7")
        bad = verify_script(connection, render_verify(shop), "build/shop/verify.sql")
    assert bad.dataset == "shop"
    assert bad.tables[-1].present == 599
    assert bad.problem is not None
    assert bad.problem.code == "SD616"
    assert [note.text for note in bad.problem.notes] == [
        "shop.events: missing: 1 rows, among them event:7"
    ]


def test_verify_refuses_another_schema(made: str) -> None:
    with psycopg.connect(made) as connection:
        connection.execute("DROP TABLE shop.events")
    with connect(made) as connection:
        with pytest.raises(Refused):
            verify_script(connection, render_verify(_shop()), "verify.sql")
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_reset_counts_what_it_deletes_and_nothing_else(made: str, apply: Apply) -> None:
    shop = _shop()
    apply(made, render_load(shop), shop)
    report = apply(made, render_reset(shop), shop)
    deleted = {t.table: t.deleted for d in report.datasets for t in d.tables}
    assert deleted == {
        "shop.events": 600,
        "shop.people": 2,
        "shop.teams": 2,
        "shop.vendors": 2,
    }
    assert all(t.unchanged == 0 for d in report.datasets for t in d.tables)
    assert apply(made, render_reset(shop), shop).datasets[0].tables == ()


def test_reset_is_refused_while_the_application_refers_to_a_row(made: str, apply: Apply) -> None:
    shop = program(
        load(
            table("shop.vendors", VENDOR),
            VENDOR,
            {"vendor:acme": ("10", "Acme", "5")},
            referenced_by=((qualified("shop.events"), reference("vendor_id", "shop.vendors")),),
        )
    )
    apply(made, render_load(shop), shop)
    with psycopg.connect(made) as connection:
        connection.execute("INSERT INTO shop.events VALUES (1, 'app', 10)")
    with pytest.raises(Refused) as caught:
        apply(made, render_reset(shop), shop)
    assert any("shop.events" in note.text for note in caught.value.diagnostic.notes)


def test_a_program_without_groups_is_nothing_to_do(made: str, apply: Apply) -> None:
    empty = load(table("forum.users", USER), USER, {"user:ann": ("1", "Ann")})
    rest: tuple[RowGroup, ...] = ()
    nothing = program(
        type(empty)(table=empty.table, policy="keep", arbiter=empty.arbiter, groups=rest)
    )
    assert apply(made, render_load(nothing), nothing).changed == 0
