"""What single statements make of the Catalog."""

import pytest

from seedc.catalog import Catalog, DomainType, EnumType, QualifiedName, RangeType, Table, TypeRef
from seedc.diagnostics import Sink
from seedc.frontend.ddl import read_operations, read_schema
from seedc.frontend.ddl.operations import Skipped


def catalog(script: str) -> Catalog:
    sink = Sink()
    result = read_schema("schema.sql", script, sink)
    assert [d.message for d in sink.diagnostics] == []
    return result


def table(script: str, name: str = "public.t") -> Table:
    schema, _, plain = name.partition(".")
    return catalog(script).tables[QualifiedName(schema, plain)]


def builtin(name: str, *modifiers: int, fields: str = "", array: bool = False) -> TypeRef:
    return TypeRef(QualifiedName("pg_catalog", name), modifiers, fields, array)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("int", builtin("int4")),
        ("bigint", builtin("int8")),
        ("double precision", builtin("float8")),
        ("float(10)", builtin("float4")),
        ("varchar", builtin("varchar")),
        ("character varying(3)", builtin("varchar", 3)),
        ("char", builtin("bpchar", 1)),
        ('"char"', builtin("char")),
        ("bit", builtin("bit", 1)),
        ("numeric", builtin("numeric")),
        ("decimal(10)", builtin("numeric", 10, 0)),
        ("numeric(3,-2)", builtin("numeric", 3, -2)),
        ("timestamp(3) with time zone", builtin("timestamptz", 3)),
        ("interval day to second(2)", builtin("interval", 2, fields="day to second")),
        ("interval(3)", builtin("interval", 3)),
        ("text[][3]", builtin("text", array=True)),
        ("_text", builtin("text", array=True)),
        ("varchar(5) ARRAY", builtin("varchar", 5, array=True)),
        ("int4range", builtin("int4range")),
    ],
)
def test_types_have_the_names_of_pg_type(written: str, expected: TypeRef) -> None:
    assert table(f"CREATE TABLE t (c {written})").columns[0].type == expected


def test_names_are_folded_unless_quoted_and_cut_to_63_bytes() -> None:
    long = "ж" * 40
    found = catalog(f'CREATE TABLE Orders ("Id" int, Total int, "{long}" int)')
    (only,) = found.tables.values()
    assert only.name == QualifiedName("public", "orders")
    assert [c.name for c in only.columns] == ["Id", "total", "ж" * 31]


@pytest.mark.parametrize(
    ("set_path", "schema"),
    [
        ("", "public"),
        ("SET search_path = shop, public;", "shop"),
        ("SET search_path TO nowhere, shop;", "shop"),
        ("SELECT pg_catalog.set_config('search_path', 'shop', false);", "shop"),
        ("SET search_path = shop; RESET search_path;", "public"),
        ('SET search_path = "$user", public;', "public"),
    ],
)
def test_the_search_path_says_where_new_tables_go(set_path: str, schema: str) -> None:
    found = catalog(f"CREATE SCHEMA shop; {set_path} CREATE TABLE t (id int)")
    assert list(found.tables) == [QualifiedName(schema, "t")]


def test_serial_is_an_integer_with_a_sequence_of_its_own() -> None:
    found = catalog("CREATE TABLE t (id bigserial PRIMARY KEY, n smallserial)")
    id_, n = found.tables[QualifiedName("public", "t")].columns
    assert (id_.type, id_.not_null, id_.default) == (builtin("int8"), True, None)
    assert id_.sequence == QualifiedName("public", "t_id_seq")
    assert n.sequence is not None
    sequence = found.sequences[n.sequence]
    assert (sequence.type, sequence.maximum) == ("smallint", 32767)
    assert sequence.owned_by == (QualifiedName("public", "t"), "n")


def test_a_default_that_is_nextval_names_its_sequence() -> None:
    script = "CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('public.s'::regclass))"
    (column,) = table(script).columns
    assert (column.sequence, column.default) == (QualifiedName("public", "s"), None)


def test_identity_takes_options_and_generated_columns_have_no_default() -> None:
    found = catalog(
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 2), a int,"
        " b int GENERATED ALWAYS AS (a * 2) STORED, c int GENERATED ALWAYS AS (a) VIRTUAL)"
    )
    id_, _, b, c = found.tables[QualifiedName("public", "t")].columns
    assert (id_.identity, id_.not_null) == ("always", True)
    (sequence,) = found.sequences.values()
    assert (sequence.start, sequence.increment, sequence.maximum) == (5, 2, 2147483647)
    assert (b.generated, c.generated, b.default) == ("stored", "virtual", None)
    assert b.generation is not None
    assert b.generation.columns == ("a",)


