"""A failure names the seed row, says what the server said, and how to mend it."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg import conninfo

from seedc.catalog import Column, IndexElement, QualifiedName, Table, TypeRef, Unique
from seedc.diagnostics import Diagnostic
from seedc.ir.program import Arbiter, DatasetProgram, LoadColumn, Row, RowGroup, Stage, TableLoad
from seedc.origin import Origin

pytestmark = pytest.mark.server

Failure = Callable[..., Diagnostic]


def _load(table: str, columns: dict[str, str], rows: list[tuple[str | None, ...]]) -> TableLoad:
    """A load of one group; each row begins with its key."""
    schema, _, name = table.partition(".")
    integer = TypeRef(QualifiedName("pg_catalog", "int8"))
    elements = (IndexElement(column="id"),)
    return TableLoad(
        table=Table(
            name=QualifiedName(schema, name),
            columns=tuple(Column(name=c, type=integer) for c in columns),
            uniques=(Unique(name=f"{name}_pkey", kind="primary", elements=elements),),
        ),
        policy="update",
        arbiter=Arbiter(name=f"{name}_pkey", elements=elements),
        groups=(
            RowGroup(
                columns=tuple(
                    LoadColumn(
                        name=c,
                        type=t,
                        value_type=t,
                        not_null=c == "id",
                        identity="",
                        bare=t in ("bigint", "integer", "numeric(6,2)"),
                        comparable=True,
                    )
                    for c, t in columns.items()
                ),
                rows=tuple(
                    Row(str(key), tuple(values), f"seeds/{schema}/a.seed.json", (name, at))
                    for at, (key, *values) in enumerate(rows)
                ),
            ),
        ),
    )


def _program(dataset: str, *loads: TableLoad) -> DatasetProgram:
    stages = tuple(Stage(loads=(load,)) for load in loads)
    return DatasetProgram(dataset=dataset, profile="DEFAULT", stages=stages)


VENDORS = {"id": "bigint", "name": "text", "country": "character varying(2)", "rating": "integer"}
SHOP = _program(
    "shop",
    _load(
        "shop.vendors",
        VENDORS,
        [
            ("vendor:acme", "1", "Acme; Inc", "BR", "5"),
            ("vendor:ostra", "2", "Östra -- %s", None, "3"),
            ("vendor:zeta", "3", "Zeta", "DE", None),
        ],
    ),
    _load(
        "shop.orders",
        {"id": "bigint", "vendor_id": "bigint", "total": "numeric(6,2)"},
        [("order:1", "10", "1", "9.90"), ("order:2", "110", "77", "0.10")],
    ),
)


def _in_script(found: Diagnostic, script: str, text: str) -> bool:
    """Whether the diagnostic's place in the script begins with `text`."""
    origin = found.origin
    at_script = origin.file == "build/seed.sql" and origin.offset is not None
    return at_script and script[origin.offset :].startswith(text)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("(2, 'Östra -- %s', NULL, 3)", "(2, 'Östra', NULL, 30)"), ("vendor:ostra", "23514")),
        (("(3, 'Zeta', 'DE', NULL)", "(3, NULL, 'DE', NULL)"), ("vendor:zeta", "23502")),
        (("(3, 'Zeta', 'DE', NULL)", "(3, 'Acme; Inc', 'DE', NULL)"), ("vendor:zeta", "23505")),
        (("(3, 'Zeta', 'DE', NULL)", "(1, 'Zeta', 'DE', NULL)"), ("vendor:zeta", "21000")),
        (("(3, 'Zeta', 'DE', NULL)", "(3, 'Zeta', 'DEU', NULL)"), ("vendor:zeta", "22001")),
        (("(2, 'Östra -- %s', NULL, 3)", "(2, 'Ö', NULL, 'x')"), ("vendor:ostra", "22P02")),
        (("(3, 'Zeta', 'DE', NULL)", "(3, 'Zeta', 'DE', 9999999999)"), ("vendor:zeta", "22003")),
        (("(110, 2, 0.10)", "(110, 77, 0.10)"), ("order:2", "23503")),
        (("(110, 2, 0.10)", "(110, 2, 123456)"), ("order:2", "22003")),
        (("(10, 1, 9.90)", "(-10, 1, 9.90)"), ("order:1", "23514")),
        (("user:cyd\t3\tСид\t7", "user:cyd\t3\tСид\tsieben"), ("user:cyd", "22P02")),
        (("user:cyd\t3\tСид\t7", "user:cyd\t3\tСид\t-7"), ("user:cyd", "23514")),
        (("user:cyd\t3\tСид\t7", "user:cyd\t3\t\\N\t7"), ("user:cyd", "23502")),
        (("user:cyd\t3\tСид\t7", "user:cyd\t3\tAnn\t7"), ("user:cyd", "23505")),
        (("user:cyd\t3\tСид\t7", "user:cyd\t3\tСид"), ("user:cyd", "22P04")),
    ],
)
def test_each_kind_of_bad_row_is_found_in_the_script(
    shop: str, script: str, failure: Failure, edit: tuple[str, str], told: tuple[str, str]
) -> None:
    (old, new), (key, state) = edit, told
    assert old in script
    text = script.replace(old, new)
    found = failure(shop, text)
    assert found.code == "SD602"
    assert f'"{key}": ' in found.message
    assert found.message.endswith(f"(SQLSTATE {state})")
    assert _in_script(found, text, new)


