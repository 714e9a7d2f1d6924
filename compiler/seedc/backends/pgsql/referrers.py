"""Who refers to rows that are to be deleted: asked of the database, whose foreign keys need not be
those of the compiled schema, before the first row goes."""

from collections.abc import Sequence

from seedc.backends.pgsql.references import SHOWN, Doomed, row_name
from seedc.catalog import ForeignKey, QualifiedName
from seedc.quote import Sql, dollar, fill, join, literal, number, raw, regclass


def refuse(title: Sql, doomed: Sequence[Doomed]) -> Sql | None:
    """A DO block that raises if a row which stays refers to a row which goes: it names each foreign
    key and up to ten rows. ON DELETE CASCADE and SET NULL would have changed them in silence.

    The foreign keys are those that the catalog has, an application's own tables included, and those
    of the compiled schema that a database has lost. Tables that lose rows are locked against new
    references until the transaction ends; a table that loses none is not looked at any further.

    None where nothing is to be deleted.
    """
    if not doomed:
        return None
    keys = [_declared(d, table, key) for d in doomed for table, key in d.load.referenced_by]
    body = fill(
        _REFUSE,
        title=title,
        going=join("", [fill("\n    , ({line})", line=_going(d)) for d in doomed]),
        declared=join("", [fill("\n    , ({line})", line=line) for line in keys]),
        name=dollar(row_name(raw("r")), "name"),
        shown=number(SHOWN),
    )
    return fill("DO {body};", body=dollar(body))


def _going(doomed: Doomed) -> Sql:
    """A table, how it is read, and the condition on its row `t`."""
    return fill(
        "{table}::regclass, {only}, {condition}",
        table=regclass(doomed.load.table.name.schema, doomed.load.table.name.name),
        only=raw("'ONLY '") if doomed.load.inherited else raw("''"),
        condition=dollar(doomed.condition, "rows"),
    )


def _declared(doomed: Doomed, referrer: QualifiedName, key: ForeignKey) -> Sql:
    target = doomed.load.table.name
    return fill(
        "to_regclass({referrer}), {target}::regclass, {name}, {columns}, {targets}",
        referrer=regclass(referrer.schema, referrer.name),
        target=regclass(target.schema, target.name),
        name=literal(key.name),
        columns=_names(key.columns),
        targets=_names(key.references),
    )


def _names(columns: Sequence[str]) -> Sql:
    return fill("ARRAY[{names}]::text[]", names=join(", ", [literal(name) for name in columns]))


# A foreign key counts once, not with the copies that partitions have of it (conparentid). One that
# points at a single partition, or at the whole of which the table is a part, binds its rows as
# well. The rows that refer are those of the table alone, unless it is partitioned.
_REFUSE = """DECLARE
  doomed jsonb;
  losing oid[];
  part record;
  loses boolean;
  line text;
  refused text;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('t', v.relation::oid::bigint, 'own', v.own, 'going', v.going))
  INTO doomed
  FROM (VALUES
    (NULL::regclass, NULL::text, NULL::text){going}
  ) AS v (relation, own, going)
  WHERE v.relation IS NOT NULL;
  -- A reference that is written meanwhile waits, and then finds nothing to refer to. A role that
  -- may not delete is told so by the DELETE.
  FOR part IN SELECT * FROM jsonb_to_recordset(doomed) AS g (t oid, own text, going text) LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || part.own || part.t::regclass::text
      || ' AS t WHERE ' || part.going || ')' INTO loses;
    IF loses THEN
      losing := losing || part.t;
      IF has_table_privilege(part.t, 'DELETE') THEN
        EXECUTE 'LOCK TABLE ' || part.own || part.t::regclass::text || ' IN EXCLUSIVE MODE';
      END IF;
    END IF;
  END LOOP;
  FOR part IN
    WITH losing_table AS (
      SELECT g.* FROM jsonb_to_recordset(doomed) AS g (t oid, own text, going text)
      WHERE g.t = ANY (losing)
    ),
    declared (referrer, t, name, columns, targets) AS (VALUES
      (NULL::regclass, NULL::regclass, NULL::text, NULL::text[], NULL::text[]){declared}
    ),
    there AS (
      SELECT k.conrelid AS referrer, g.t, g.own, g.going, k.conname::text AS name,
             k.confdeltype IN ('c', 'n', 'd') AS acts,
             ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, n)
                   JOIN pg_catalog.pg_attribute AS a
                     ON a.attrelid = k.conrelid AND a.attnum = u.attnum
                   ORDER BY u.n) AS columns,
             ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (attnum, n)
                   JOIN pg_catalog.pg_attribute AS a
                     ON a.attrelid = k.confrelid AND a.attnum = u.attnum
                   ORDER BY u.n) AS targets
      FROM losing_table AS g
      JOIN pg_catalog.pg_constraint AS k
        ON k.contype = 'f' AND k.conparentid = 0
       AND (k.confrelid = g.t
         OR k.confrelid IN (SELECT p.relid FROM pg_partition_tree(g.t) AS p)
         OR k.confrelid IN (SELECT p.relid FROM pg_partition_ancestors(g.t) AS p))
    ),
    key AS (
      SELECT * FROM there
      UNION ALL
      SELECT d.referrer, g.t, g.own, g.going, d.name, false, d.columns, d.targets
      FROM declared AS d
      JOIN losing_table AS g ON g.t = d.t
      WHERE d.columns <@ ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
                               WHERE a.attrelid = d.referrer AND NOT a.attisdropped)
        AND d.targets <@ ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
                               WHERE a.attrelid = d.t AND NOT a.attisdropped)
        AND NOT EXISTS (SELECT FROM there AS x
                        WHERE x.referrer = d.referrer AND x.t = d.t
                          AND x.columns @> d.columns AND x.columns <@ d.columns)
    )
    SELECT format('%s.%s, foreign key %s: ', n.nspname, c.relname, k.name) AS label,
           k.acts AND row_security_active(c.oid) AS hidden,
           'SELECT $1 || x.total || '' rows, among them '' || string_agg(x.name, ''; '') FROM ('
           || 'SELECT count(*) OVER () AS total, ' || {name} || ' AS name FROM ' || k.own
           || k.t::regclass::text || ' AS t JOIN '
           || CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END || c.oid::regclass::text
           || ' AS r ON ('
           || (SELECT string_agg(format('r.%I = t.%I', u.name, u.target), ' AND ')
               FROM unnest(k.columns, k.targets) AS u (name, target))
           || ') WHERE ' || k.going
           || coalesce((SELECT string_agg(' AND NOT EXISTS (SELECT FROM (SELECT r.*) AS t WHERE '
                                          || g.going || ')', '')
                        FROM losing_table AS g
                        WHERE g.t = c.oid
                           OR g.t IN (SELECT p.relid FROM pg_partition_ancestors(c.oid) AS p)), '')
           || ' LIMIT {shown}) AS x GROUP BY x.total' AS probe
    FROM key AS k
    JOIN pg_catalog.pg_class AS c ON c.oid = k.referrer
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", k.name COLLATE "C"
  LOOP
    IF part.hidden THEN
      line := part.label || 'row-level security may hide rows from ' || current_user;
    ELSE
      EXECUTE part.probe INTO line USING part.label;
    END IF;
    refused := nullif(concat_ws(E'\\n', refused, line), '');
  END LOOP;
  IF refused IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = {title}
        || E'\\n' || refused,
      HINT = 'Delete those rows, or point them elsewhere, and run this again.';
  END IF;
END"""