def test_constraints_get_the_names_that_postgresql_gives() -> None:
    found = table(
        "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE CHECK (a > 0), b int REFERENCES t,"
        " UNIQUE (a, b), CHECK (a > b), CHECK (b > a), FOREIGN KEY (a) REFERENCES t (id));"
        " CREATE UNIQUE INDEX ON t (lower(a::text), b)"
    )
    assert [u.name for u in found.uniques] == ["t_a_b_key", "t_a_key", "t_lower_b_idx", "t_pkey"]
    assert [c.name for c in found.checks] == ["t_a_check", "t_check", "t_check1"]
    assert [f.name for f in found.foreign_keys] == ["t_a_fkey", "t_b_fkey"]
    assert [f.references for f in found.foreign_keys] == [("id",), ("id",)]


def test_unique_indexes_keep_what_an_arbiter_needs() -> None:
    found = table(
        "CREATE TABLE t (a text, b int, c int);"
        "CREATE UNIQUE INDEX u ON t (lower(a), b) INCLUDE (c) NULLS NOT DISTINCT WHERE c > 0;"
        "CREATE INDEX plain ON t (c)"
    )
    (unique,) = found.uniques
    assert (unique.kind, unique.columns, unique.nulls_not_distinct) == ("index", None, True)
    assert [e.column for e in unique.elements] == [None, "b"]
    assert unique.predicate is not None
    assert unique.predicate.aliased == "seedc_row.c > 0"


def test_a_unique_index_can_become_the_primary_key() -> None:
    found = table(
        "CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a);"
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY USING INDEX u"
    )
    assert found.primary_key is not None
    assert found.primary_key.name == "pk"
    assert found.columns[0].not_null


def test_foreign_keys_keep_actions_and_timing() -> None:
    (key,) = table(
        "CREATE TABLE r (x int, y int, PRIMARY KEY (x, y));"
        "CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES r MATCH FULL"
        " ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED)"
    ).foreign_keys
    assert (key.columns, key.references) == (("a", "b"), ("x", "y"))
    assert (key.on_delete, key.on_update, key.match_full) == ("set null", "cascade", True)
    assert (key.deferrable, key.initially_deferred, key.valid) == (True, True, True)


def test_not_valid_constraints_are_validated_later() -> None:
    script = (
        "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID,"
        " ADD CONSTRAINT d CHECK (a > 1) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT d"
    )
    assert [(c.name, c.valid) for c in table(script).checks] == [("c", False), ("d", True)]


def test_enums_domains_and_ranges() -> None:
    types = catalog(
        "CREATE TYPE size AS ENUM ('s', 'l'); ALTER TYPE size ADD VALUE 'm' BEFORE 'l';"
        "ALTER TYPE size RENAME VALUE 's' TO 'xs';"
        "CREATE DOMAIN positive AS int NOT NULL DEFAULT 1 CHECK (VALUE > 0);"
        "CREATE TYPE floats AS RANGE (subtype = float8);"
        "CREATE TABLE t (f floats, m floats_multirange)"
    ).types
    size = types[QualifiedName("public", "size")]
    positive = types[QualifiedName("public", "positive")]
    floats = types[QualifiedName("public", "floats")]
    assert isinstance(size, EnumType)
    assert size.labels == ("xs", "m", "l")
    assert isinstance(positive, DomainType)
    assert [(c.name, c.expression.text) for c in positive.checks] == [
        ("positive_check", "VALUE > 0")
    ]
    assert isinstance(floats, RangeType)
    assert floats.multirange == QualifiedName("public", "floats_multirange")


def test_types_of_a_declared_extension_exist() -> None:
    found = catalog(
        "CREATE SCHEMA ext; CREATE EXTENSION citext WITH SCHEMA ext; CREATE TABLE t (a citext[])"
    )
    (column,) = found.tables[QualifiedName("public", "t")].columns
    assert column.type == TypeRef(QualifiedName("ext", "citext"), array=True)
    assert found.extensions == ("citext",)


def test_partitions_inherit_columns_keys_and_constraints() -> None:
    found = catalog(
        "CREATE TABLE r (id int PRIMARY KEY);"
        "CREATE TABLE t (id int, at date CHECK (at > '2000-01-01'), r_id int REFERENCES r,"
        " PRIMARY KEY (id, at)) PARTITION BY RANGE (at);"
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)"
        " PARTITION BY LIST (id);"
        "CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1, 2);"
        "ALTER TABLE t ADD COLUMN note text NOT NULL DEFAULT 'n'"
    ).tables
    leaf = found[QualifiedName("public", "t11")]
    assert [c.name for c in leaf.columns] == ["id", "at", "r_id", "note"]
    assert [u.name for u in leaf.uniques] == ["t11_pkey"]
    assert [f.name for f in leaf.foreign_keys] == ["t_r_id_fkey"]
    assert [c.name for c in leaf.checks] == ["t_at_check"]
    assert leaf.partition_bound == "FOR VALUES IN (1, 2)"
    assert found[QualifiedName("public", "t")].partition_key == "RANGE (at)"


