"""Bulk mode: foreign keys and indexes are dropped, rows loaded, everything built again.

Two statements around the load, in the same transaction, for whoever loads the rows (a script's
INSERTs, or a client's COPY):

    release(loads)   drops, for each table that holds few rows yet, what costs time for every row
    …the rows of all these tables, in the order of their foreign keys…
    restore()        builds again what release dropped; does nothing where it dropped nothing

`release` reads from the catalog what it drops and remembers it in the setting `seedc.rebuild`, for
the transaction alone: a temporary table would need a privilege and leave dead rows in the catalog.
`restore` builds from that, reads it once more and raises where anything differs, so what a
transaction commits is the catalog that it found. A failure at any point rolls back to it. Nothing
comes from the compiled schema but the tables' names and the keys that the load asks for.

A table that holds none of the rows yet loses its primary key too, and the key by which they would
be found: `unkeyed` tells those who load it that there is nothing to look for.

Only ownership is needed. What is missing is told before anything is dropped, as an exception whose
message begins with `seedc: `. What stays in place for a reason that its owner should hear is told
as a NOTICE that begins in the same way.
"""

from collections.abc import Sequence
from typing import Final

from seedc.backends.pgsql.generated import by_band, key_names
from seedc.backends.pgsql.match import own_rows
from seedc.ir.program import TableLoad
from seedc.quote import Sql, dollar, fill, join, literal, number, raw, regclass

LEAST: Final = 1_000
"""Generated rows from which on a table is worth it: a load of four tables with 4,000 rows, three
foreign keys and three more indexes took as long with it as without (PostgreSQL 15)."""


def release(loads: Sequence[TableLoad]) -> Sql | None:
    """A DO block that drops what `restore` builds again: the foreign keys and indexes of the loads'
    tables and their partitions. It stands after every other write of the transaction.

    A table is left alone where it holds more than half as many rows as the load generates: then
    fewer rows are missing than an index would be built over for nothing, and a load that finds all
    its rows writes nothing, to the catalog neither. The keys of its rows go only where none of them
    is there, and nobody else looks for rows of these tables meanwhile (a trigger, a rule, a policy
    of row-level security). None where no load is large enough.
    """
    lines = [_line(load) for load in loads if _worth(load)]
    if not lines:
        return None
    body = fill(
        _RELEASE,
        loads=join("", [fill("\n    , ({line})", line=line) for line in lines]),
        index_fact=_INDEX_FACT,
        key_fact=_KEY_FACT,
    )
    return fill("DO {body};", body=dollar(body))


def restore() -> Sql:
    """A DO block that builds again what `release` dropped in this transaction, and proves it. It
    stands last: deferred constraints are checked before, as they would be by COMMIT."""
    body = fill(_RESTORE, index_fact=_INDEX_FACT, key_fact=_KEY_FACT)
    return fill("DO {body};", body=dollar(body))


def unkeyed(load: TableLoad) -> Sql | None:
    """Whether `release` dropped the key of the load's rows in this transaction: none of them was
    there then. An expression that is never NULL; None where that cannot be."""
    if not _worth(load) or not _insertable(load):
        return None
    return fill(
        "coalesce(nullif(current_setting('seedc.rebuild', true), '')::jsonb -> 'unkeyed'"
        " ? {table}::regclass::oid::text, false)",
        table=regclass(load.table.name.schema, load.table.name.name),
    )


def _worth(load: TableLoad) -> bool:
    rows = load.generated
    return rows is not None and rows.size >= LEAST and load.table.kind != "foreign"


def _line(load: TableLoad) -> Sql:
    """A table, the columns that its rows are found by, whether it holds few rows, and none of those
    that are to come."""
    assert load.generated is not None
    most = load.generated.size // 2
    return fill(
        "{table}::regclass, ARRAY[{key}]::text[],\n"
        "       (SELECT count(*) <= {most} FROM (SELECT FROM {rows} LIMIT {more}) AS t),\n"
        "       {none}",
        table=regclass(load.table.name.schema, load.table.name.name),
        key=join(", ", [literal(name) for name in key_names(load.generated.arbiter)]),
        rows=own_rows(load),
        most=number(most),
        more=number(most + 1),
        none=_none_there(load),
    )