def test_the_row_is_found_in_the_seed_file_where_the_program_is_known(
    shop: str, script: str, failure: Failure
) -> None:
    text = script.replace("(110, 2, 0.10)", "(110, 77, 0.10)")
    found = failure(shop, text, SHOP)
    assert found.origin == Origin("seeds/shop/a.seed.json", pointer=("orders", 1))
    assert found.message.startswith('shop.orders "order:2": insert or update on table "orders')
    notes = [note.text for note in found.notes]
    assert notes[0] == 'detail: Key (vendor_id)=(77) is not present in table "vendors".'
    assert "the statement in the script" in notes


def test_a_deferred_constraint_is_traced_by_its_detail(
    shop: str, script: str, failure: Failure
) -> None:
    text = script.replace("(110, 2, 0.10)", "(110, 77, 0.10)").replace(
        "SET LOCAL client_min", "SET CONSTRAINTS ALL DEFERRED;\nSET LOCAL client_min"
    )
    assert failure(shop, text, SHOP).origin.pointer == ("orders", 1)


def test_a_row_of_the_application_in_the_way_is_told_with_the_mend(
    shop: str, script: str, failure: Failure
) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute("INSERT INTO shop.vendors VALUES (900, 'Zeta', NULL, NULL)")
    for programs in ((), (SHOP,)):
        found = failure(shop, script, *programs)
        assert '"vendor:zeta"' in found.message
        assert found.help is not None
        assert "set match = [...]" in found.help
        assert "constraint: vendors_name_key" in [note.text for note in found.notes]


def test_a_trigger_that_refuses_a_row_names_the_row(
    shop: str, script: str, failure: Failure
) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute(
            "CREATE FUNCTION shop.no() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN IF NEW.name = 'Zeta' THEN RAISE 'no Zeta here'; END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER no BEFORE INSERT ON shop.vendors"
            " FOR EACH ROW EXECUTE FUNCTION shop.no()"
        )
    assert failure(shop, script).message == (
        'shop.vendors "vendor:zeta": no Zeta here (SQLSTATE P0001)'
    )


def test_searching_for_the_row_leaves_nothing_behind(
    shop: str, script: str, failure: Failure, dump: Callable[[str], dict[str, list[object]]]
) -> None:
    failure(shop, script.replace("(3, 'Zeta', 'DE', NULL)", "(3, NULL, 'DE', NULL)"))
    assert dump(shop)["shop.vendors"] == []


def test_a_statement_that_does_not_fit_the_database_is_shown_in_the_script(
    shop: str, script: str, failure: Failure
) -> None:
    text = script.replace("UPDATE SET name = excluded.name,", "UPDATE SET nome = excluded.name,")
    text = text.replace("SET name = excluded.name, country", "SET nome = excluded.name, country")
    found = failure(shop, text)
    assert (found.code, found.help) == (
        "SD603",
        "build again from the schema that this database has",
    )
    assert _in_script(found, text, "nome = excluded.name")


@pytest.mark.parametrize(
    ("grants", "help_"),
    [
        ("GRANT SELECT ON forum.users TO {0}", "GRANT USAGE ON SCHEMA shop"),
        (
            "GRANT USAGE ON SCHEMA shop TO {0}",
            "GRANT SELECT, INSERT, UPDATE ON shop.vendors",
        ),
        (
            "GRANT USAGE ON SCHEMA shop TO {0}; GRANT ALL ON shop.vendors, shop.orders TO {0}",
            "GRANT SELECT, UPDATE ON SEQUENCE orders_number_seq",
        ),
        (
            """GRANT USAGE ON SCHEMA shop TO {0}; GRANT ALL ON shop.vendors TO {0};
            ALTER TABLE shop.vendors ENABLE ROW LEVEL SECURITY""",
            "add a policy",
        ),
    ],
)
def test_a_missing_privilege_names_the_grant(
    shop: str, script: str, failure: Failure, grants: str, help_: str
) -> None:
    role = conninfo.conninfo_to_dict(shop)["dbname"]
    with psycopg.connect(shop, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN")
        admin.execute(grants.format(role))
        try:
            # to_regclass in the script's check needs the schema, as a first statement would.
            text = script.replace("to_regclass('shop.vendors') IS NULL", "false")
            found = failure(conninfo.make_conninfo(shop, user=role), text)
        finally:
            admin.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
    assert found.code == "SD604"
    assert (found.help or "").startswith(help_)
    assert f'"{role}"' in (found.help or "")


def test_timeouts_and_read_only_servers_are_no_fault_of_a_row(
    shop: str, script: str, failure: Failure
) -> None:
    slow = script.replace("-- shop.orders ·", "SELECT pg_sleep(9);\n\n-- shop.orders ·")
    slow = slow.replace("SET LOCAL client_min", "SET LOCAL statement_timeout = 50;\nSET LOCAL cl_")
    slow = slow.replace("SET LOCAL cl__messages = warning;\n", "")
    assert failure(shop, slow).code == "SD605"
    closed = script.replace("BEGIN;\nSET", "BEGIN READ ONLY;\nSET")
    assert failure(shop, closed).code == "SD613"
    locked = script.replace("SET LOCAL client_min", "SET LOCAL lock_timeout = 50;\nSET LOCAL cl_")
    locked = locked.replace("SET LOCAL cl__messages = warning;\n", "")
    with psycopg.connect(shop) as other:
        other.execute("LOCK TABLE shop.vendors")
        found = failure(shop, locked)
    assert (found.code, (found.help or "")[:29]) == ("SD605", "another session holds a lock:")