def test_heirs_share_checks_and_changes_but_no_keys() -> None:
    heir = table(
        "CREATE TABLE p (id int PRIMARY KEY, a int CHECK (a > 0));"
        "CREATE TABLE t (b int) INHERITS (p);"
        "ALTER TABLE p RENAME a TO c; ALTER TABLE p ALTER c TYPE bigint"
    )
    assert [(c.name, c.type.name.name) for c in heir.columns] == [
        ("id", "int4"),
        ("c", "int8"),
        ("b", "int4"),
    ]
    assert [c.expression.text for c in heir.checks] == ["c > 0"]
    assert heir.uniques == ()


def test_a_renamed_column_is_renamed_everywhere() -> None:
    found = catalog(
        "CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE t (r_id int REFERENCES r, a int);"
        "CREATE UNIQUE INDEX u ON t (a) WHERE a > 0; ALTER TABLE r RENAME id TO key;"
        "ALTER TABLE t RENAME a TO b; ALTER TABLE r RENAME TO roots; CREATE SCHEMA s;"
        "ALTER TABLE roots SET SCHEMA s"
    ).tables[QualifiedName("public", "t")]
    (key,) = found.foreign_keys
    assert (key.table, key.references) == (QualifiedName("s", "roots"), ("key",))
    (unique,) = found.uniques
    assert unique.columns == ("b",)
    assert unique.predicate is not None
    assert unique.predicate.text == "b > 0"


def test_dropping_takes_along_what_depends() -> None:
    found = catalog(
        "CREATE TABLE r (id serial PRIMARY KEY); CREATE TYPE m AS ENUM ('x');"
        "CREATE TABLE t (a int UNIQUE, b int REFERENCES r, c m, CHECK (a > b));"
        "DROP TABLE r CASCADE; DROP TYPE m CASCADE; ALTER TABLE t DROP COLUMN a"
    )
    (only,) = found.tables.values()
    assert [c.name for c in only.columns] == ["b"]
    assert (only.uniques, only.foreign_keys, only.checks) == ((), (), ())
    assert (dict(found.sequences), dict(found.types)) == ({}, {})


def test_comments_describe() -> None:
    found = table(
        "CREATE TABLE t (a int); COMMENT ON TABLE t IS 'things'; COMMENT ON COLUMN t.a IS 'an a'"
    )
    assert (found.comment, found.columns[0].comment) == ("things", "an a")


def test_triggers_and_row_security_are_recorded() -> None:
    found = table(
        "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS '';"
        "CREATE TRIGGER x BEFORE UPDATE OF a OR INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
        "ALTER TABLE t DISABLE TRIGGER x, ENABLE ROW LEVEL SECURITY"
    )
    (trigger,) = found.triggers
    assert (trigger.timing, trigger.events, trigger.row) == ("before", ("insert", "update"), True)
    assert (trigger.function, trigger.enabled, found.row_security) == ("public.f", False, True)


def test_a_do_block_that_creates_a_type_unless_it_exists_is_read() -> None:
    block = (
        "DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null;"
        " END $$;"
    )
    assert list(catalog(block + block).types) == [QualifiedName("public", "mood")]


@pytest.mark.parametrize(
    "statement",
    [
        "SET default_with_oids = false",
        "CREATE TABLE t (id int) WITHOUT OIDS",
        "CREATE TABLE t (id int) WITH (OIDS = FALSE)",
        "CREATE OR REPLACE PROCEDURAL LANGUAGE plpgsql",
        "CREATE SEQUENCE s; ALTER TABLE s OWNER TO me",
        "CREATE VIEW v AS SELECT 1; ALTER TABLE v OWNER TO me; DROP VIEW v",
        "INSERT INTO schema_migrations (version) VALUES ('1'), ('2')",
        "CREATE POLICY p ON t; GRANT ALL ON t TO PUBLIC; ANALYZE",
        "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE UNIQUE INDEX ON m (a)",
        "CREATE TEMP TABLE x AS SELECT 1",
        "DROP TABLE IF EXISTS x; DROP SCHEMA IF EXISTS y CASCADE",
        '-- CreateTable\nCREATE TABLE "User" ("id" TEXT, CONSTRAINT "U_pkey" PRIMARY KEY ("id"))',
        "\\restrict aB\nSELECT 1;\n\\unrestrict aB",
        "BEGIN; CREATE DATABASE x; COMMIT",
    ],
)
def test_what_tools_write_is_read_without_a_word(statement: str) -> None:
    catalog(statement)


def test_statements_aside_are_listed_with_their_reason() -> None:
    script = "CREATE VIEW v AS SELECT 1;\nGRANT ALL ON t TO x;\nCOPY t FROM stdin;\n1\n\\.\n"
    operations = read_operations("schema.sql", script, Sink())
    assert [o.what for o in operations if isinstance(o, Skipped)] == ["GRANT or REVOKE", "COPY"]