def _insertable(load: TableLoad) -> bool:
    """Whether rows are found by a key, and only to leave them out."""
    rows = load.generated
    return rows is not None and rows.policy == "keep" and rows.arbiter.name is not None


def _none_there(load: TableLoad) -> Sql:
    """That no generated row is there; false where the key is needed anyway, or there is none."""
    if not _insertable(load):
        return raw("false")
    told = by_band(load)
    where = fill(" WHERE {told}", told=told) if told is not None else raw("")
    return fill("NOT EXISTS (SELECT FROM {rows} AS t{where})", rows=own_rows(load), where=where)


# What must be the same afterwards, of an index `i` (its relation `c`, its constraint `k`) and of a
# foreign key `k`. A partition's copy of a foreign key that points at a partitioned table is left
# out: nobody can name it. So are the names of an index's columns: after a column of the table was
# renamed they are old ones, and say nothing.
_INDEX_FACT: Final = raw(
    """jsonb_build_object(
             'table', i.indrelid::regclass::text, 'index', i.indexrelid::regclass::text,
             'name', c.relname, 'definition', pg_get_indexdef(i.indexrelid),
             'space', (SELECT s.spcname FROM pg_tablespace AS s WHERE s.oid = c.reltablespace),
             'valid', i.indisvalid, 'clustered', i.indisclustered,
             'parent', (SELECT h.inhparent::regclass::text FROM pg_inherits AS h
                        WHERE h.inhrelid = i.indexrelid),
             'comment', obj_description(i.indexrelid, 'pg_class'),
             'statistics', (SELECT jsonb_object_agg(a.attnum, a.attstattarget)
                            FROM pg_attribute AS a
                            WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0),
             'constraint', pg_get_constraintdef(k.oid),
             'kind', CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END,
             'deferred', CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED'
                              WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END,
             'remark', obj_description(k.oid, 'pg_constraint'))"""
)
_KEY_FACT: Final = raw(
    """jsonb_build_object(
             'table', k.conrelid::regclass::text, 'name', k.conname,
             'definition', pg_get_constraintdef(k.oid), 'index', k.conindid::regclass::text,
             'remark', obj_description(k.oid, 'pg_constraint'),
             'parts', (
               WITH RECURSIVE part (id, over, depth) AS (
                 SELECT k.oid, k.conname, 0
                 UNION ALL
                 SELECT p.oid, o.conname, part.depth + 1
                 FROM part
                 JOIN pg_constraint AS o ON o.oid = part.id
                 JOIN pg_constraint AS p ON p.conparentid = o.oid
                 WHERE p.confrelid = k.confrelid AND p.conrelid <> o.conrelid)
               SELECT jsonb_agg(jsonb_build_object(
                        'table', p.conrelid::regclass::text, 'name', p.conname,
                        'own', p.conname <> part.over, 'definition', pg_get_constraintdef(p.oid),
                        'remark', obj_description(p.oid, 'pg_constraint'))
                        ORDER BY part.depth DESC, p.conrelid::regclass::text COLLATE "C")
               FROM part
               JOIN pg_constraint AS p ON p.oid = part.id
               WHERE part.depth > 0))"""
)

