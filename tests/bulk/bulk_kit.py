"""What the tests of bulk mode share: a shop with every kind of constraint and index, and all that a
catalog says of them."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import conninfo

from laws.kit import Done, execute, make_project, psql, query, seedc

Catalog = dict[str, list[tuple[Any, ...]]]
LOAD = "build/shop/BULK.sql"
ODD = '"odd ""shop"'

SCHEMA = r"""
CREATE SCHEMA "odd ""shop";
SET search_path = "odd ""shop";
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE TYPE state AS ENUM ('draft', 'active', 'retired');
CREATE TABLE vendors (
  id bigint PRIMARY KEY,
  tenant integer NOT NULL,
  name text NOT NULL,
  code text NOT NULL CONSTRAINT "the ""code's"" key" UNIQUE DEFERRABLE INITIALLY DEFERRED,
  boss_id bigint REFERENCES vendors ON DELETE SET NULL,
  CONSTRAINT "of the tenant" UNIQUE (tenant, id)
);
COMMENT ON CONSTRAINT "the ""code's"" key" ON vendors IS E'it''s "said"\non two lines';
COMMENT ON INDEX "the ""code's"" key" IS 'of the index';
CREATE INDEX folded_name ON vendors (folded(name), (length(name) * 2) DESC NULLS LAST)
  WITH (fillfactor = 71);
ALTER INDEX folded_name ALTER COLUMN 1 SET STATISTICS 321;
ALTER INDEX folded_name ALTER COLUMN 2 SET STATISTICS 77;
COMMENT ON INDEX folded_name IS 'folded';
CREATE INDEX "odd (name)" ON vendors (name COLLATE "C" text_pattern_ops DESC) INCLUDE (tenant)
  WHERE tenant > 0 AND name <> '';
CREATE TABLE products (
  id bigint PRIMARY KEY,
  tenant integer NOT NULL,
  vendor_id bigint NOT NULL,
  other_id bigint,
  "SKU" varchar(40) NOT NULL,
  state state NOT NULL,
  made date NOT NULL,
  CONSTRAINT "its vendor" FOREIGN KEY (tenant, vendor_id) REFERENCES vendors (tenant, id)
    MATCH FULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT unchecked FOREIGN KEY (other_id) REFERENCES vendors ON DELETE SET NULL NOT VALID
);
COMMENT ON CONSTRAINT unchecked ON products IS 'not valid: see the ticket';
CREATE UNIQUE INDEX sku ON products ("SKU", id) INCLUDE (state);
CREATE INDEX by_state ON products USING hash (state);
CREATE INDEX ranges ON products USING brin (made date_minmax_multi_ops (values_per_range = 16))
  WITH (pages_per_range = 8);