_RELEASE: Final = """DECLARE
  callers_path text := current_setting('search_path');
  chosen jsonb;
  refused text;
  facts jsonb;
  stays text[];
  involved oid[];
  command text;
  watched boolean;
BEGIN
  PERFORM set_config('seedc.rebuild', '', true);
  PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
  -- The tables with few rows and something to drop, with their partitions.
  WITH loaded (relation, key, few, empty) AS (VALUES
    (NULL::regclass, NULL::text[], false, false){loads}
  )
  SELECT jsonb_agg(DISTINCT jsonb_build_object('t', x.t::bigint, 'key', x.key, 'empty', x.empty))
  INTO chosen
  FROM (SELECT l.relation::oid AS t, l.key, l.empty FROM loaded AS l WHERE l.few
        UNION ALL
        SELECT p.relid, l.key, l.empty FROM loaded AS l, pg_partition_tree(l.relation) AS p
        WHERE l.few) AS x
  WHERE EXISTS (SELECT FROM pg_index AS i
                WHERE i.indrelid = x.t AND (x.empty OR NOT i.indisprimary))
     OR EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = x.t AND k.contype = 'f');
  IF chosen IS NULL THEN
    PERFORM set_config('search_path', callers_path, true);
    RETURN;
  END IF;
  SELECT string_agg(format('%s belongs to %I, of whom %I is no member', c.oid::regclass,
                           c.relowner::regrole::text, current_user), E'\\n'
                    ORDER BY c.oid::regclass::text COLLATE "C") INTO refused
  FROM pg_class AS c
  WHERE c.oid IN (SELECT (x ->> 't')::oid FROM jsonb_array_elements(chosen) AS x)
    AND NOT pg_has_role(c.relowner, 'USAGE');
  IF refused IS NULL THEN
    SELECT 'LOCK TABLE ' || string_agg((x ->> 't')::oid::regclass::text, ', ')
           || ' IN ACCESS EXCLUSIVE MODE' INTO command
    FROM jsonb_array_elements(chosen) AS x;
    EXECUTE command;
    -- Whether somebody may look for rows while they are loaded, and want the keys for that.
    SELECT bool_or(c.relhasrules OR c.relrowsecurity OR EXISTS (
             SELECT FROM pg_trigger AS g
             WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D'))
    INTO watched
    FROM jsonb_array_elements(chosen) AS x JOIN pg_class AS c ON c.oid = (x ->> 't')::oid;
    WITH tree (t, key, empty) AS (
      SELECT x.t, x.key, x.empty AND NOT watched
      FROM jsonb_to_recordset(chosen) AS x (t oid, key text[], empty boolean)
    ),
    key_found AS (
      SELECT k.oid AS id, k.confrelid, {key_fact} AS fact,
             CASE
               WHEN to_jsonb(k) ->> 'conenforced' = 'false' THEN ''
               WHEN o.oid IS NOT NULL
                 THEN 'it is part of that of ' || o.conrelid::regclass::text
               WHEN EXISTS (
                 WITH RECURSIVE part (id) AS (
                   SELECT k.oid
                   UNION ALL
                   SELECT p.oid FROM part JOIN pg_constraint AS p ON p.conparentid = part.id)
                 SELECT FROM part JOIN pg_trigger AS g ON g.tgconstraint = part.id
                 WHERE g.tgenabled <> 'O') THEN 'its triggers are not enabled as they come'
               ELSE (
                 SELECT pg_describe_object(d.classid, d.objid, d.objsubid) || ' depends on it'
                 FROM pg_depend AS d
                 WHERE d.refclassid = 'pg_constraint'::regclass AND d.refobjid = k.oid
                   AND d.deptype IN ('n', 'a')
                 ORDER BY 1 LIMIT 1)
             END AS reason
      FROM pg_constraint AS k
      LEFT JOIN pg_constraint AS o ON o.oid = k.conparentid
      WHERE k.contype = 'f' AND k.conrelid IN (SELECT x.t FROM tree AS x)
        AND (o.oid IS NULL OR o.conrelid NOT IN (SELECT x.t FROM tree AS x))
    ),
    -- The foreign keys that go, with their partitions' own.
    key_gone (id) AS (
      WITH RECURSIVE part (id) AS (
        SELECT f.id FROM key_found AS f WHERE f.reason IS NULL
        UNION ALL
        SELECT p.oid FROM part JOIN pg_constraint AS p ON p.conparentid = part.id)
      SELECT part.id FROM part
    ),
    index_found AS (
      SELECT i.indexrelid AS id, i.indrelid AS t,
             coalesce(pg_partition_root(i.indexrelid)::oid, i.indexrelid) AS root,
             {index_fact} AS fact, n.is_key,
             -- Why it stays: empty where that goes without saying, NULL where it goes.
             CASE
               WHEN n.is_key AND (n.sought OR c.relkind = 'I' OR c.relispartition) THEN ''
               WHEN i.indisexclusion OR NOT i.indisvalid OR NOT i.indisready THEN ''
               WHEN i.indisreplident THEN 'it is the replica identity'
               WHEN c.relkind = 'I' AND k.oid IS NOT NULL
                 THEN CASE WHEN c.relispartition THEN ''
                           ELSE 'it is a unique constraint of a partitioned table' END
               WHEN NOT EXISTS (
                 SELECT FROM tree AS x JOIN pg_index AS r ON r.indrelid = x.t
                 WHERE r.indexrelid = coalesce(pg_partition_root(i.indexrelid), i.indexrelid))
                 THEN 'it is part of ' || pg_partition_root(i.indexrelid)::text
               ELSE (
                 SELECT CASE WHEN d.deptype = 'x' THEN 'it depends on '
                               || pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid)
                             ELSE pg_describe_object(d.classid, d.objid, d.objsubid)
                               || ' depends on it' END
                 FROM pg_depend AS d
                 WHERE (d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                    AND d.deptype = 'x'
                     OR d.deptype IN ('n', 'a')
                    AND (d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indexrelid
                      OR d.refclassid = 'pg_constraint'::regclass AND d.refobjid = k.oid))
                   -- A foreign key that goes as well finds it again, if it is the only one.
                   AND (n.rivals OR d.classid <> 'pg_constraint'::regclass
                     OR d.objid NOT IN (SELECT g.id FROM key_gone AS g))
                 ORDER BY 1 LIMIT 1)
             END AS reason
      FROM pg_index AS i
      JOIN pg_class AS c ON c.oid = i.indexrelid
      LEFT JOIN pg_constraint AS k
        ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('u', 'p'),
           LATERAL (
        SELECT i.indisprimary OR i.indisunique AND bool_or(w.columns = w.key) AS is_key,
               NOT bool_and(w.empty) AS sought,
               EXISTS (
                 SELECT FROM pg_index AS r
                 WHERE r.indrelid = i.indrelid AND r.indexrelid <> i.indexrelid AND r.indisunique
                   AND i.indnkeyatts = r.indnkeyatts
                   AND (i.indkey::int2[])[0:i.indnkeyatts - 1]
                    @> (r.indkey::int2[])[0:i.indnkeyatts - 1]) AS rivals
        FROM (SELECT ARRAY(
                       SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS u (attnum, n)
                       JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                       WHERE u.n <= i.indnkeyatts ORDER BY 1) AS columns,
                     ARRAY(SELECT unnest(x.key) ORDER BY 1) AS key, x.empty
              FROM tree AS x WHERE x.t = i.indrelid) AS w) AS n
      WHERE i.indrelid IN (SELECT x.t FROM tree AS x)
    ),
    index_gone AS (
      SELECT f.id, f.t, f.fact, f.is_key FROM index_found AS f
      WHERE f.root NOT IN (SELECT o.root FROM index_found AS o WHERE o.reason IS NOT NULL)
    )
    SELECT jsonb_build_object(
             'indexes', coalesce((SELECT jsonb_agg(f.fact ORDER BY f.id) FROM index_gone AS f),
                                 '[]'),
             'keys', coalesce((SELECT jsonb_agg(f.fact ORDER BY f.id) FROM key_found AS f
                               WHERE f.reason IS NULL), '[]'),
             'unkeyed', coalesce((SELECT jsonb_agg(DISTINCT f.t::text) FROM index_gone AS f
                                  WHERE f.is_key), '[]')),
           (SELECT array_agg(s.line ORDER BY s.line COLLATE "C")
            FROM (SELECT format('index %s stays: %s', f.fact ->> 'index', f.reason) AS line
                  FROM index_found AS f WHERE f.reason <> ''
                  UNION ALL
                  SELECT format('foreign key %I of %s stays: %s', f.fact ->> 'name',
                                f.fact ->> 'table', f.reason)
                  FROM key_found AS f WHERE f.reason <> '') AS s),
           (SELECT array_agg(x.t) FROM tree AS x)
           || ARRAY(SELECT f.confrelid FROM key_found AS f WHERE f.reason IS NULL)
    INTO facts, stays, involved;
    SELECT string_agg(DISTINCT s.line, E'\\n' ORDER BY s.line) INTO refused
    FROM (
      SELECT format('schema %s: %I may not create indexes there', c.relnamespace::regnamespace,
                    current_user) AS line
      FROM jsonb_array_elements(facts -> 'indexes') AS f
      JOIN pg_class AS c ON c.oid = (f ->> 'table')::regclass
      WHERE NOT has_schema_privilege(c.relnamespace, 'CREATE')
      UNION ALL
      SELECT format('tablespace %I: %I may not create indexes there', f ->> 'space', current_user)
      FROM jsonb_array_elements(facts -> 'indexes') AS f
      WHERE NOT has_tablespace_privilege(f ->> 'space', 'CREATE')
      UNION ALL
      SELECT format('foreign key %I of %s: %I may not refer to %s', k.conname,
                    k.conrelid::regclass, current_user, k.confrelid::regclass)
      FROM jsonb_array_elements(facts -> 'keys') AS f
      JOIN pg_constraint AS k
        ON k.conrelid = (f ->> 'table')::regclass AND k.conname = f ->> 'name'
      JOIN pg_class AS c ON c.oid = k.confrelid
      WHERE NOT has_schema_privilege(c.relnamespace, 'USAGE')
         OR NOT has_table_privilege(c.oid, 'REFERENCES')
        AND EXISTS (SELECT FROM unnest(k.confkey) AS u (attnum)
                    WHERE NOT has_column_privilege(c.oid, u.attnum, 'REFERENCES'))
    ) AS s;
  END IF;
  IF refused IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = E'seedc: constraints cannot be rebuilt, nothing was written\\n' || refused,
      HINT = 'Apply as the owner of these tables, or leave "constraints" out of the profile.';
  END IF;
  PERFORM set_config('search_path', callers_path, true);
  -- ALTER TABLE refuses a table with checks that wait for COMMIT: those that do are made now.
  SELECT 'SET CONSTRAINTS ' || string_agg(DISTINCT format('%s.%I', k.connamespace::regnamespace,
           k.conname), ', ') || ' IMMEDIATE' INTO command
  FROM pg_constraint AS k
  WHERE k.condeferrable AND (k.conrelid = ANY (involved) OR k.confrelid = ANY (involved));
  IF command IS NOT NULL THEN
    EXECUTE command;
  END IF;
  FOR command IN
    SELECT s.command
    FROM (SELECT 1 AS phase, format('ALTER TABLE %s DROP CONSTRAINT %I', e.f ->> 'table',
                                    e.f ->> 'name') AS command, e.n
          FROM jsonb_array_elements(facts -> 'keys') WITH ORDINALITY AS e (f, n)
          UNION ALL
          SELECT 2, CASE WHEN e.f ->> 'constraint' IS NULL
                         THEN 'DROP INDEX ' || (e.f ->> 'index')
                         ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', e.f ->> 'table',
                                     e.f ->> 'name') END, e.n
          FROM jsonb_array_elements(facts -> 'indexes') WITH ORDINALITY AS e (f, n)
          WHERE e.f ->> 'parent' IS NULL) AS s
    ORDER BY s.phase, s.n
  LOOP
    EXECUTE command;
  END LOOP;
  SELECT 'SET CONSTRAINTS ' || string_agg(s.name, ', ') || ' DEFERRED' INTO command
  FROM (SELECT format('%s.%I', k.connamespace::regnamespace, k.conname) AS name
        FROM pg_constraint AS k
        GROUP BY k.connamespace, k.conname
        HAVING bool_and(k.condeferrable) AND bool_and(k.condeferred)
           AND bool_or(k.conrelid = ANY (involved) OR k.confrelid = ANY (involved))) AS s;
  IF command IS NOT NULL THEN
    EXECUTE command;
  END IF;
  PERFORM set_config('seedc.rebuild', facts::text, true);
  FOREACH command IN ARRAY coalesce(stays, '{{}}') LOOP
    RAISE NOTICE 'seedc: %', command;
  END LOOP;
END"""