CREATE INDEX drafts ON products (made) WHERE state = 'draft';
CREATE INDEX made ON products (made DESC);
ALTER TABLE products CLUSTER ON made;
CREATE TABLE sales (
  id bigint,
  day date NOT NULL,
  product_id bigint NOT NULL,
  note text,
  word text NOT NULL,
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE sales_low PARTITION OF sales FOR VALUES FROM (MINVALUE) TO (4503599627370700)
  PARTITION BY RANGE (id);
CREATE TABLE sales_low_one PARTITION OF sales_low FOR VALUES FROM (MINVALUE) TO (4503599627370600);
CREATE TABLE sales_low_two (day date NOT NULL, id bigint NOT NULL, word text NOT NULL, note text,
  product_id bigint NOT NULL);
CREATE INDEX "its own name" ON sales_low_two (day);
COMMENT ON INDEX "its own name" IS 'of a partition';
ALTER TABLE sales_low_two ADD CONSTRAINT "its own key" FOREIGN KEY (product_id) REFERENCES products;
COMMENT ON CONSTRAINT "its own key" ON sales_low_two IS 'of a partition';
ALTER TABLE sales ADD CONSTRAINT its_product FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE sales ADD CONSTRAINT words UNIQUE (word, id);
CREATE INDEX days ON sales (day);
CREATE INDEX notes ON sales ((note || '!'));
ALTER TABLE sales_low ATTACH PARTITION sales_low_two
  FOR VALUES FROM (4503599627370600) TO (4503599627370700);
CREATE TABLE sales_rest PARTITION OF sales DEFAULT;
CREATE INDEX alone ON sales_rest (day, product_id);
CREATE TABLE parts (
  id bigint PRIMARY KEY,
  sale_id bigint NOT NULL REFERENCES sales,
  kind integer CONSTRAINT kinds UNIQUE NULLS NOT DISTINCT,
  word text NOT NULL
);
CREATE TABLE husbands (id bigint PRIMARY KEY, wife_id bigint NOT NULL);
CREATE TABLE wives (id bigint PRIMARY KEY, husband_id bigint NOT NULL REFERENCES husbands
  DEFERRABLE);
ALTER TABLE husbands ADD FOREIGN KEY (wife_id) REFERENCES wives DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX ON husbands (wife_id);
CREATE INDEX ON wives (husband_id);
CREATE TABLE logs (word text NOT NULL, level integer NOT NULL);
CREATE INDEX ON logs (level, word);
RESET search_path;
"""
TABLES = ("vendors", "products", "sales", "parts", "husbands", "wives", "logs")
ROWS = 1_200
VOLUME: dict[str, Any] = {
    "clock": "2026-01-01T00:00:00Z",
    "profiles": {
        "BULK": {"n": ROWS, "batch": 250, "constraints": "rebuild"},
        "FEW": {"n": 6},
    },
    "tables": {
        "vendors": {
            "rows": "n",
            "columns": {
                "tenant": {"integer": {"between": [1, 3]}},
                "name": {"template": "Vendor {index}"},
                "code": {"template": "V-{index}"},
                "boss_id": {"reference": "vendors", "null": 0.3},
            },
        },
        "products": {
            "rows": "n",
            "columns": {
                "vendor_id": {"reference": "vendors"},
                "other_id": {"reference": "vendors", "null": 0.2},
                "SKU": {"template": "S-{index}"},
                "made": {"date": {"between": ["2025-01-01", "2025-12-31"]}},
            },
        },
        "sales": {
            "rows": "n",
            "columns": {
                "day": {"date": {"between": ["2025-01-01", "2025-12-31"]}},
                "product_id": {"reference": "products"},
                "note": {"template": "note {index}"},
                "word": {"template": "word {index}"},
            },
        },
        "parts": {
            "rows": "n",
            "columns": {
                "sale_id": {"reference": "sales"},
                "kind": {"sequence": {"start": 5}},
                "word": {"template": "part {index}"},
            },
        },
        "husbands": {"rows": "n", "columns": {"wife_id": {"reference": "wives"}}},
        "wives": {"rows": "n", "columns": {"husband_id": {"reference": "husbands"}}},
        "logs": {
            "rows": "n",
            "columns": {
                "word": {"template": "line {index}"},
                "level": {"integer": {"between": [1, 5]}},
            },
        },
    },
}
SEEDS: dict[str, Any] = {
    "vendors": [{"__key__": "v:a", "tenant": 1, "name": "Acme", "code": "A", "boss_id": "v:a"}],
    "products": [
        {
            "__key__": "p:a",
            "tenant": 1,
            "vendor_id": "v:a",
            "other_id": "v:a",
            "SKU": "curated",
            "state": "draft",
            "made": "2025-05-05",
        }
    ],
}

_SCHEMAS = """
  SELECT n.oid FROM pg_namespace AS n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"""
_QUERIES = {
    "constraints": f"""
        SELECT k.conrelid::regclass::text, k.conname::text, k.contype::text,
               pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'),
               k.conindid::regclass::text, k.confrelid::regclass::text,
               p.conrelid::regclass::text, p.conname::text,
               (to_jsonb(k) - '{{oid,conindid,conrelid,confrelid,conparentid,connamespace}}'::text[]
                - '{{conpfeqop,conppeqop,conffeqop,conexclop,contypid,conbin}}'::text[])::text
        FROM pg_constraint AS k LEFT JOIN pg_constraint AS p ON p.oid = k.conparentid
        WHERE k.connamespace IN ({_SCHEMAS})""",
    "indexes": f"""
        SELECT c.oid::regclass::text, i.indrelid::regclass::text, pg_get_indexdef(c.oid),
               c.relkind::text, c.reloptions, s.spcname::text, c.relowner::regrole::text,
               c.relpersistence::text, obj_description(c.oid, 'pg_class'),
               h.inhparent::regclass::text,
               regexp_replace((to_jsonb(i) - '{{indexrelid,indrelid,indcheckxmin}}'::text[])::text,
                              ' :location -?[0-9]+', '', 'g')  -- places in a text, before 17
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
        LEFT JOIN pg_inherits AS h ON h.inhrelid = c.oid
        WHERE c.relnamespace IN ({_SCHEMAS})""",
    "columns of indexes": f"""
        SELECT c.oid::regclass::text, a.attnum,
               (to_jsonb(a) - '{{attrelid,attcacheoff}}'::text[])::text
        FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        WHERE c.relkind IN ('i', 'I') AND c.relnamespace IN ({_SCHEMAS})""",
    "tables": f"""
        SELECT c.oid::regclass::text, c.relhasindex, c.relreplident::text, c.relhastriggers,
               c.relispartition
        FROM pg_class AS c WHERE c.relnamespace IN ({_SCHEMAS})""",
    "triggers": f"""
        SELECT t.tgrelid::regclass::text, k.conname::text, k.conrelid::regclass::text,
               t.tgconstrrelid::regclass::text, t.tgconstrindid::regclass::text,
               t.tgfoid::regproc::text, t.tgtype, t.tgenabled::text, t.tgdeferrable,
               t.tginitdeferred
        FROM pg_trigger AS t LEFT JOIN pg_constraint AS k ON k.oid = t.tgconstraint
        JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE c.relnamespace IN ({_SCHEMAS})""",
    "dependencies": """
        SELECT pg_describe_object(d.classid, d.objid, d.objsubid),
               pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid), d.deptype::text
        FROM pg_depend AS d
        WHERE d.classid IN ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_rewrite'::regclass)
          AND d.refclassid IN ('pg_class'::regclass, 'pg_constraint'::regclass,
                               'pg_proc'::regclass, 'pg_extension'::regclass)
          AND d.objid > 16383""",
}


def catalog(dsn: str) -> Catalog:
    """All that the catalog says of constraints and indexes, but the numbers of the objects."""
    return {
        what: sorted(query(dsn, text), key=lambda row: [str(cell) for cell in row])
        for what, text in _QUERIES.items()
    }


def same_catalog(dsn: str, before: Catalog) -> None:
    """Assert that the catalog says what it said."""
    now = catalog(dsn)
    for what, rows in before.items():
        old, new = ({str(row) for row in found} for found in (rows, now[what]))
        assert old == new, f"{what}: lost {sorted(old - new)}, new {sorted(new - old)}"
        assert len(now[what]) == len(rows), what


_WRITERS = """
SELECT 'class', c.oid, c.xmin::text, c.ctid::text, c.relname::text
FROM pg_class AS c WHERE c.relname !~ '^pg_'
UNION ALL
SELECT 'index', i.indexrelid, i.xmin::text, i.ctid::text, '' FROM pg_index AS i
UNION ALL
SELECT 'constraint', k.oid, k.xmin::text, k.ctid::text, k.conname::text FROM pg_constraint AS k
UNION ALL
SELECT 'trigger', t.oid, t.xmin::text, t.ctid::text, '' FROM pg_trigger AS t
ORDER BY 1, 2
"""


def catalog_rows(dsn: str) -> list[tuple[Any, ...]]:
    """Which transaction wrote each row of the catalog, and where it lies."""
    return query(dsn, _WRITERS)


def numbers(dsn: str) -> dict[str, int]:
    """The object number of each index and each foreign key, which is another after a rebuild."""
    return {name: int(number) for name, number in query(dsn, _NUMBERS)}


_NUMBERS = """
SELECT c.oid::regclass::text, c.oid FROM pg_class AS c
WHERE c.relkind IN ('i', 'I') AND c.relnamespace::regnamespace::text !~ '^pg_'
UNION ALL
SELECT format('%s: %s', k.conrelid::regclass, k.conname), k.oid FROM pg_constraint AS k
WHERE k.contype = 'f' AND k.conparentid = 0
"""


@contextmanager
def role(dsn: str, *statements: str) -> Iterator[str]:
    """The DSN as an ordinary role called as `{role}` in the statements, which are run before; the
    role is dropped after."""
    name = f"seedc_bulk_{uuid.uuid4().hex[:8]}"
    execute(dsn, f"CREATE ROLE {name}", *(text.replace("{role}", name) for text in statements))
    try:
        yield conninfo.make_conninfo(dsn, options=f"-c role={name}")
    finally:
        execute(dsn, f"REASSIGN OWNED BY {name} TO CURRENT_USER", f"DROP OWNED BY {name}")
        execute(dsn, f"DROP ROLE {name}")


def bulk_project(
    root: Path, volume: dict[str, Any] = VOLUME, *, schema: str = SCHEMA, seeds: Any = None
) -> Path:
    """A project of the odd shop."""
    make_project(root, schema, SEEDS if seeds is None else seeds)
    text = json.dumps(volume, ensure_ascii=False, indent=1)
    (root / "seeds" / "shop" / "volume.json").write_text(text, encoding="utf-8")
    return root


def by_psql(root: Path, dsn: str) -> Done:
    """Apply the bulk script of a project as psql does."""
    return psql(dsn, root / LOAD)


def by_seedc(root: Path, dsn: str) -> Done:
    """Apply a project's script by the runner."""
    return seedc(root, "apply", "--dsn", dsn)