_RESTORE: Final = """DECLARE
  callers_path text := current_setting('search_path');
  callers_space text := current_setting('default_tablespace');
  facts jsonb := nullif(current_setting('seedc.rebuild', true), '')::jsonb;
  step record;
  lost text;
BEGIN
  IF facts IS NULL THEN
    RETURN;
  END IF;
  SET CONSTRAINTS ALL IMMEDIATE;
  FOR step IN
    WITH index (f, n) AS (
      SELECT * FROM jsonb_array_elements(facts -> 'indexes') WITH ORDINALITY
    ),
    key (f, n) AS (
      SELECT * FROM jsonb_array_elements(facts -> 'keys') WITH ORDINALITY
    ),
    part (f, n, m) AS (
      SELECT p.f, k.n, p.m
      FROM key AS k,
           jsonb_array_elements(nullif(k.f -> 'parts', 'null')) WITH ORDINALITY AS p (f, m)
    )
    SELECT s.command, coalesce(s.space, '') AS space
    FROM (
      SELECT 1 AS phase, n, 0 AS m, f ->> 'space' AS space,
             f ->> 'definition' AS command
      FROM index
      UNION ALL
      SELECT 2, n, 0, NULL, format('ALTER TABLE %s ADD CONSTRAINT %I %s USING INDEX %I%s',
             f ->> 'table', f ->> 'name', f ->> 'kind', f ->> 'name', f ->> 'deferred')
      FROM index WHERE f ->> 'constraint' IS NOT NULL
      UNION ALL
      SELECT 3, n, 0, NULL, format('ALTER INDEX %s ATTACH PARTITION %s', f ->> 'parent',
             f ->> 'index')
      FROM index WHERE f ->> 'parent' IS NOT NULL
      UNION ALL
      SELECT 4, n, 0, NULL, format('ALTER TABLE %s CLUSTER ON %I', f ->> 'table', f ->> 'name')
      FROM index WHERE (f ->> 'clustered')::boolean
      UNION ALL
      SELECT 4, n, 1, NULL, format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s',
             f ->> 'index', e.key, e.value)
      FROM index, jsonb_each_text(nullif(f -> 'statistics', 'null')) AS e
      UNION ALL
      SELECT 4, n, 2, NULL, format('COMMENT ON INDEX %s IS %L', f ->> 'index', f ->> 'comment')
      FROM index WHERE f ->> 'comment' IS NOT NULL
      UNION ALL
      SELECT 5, n, m, NULL, format('ALTER TABLE %s ADD CONSTRAINT %I %s', f ->> 'table',
             f ->> 'name', f ->> 'definition')
      FROM part WHERE (f ->> 'own')::boolean
      UNION ALL
      SELECT 6, n, 0, NULL, format('ALTER TABLE %s ADD CONSTRAINT %I %s', f ->> 'table',
             f ->> 'name', f ->> 'definition')
      FROM key
      UNION ALL
      SELECT 7, n, m, NULL, format('COMMENT ON CONSTRAINT %I ON %s IS %L', f ->> 'name',
             f ->> 'table', f ->> 'remark')
      FROM (SELECT f, n, 0 AS m FROM index UNION ALL SELECT f, n, 0 FROM key
            UNION ALL SELECT f, n, m FROM part) AS u
      WHERE f ->> 'remark' IS NOT NULL
    ) AS s
    ORDER BY s.phase, s.n, s.m
  LOOP
    PERFORM set_config('default_tablespace', step.space, true);
    EXECUTE step.command;
  END LOOP;
  PERFORM set_config('default_tablespace', callers_space, true);
  PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
  SELECT string_agg(s.line, E'\\n' ORDER BY s.line COLLATE "C") INTO lost
  FROM (
    SELECT format('index %s', e.f ->> 'index') AS line
    FROM jsonb_array_elements(facts -> 'indexes') AS e (f)
    WHERE NOT EXISTS (
      SELECT FROM pg_index AS i
      JOIN pg_class AS c ON c.oid = i.indexrelid
      LEFT JOIN pg_constraint AS k
        ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('u', 'p')
      WHERE i.indexrelid = to_regclass(e.f ->> 'index')
        AND e.f = {index_fact})
    UNION ALL
    SELECT format('foreign key %I of %s', e.f ->> 'name', e.f ->> 'table')
    FROM jsonb_array_elements(facts -> 'keys') AS e (f)
    WHERE NOT EXISTS (
      SELECT FROM pg_constraint AS k
      WHERE k.contype = 'f' AND k.conrelid = to_regclass(e.f ->> 'table')
        AND k.conname = e.f ->> 'name'
        AND e.f = {key_fact})
  ) AS s;
  IF lost IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = E'seedc: not built again as it was, nothing was written\\n' || lost,
      HINT = 'Leave "constraints" out of the profile.';
  END IF;
  PERFORM set_config('seedc.rebuild', '', true);
  PERFORM set_config('search_path', callers_path, true);
  RAISE NOTICE 'seedc: dropped while rows were loaded and built again: % indexes, % foreign keys',
    jsonb_array_length(facts -> 'indexes'), jsonb_array_length(facts -> 'keys');
END"""
