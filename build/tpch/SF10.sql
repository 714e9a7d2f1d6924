-- seedc · tpch · SF10
--
-- Writes the curated rows of this seed in one transaction, then its generated rows in batches, each
-- a transaction of its own: a run that was broken off goes on where it stopped when this is applied
-- again. Applying all of it again changes nothing. It stops before the first write if a column that
-- it writes is not as it was compiled.
-- Apply with: psql -f FILE (15 or later). An ordinary role that may write the tables is enough.
-- Refused where APP_ENV is one of 'PROD', 'PRODUCTION', 'STAGING', 'RENDER', unless FORCE_SEED=true.
-- Each table has a policy: keep inserts rows that are missing, update also brings changed rows back
-- to the seed, sync also deletes rows of this dataset that left the seed. Rows that are as they
-- should be are not touched. A table of more than 500 rows travels by COPY.
-- No user triggers fire.
\set ON_ERROR_STOP on

-- The guard. A psql before 15 knows no \getenv and stops here too.
\set seedc_app_env ''
\getenv seedc_app_env APP_ENV
\set seedc_force_seed ''
\getenv seedc_force_seed FORCE_SEED
SELECT upper(btrim(:'seedc_app_env', E' \t\r\n') COLLATE "C") IN ('PROD', 'PRODUCTION', 'STAGING', 'RENDER')
   AND lower(btrim(:'seedc_force_seed', E' \t\r\n') COLLATE "C") <> 'true' AS seedc_refused \gset
\if :seedc_refused
DO $seedc$
BEGIN
  RAISE EXCEPTION USING
    MESSAGE = 'seedc: APP_ENV names a protected environment, nothing was written',
    HINT = 'Check that this is the database you mean. FORCE_SEED=true lifts the guard.';
END
$seedc$;
\endif
-- Batches are transactions of their own, so the encoding of this file holds for all of them.
\encoding UTF8

BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL jit = off; -- compiling the statement costs more than it gains
DO $seedc$
DECLARE
  callers_path text := current_setting('search_path');
  differences text;
BEGIN
  PERFORM pg_advisory_xact_lock(-7870824156802327511);
  PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
  PERFORM set_config('quote_all_identifiers', 'off', true);
  WITH
  expected_column (relation, name, definition) AS (VALUES
    (NULL::text, NULL::text, NULL::text)
  , ('tpch.part', 'p_partkey', 'integer not null')
  , ('tpch.part', 'p_name', 'character varying(55) not null')
  , ('tpch.part', 'p_mfgr', 'character(25) not null')
  , ('tpch.part', 'p_brand', 'character(10) not null')
  , ('tpch.part', 'p_type', 'character varying(25) not null')
  , ('tpch.part', 'p_size', 'integer not null')
  , ('tpch.part', 'p_container', 'character(10) not null')
  , ('tpch.part', 'p_retailprice', 'numeric(15,2) not null')
  , ('tpch.part', 'p_comment', 'character varying(23) not null')
  , ('tpch.region', 'r_regionkey', 'integer not null')
  , ('tpch.region', 'r_name', 'character(25) not null')
  , ('tpch.region', 'r_comment', 'character varying(152)')
  , ('tpch.nation', 'n_nationkey', 'integer not null')
  , ('tpch.nation', 'n_name', 'character(25) not null')
  , ('tpch.nation', 'n_regionkey', 'integer not null')
  , ('tpch.nation', 'n_comment', 'character varying(152)')
  , ('tpch.customer', 'c_custkey', 'integer not null')
  , ('tpch.customer', 'c_name', 'character varying(25) not null')
  , ('tpch.customer', 'c_address', 'character varying(40) not null')
  , ('tpch.customer', 'c_nationkey', 'integer not null')
  , ('tpch.customer', 'c_phone', 'character(15) not null')
  , ('tpch.customer', 'c_acctbal', 'numeric(15,2) not null')
  , ('tpch.customer', 'c_mktsegment', 'character(10) not null')
  , ('tpch.customer', 'c_comment', 'character varying(117) not null')
  , ('tpch.orders', 'o_orderkey', 'bigint not null')
  , ('tpch.orders', 'o_custkey', 'integer not null')
  , ('tpch.orders', 'o_orderstatus', 'character(1) not null')
  , ('tpch.orders', 'o_totalprice', 'numeric(15,2) not null')
  , ('tpch.orders', 'o_orderdate', 'date not null')
  , ('tpch.orders', 'o_orderpriority', 'character(15) not null')
  , ('tpch.orders', 'o_clerk', 'character(15) not null')
  , ('tpch.orders', 'o_shippriority', 'integer not null')
  , ('tpch.orders', 'o_comment', 'character varying(79) not null')
  , ('tpch.supplier', 's_suppkey', 'integer not null')
  , ('tpch.supplier', 's_name', 'character(25) not null')
  , ('tpch.supplier', 's_address', 'character varying(40) not null')
  , ('tpch.supplier', 's_nationkey', 'integer not null')
  , ('tpch.supplier', 's_phone', 'character(15) not null')
  , ('tpch.supplier', 's_acctbal', 'numeric(15,2) not null')
  , ('tpch.supplier', 's_comment', 'character varying(101) not null')
  , ('tpch.partsupp', 'ps_partkey', 'integer not null')
  , ('tpch.partsupp', 'ps_suppkey', 'integer not null')
  , ('tpch.partsupp', 'ps_availqty', 'integer not null')
  , ('tpch.partsupp', 'ps_supplycost', 'numeric(15,2) not null')
  , ('tpch.partsupp', 'ps_comment', 'character varying(199) not null')
  , ('tpch.lineitem', 'l_orderkey', 'bigint not null')
  , ('tpch.lineitem', 'l_partkey', 'integer not null')
  , ('tpch.lineitem', 'l_suppkey', 'integer not null')
  , ('tpch.lineitem', 'l_linenumber', 'integer not null')
  , ('tpch.lineitem', 'l_quantity', 'numeric(15,2) not null')
  , ('tpch.lineitem', 'l_extendedprice', 'numeric(15,2) not null')
  , ('tpch.lineitem', 'l_discount', 'numeric(15,2) not null')
  , ('tpch.lineitem', 'l_tax', 'numeric(15,2) not null')
  , ('tpch.lineitem', 'l_returnflag', 'character(1) not null')
  , ('tpch.lineitem', 'l_linestatus', 'character(1) not null')
  , ('tpch.lineitem', 'l_shipdate', 'date not null')
  , ('tpch.lineitem', 'l_commitdate', 'date not null')
  , ('tpch.lineitem', 'l_receiptdate', 'date not null')
  , ('tpch.lineitem', 'l_shipinstruct', 'character(25) not null')
  , ('tpch.lineitem', 'l_shipmode', 'character(10) not null')
  , ('tpch.lineitem', 'l_comment', 'character varying(44) not null')
  ),
  found_column AS (
    SELECT r.relation, a.attname::text AS name,
           format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
           || CASE a.attidentity WHEN 'a' THEN ' generated always as identity'
                                 WHEN 'd' THEN ' generated by default as identity' ELSE '' END
           || CASE WHEN a.attgenerated <> '' THEN ' generated from other columns' ELSE '' END
           AS definition,
           a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND y.typdefault IS NULL
           AS required
    FROM (SELECT DISTINCT e.relation FROM expected_column AS e) AS r
    JOIN pg_class AS c ON c.oid = to_regclass(r.relation) AND c.relkind IN ('r', 'p', 'f')
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS y ON y.oid = a.atttypid
  ),
  given (relation, names) AS (VALUES
    (NULL::text, NULL::text[])
  , ('tpch.part', ARRAY['p_partkey', 'p_name', 'p_mfgr', 'p_brand', 'p_type', 'p_size', 'p_container', 'p_retailprice', 'p_comment']::text[])
  , ('tpch.region', ARRAY['r_regionkey', 'r_name', 'r_comment']::text[])
  , ('tpch.nation', ARRAY['n_nationkey', 'n_name', 'n_regionkey', 'n_comment']::text[])
  , ('tpch.customer', ARRAY['c_custkey', 'c_name', 'c_address', 'c_nationkey', 'c_phone', 'c_acctbal', 'c_mktsegment', 'c_comment']::text[])
  , ('tpch.orders', ARRAY['o_orderkey', 'o_custkey', 'o_orderstatus', 'o_totalprice', 'o_orderdate', 'o_orderpriority', 'o_clerk', 'o_shippriority', 'o_comment']::text[])
  , ('tpch.supplier', ARRAY['s_suppkey', 's_name', 's_address', 's_nationkey', 's_phone', 's_acctbal', 's_comment']::text[])
  , ('tpch.partsupp', ARRAY['ps_partkey', 'ps_suppkey', 'ps_availqty', 'ps_supplycost', 'ps_comment']::text[])
  , ('tpch.lineitem', ARRAY['l_orderkey', 'l_partkey', 'l_suppkey', 'l_linenumber', 'l_quantity', 'l_extendedprice', 'l_discount', 'l_tax', 'l_returnflag', 'l_linestatus', 'l_shipdate', 'l_commitdate', 'l_receiptdate', 'l_shipinstruct', 'l_shipmode', 'l_comment']::text[])
  ),
  arbiter (relation, target, names, expressions, partial, nulls_equal, immediate)
  AS (VALUES
    (NULL::text, NULL::text, NULL::text[], 0, false, false, false)
  , ('tpch.part', '(p_partkey)', ARRAY['p_partkey']::text[], 0, false, false, true)
  , ('tpch.region', '(r_regionkey)', ARRAY['r_regionkey']::text[], 0, false, false, true)
  , ('tpch.nation', '(n_nationkey)', ARRAY['n_nationkey']::text[], 0, false, false, true)
  , ('tpch.customer', '(c_custkey)', ARRAY['c_custkey']::text[], 0, false, false, true)
  , ('tpch.orders', '(o_orderkey)', ARRAY['o_orderkey']::text[], 0, false, false, true)
  , ('tpch.supplier', '(s_suppkey)', ARRAY['s_suppkey']::text[], 0, false, false, true)
  , ('tpch.partsupp', '(ps_partkey, ps_suppkey)', ARRAY['ps_partkey', 'ps_suppkey']::text[], 0, false, false, true)
  , ('tpch.lineitem', '(l_orderkey, l_linenumber)', ARRAY['l_orderkey', 'l_linenumber']::text[], 0, false, false, true)
  ),
  found_index AS (
    SELECT i.indrelid, i.indimmediate AS immediate, i.indpred IS NOT NULL AS partial,
           coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_equal,
           (SELECT count(*) FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, n)
            WHERE k.attnum = 0 AND k.n <= i.indnkeyatts) AS expressions,
           ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, n)
                 JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                 WHERE k.attnum <> 0 AND k.n <= i.indnkeyatts) AS names
    FROM pg_index AS i
    WHERE i.indisunique AND i.indisvalid AND i.indisready
  ),
  difference (line) AS (
    SELECT DISTINCT e.relation || ': expected a table, found none'
    FROM expected_column AS e
    WHERE NOT EXISTS (SELECT FROM found_column AS f WHERE f.relation = e.relation)
    UNION ALL
    SELECT e.relation || '.' || e.name || ': expected ' || e.definition
           || ', found ' || coalesce(f.definition, 'no such column')
    FROM expected_column AS e
    LEFT JOIN found_column AS f ON f.relation = e.relation AND f.name = e.name
    WHERE f.definition IS DISTINCT FROM e.definition
      AND EXISTS (SELECT FROM found_column AS o WHERE o.relation = e.relation)
    UNION ALL
    SELECT f.relation || '.' || f.name || ': expected no further required column, found '
           || f.definition || ' without a default, which not every seed row gives'
    FROM found_column AS f
    JOIN given AS g ON g.relation = f.relation
    WHERE f.required AND f.name <> ALL (g.names)
    UNION ALL
    SELECT a.relation || ': expected a unique index on ' || a.target || ', found none'
    FROM arbiter AS a
    WHERE to_regclass(a.relation) IS NOT NULL
      AND NOT EXISTS (
        SELECT FROM found_index AS i
        WHERE i.indrelid = to_regclass(a.relation)
          AND i.names @> a.names AND i.names <@ a.names AND i.expressions = a.expressions
          AND i.partial = a.partial AND i.nulls_equal = a.nulls_equal
          AND (i.immediate OR NOT a.immediate))
  )
  SELECT string_agg(d.line, E'\n' ORDER BY d.line COLLATE "C") INTO differences
  FROM difference AS d;
  PERFORM set_config('search_path', callers_path, true);
  IF differences IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = E'seedc: the schema is not the compiled one, nothing was written\n' || differences,
      HINT = 'Migrate the database, load schema.sql into an empty one (seedc apply '
             '--create-schema), or run "seedc build" against its schema.';
  END IF;
  IF hashint8extended(4503599627370497, 20240229) <> -6640463478667278370
    OR hashint8extended(-7, 0) <> -4284878795861022465 THEN
    RAISE EXCEPTION USING
      MESSAGE = 'seedc: hashint8extended gives other numbers on this server, nothing was written';
  END IF;
END
$seedc$;

-- tpch.region · curated · update
INSERT INTO tpch.region AS t (r_regionkey, r_name, r_comment)
SELECT s.r_regionkey, s.r_name, s.r_comment
FROM (VALUES
  (NULL::integer, NULL::character(25), NULL::character varying(152))
, (0, 'AFRICA', '5 nations are counted here')  -- region:africa
, (1, 'AMERICA', '5 nations are counted here')  -- region:america
, (2, 'ASIA', '5 nations are counted here')  -- region:asia
, (3, 'EUROPE', '5 nations are counted here')  -- region:europe
, (4, 'MIDDLE EAST', '5 nations are counted here')  -- region:middle-east
) AS s (r_regionkey, r_name, r_comment)
WHERE s.r_regionkey IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM tpch.region AS t
    WHERE t.r_regionkey = s.r_regionkey
      AND (t.r_name, t.r_comment) IS NOT DISTINCT FROM (s.r_name, s.r_comment))
ON CONFLICT (r_regionkey) DO UPDATE
SET r_name = excluded.r_name, r_comment = excluded.r_comment;

-- tpch.nation · curated · update
INSERT INTO tpch.nation AS t (n_nationkey, n_name, n_regionkey, n_comment)
SELECT s.n_nationkey, s.n_name, s.n_regionkey, s.n_comment
FROM (VALUES
  (NULL::integer, NULL::character(25), NULL::integer, NULL::character varying(152))
, (0, 'ALGERIA', 0, 'orders are taken in Algiers')  -- nation:algeria
, (1, 'ARGENTINA', 1, 'orders are taken in Buenos Aires')  -- nation:argentina
, (2, 'BRAZIL', 1, 'orders are taken in Brasilia')  -- nation:brazil
, (3, 'CANADA', 1, 'orders are taken in Ottawa')  -- nation:canada
, (4, 'EGYPT', 4, 'orders are taken in Cairo')  -- nation:egypt
, (5, 'ETHIOPIA', 0, 'orders are taken in Addis Ababa')  -- nation:ethiopia
, (6, 'FRANCE', 3, 'orders are taken in Paris')  -- nation:france
, (7, 'GERMANY', 3, 'orders are taken in Berlin')  -- nation:germany
, (8, 'INDIA', 2, 'orders are taken in New Delhi')  -- nation:india
, (9, 'INDONESIA', 2, 'orders are taken in Jakarta')  -- nation:indonesia
, (10, 'IRAN', 4, 'orders are taken in Tehran')  -- nation:iran
, (11, 'IRAQ', 4, 'orders are taken in Baghdad')  -- nation:iraq
, (12, 'JAPAN', 2, 'orders are taken in Tokyo')  -- nation:japan
, (13, 'JORDAN', 4, 'orders are taken in Amman')  -- nation:jordan
, (14, 'KENYA', 0, 'orders are taken in Nairobi')  -- nation:kenya
, (15, 'MOROCCO', 0, 'orders are taken in Rabat')  -- nation:morocco
, (16, 'MOZAMBIQUE', 0, 'orders are taken in Maputo')  -- nation:mozambique
, (17, 'PERU', 1, 'orders are taken in Lima')  -- nation:peru
, (18, 'CHINA', 2, 'orders are taken in Beijing')  -- nation:china
, (19, 'ROMANIA', 3, 'orders are taken in Bucharest')  -- nation:romania
, (20, 'SAUDI ARABIA', 4, 'orders are taken in Riyadh')  -- nation:saudi-arabia
, (21, 'VIETNAM', 2, 'orders are taken in Hanoi')  -- nation:vietnam
, (22, 'RUSSIA', 3, 'orders are taken in Moscow')  -- nation:russia
, (23, 'UNITED KINGDOM', 3, 'orders are taken in London')  -- nation:united-kingdom
, (24, 'UNITED STATES', 1, 'orders are taken in Washington')  -- nation:united-states
) AS s (n_nationkey, n_name, n_regionkey, n_comment)
WHERE s.n_nationkey IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM tpch.nation AS t
    WHERE t.n_nationkey = s.n_nationkey
      AND (t.n_name, t.n_regionkey, t.n_comment) IS NOT DISTINCT FROM (s.n_name, s.n_regionkey, s.n_comment))
ON CONFLICT (n_nationkey) DO UPDATE
SET n_name = excluded.n_name,
    n_regionkey = excluded.n_regionkey,
    n_comment = excluded.n_comment;

COMMIT;

-- tpch.customer · generated · keep
DO $seedc$
DECLARE
  seedc_at bigint := 0;
  seedc_inserted bigint := 0;
  seedc_inserts bigint := 0;
  seedc_updates bigint := 0;
BEGIN
  WHILE seedc_at < 1500000 LOOP
    PERFORM pg_advisory_xact_lock(-7870824156802327511);
    PERFORM set_config('jit', 'off', true);
    PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    WITH lists AS NOT MATERIALIZED (
      SELECT '[0:24]={16,24,22,9,5,17,19,7,6,23,20,13,8,21,3,12,18,0,4,2,15,1,11,14,10}'::bigint[] AS c_nationkey_n_nationkey,
             '["Acorn Street", "Alder Avenue", "Amber Road", "Apple Lane", "Arbor Drive", "Ash Court", "Aspen Street", "Autumn Way", "Bay Avenue", "Beech Place", "Bell Boulevard", "Birch Street", "Bluebell Terrace", "Bluff Street", "Bramble Avenue", "Bridge Road", "Brook Lane", "Buttercup Drive", "Canal Court", "Canyon Street", "Cardinal Way", "Cedar Avenue", "Center Place", "Chapel Boulevard", "Cherry Street", "Chestnut Terrace", "Church Street", "Clearwater Avenue", "Cliff Road", "Clover Lane", "College Drive", "Copper Court", "Cottage Street", "Cottonwood Way", "Court Street", "Crescent Avenue", "Crest Boulevard", "Cypress Street", "Daisy Terrace", "Dale Street", "Deer Avenue", "Depot Road", "Dogwood Lane", "East Drive", "Eagle Court", "Elm Street", "Evergreen Way", "Fairview Avenue", "Fern Place", "Ferry Boulevard", "Field Street", "Fir Terrace", "First Avenue", "Forest Avenue", "Fountain Road", "Fox Lane", "Franklin Drive", "Front Court", "Garden Street", "Glen Way", "Grand Avenue", "Granite Place", "Grant Boulevard", "Green Street", "Grove Terrace", "Harbor Street", "Harvest Avenue", "Hawthorn Road", "Hazel Lane", "Heather Drive", "Heron Court", "Hickory Street", "High Street", "Highland Avenue", "Hill Place", "Hillside Boulevard", "Holly Street", "Hudson Terrace", "Ironwood Street", "Ivy Avenue", "Jasmine Road", "Jefferson Lane", "Juniper Drive", "Lake Court", "Lakeview Street", "Larch Way", "Laurel Avenue", "Lavender Place", "Liberty Boulevard", "Library Street", "Lilac Terrace", "Lincoln Street", "Linden Avenue", "Locust Road", "Madison Lane", "Magnolia Drive", "Main Street", "Maple Street", "Market Way", "Marsh Avenue", "Meadow Place", "Mill Boulevard", "Mineral Street", "Monroe Terrace", "Mountain Street", "Mulberry Avenue", "Myrtle Road", "North Lane", "Oak Drive", "Oakwood Court", "Ocean Street", "Olive Way", "Orchard Avenue", "Palm Place", "Park Boulevard", "Peach Street", "Pear Terrace", "Pine Street", "Pleasant Avenue", "Plum Road", "Pond Lane", "Poplar Drive", "Prairie Court", "Primrose Street", "Prospect Way", "Quarry Avenue", "Quail Place", "Railroad Boulevard", "Redwood Street", "Ridge Terrace", "River Street", "Riverside Avenue", "Robin Road", "Rose Lane", "Rosewood Drive", "Sage Court", "School Street", "Second Avenue", "Sequoia Avenue", "Shady Place", "Short Boulevard", "Silver Street", "South Terrace", "Spring Street", "Spruce Avenue", "State Road", "Station Lane", "Stone Drive", "Summit Court", "Sunrise Street", "Sunset Way", "Sycamore Avenue", "Third Avenue", "Thistle Boulevard", "Timber Street", "Union Terrace", "Valley Street", "View Avenue", "Village Road", "Vine Lane", "Violet Drive", "Walnut Court", "Washington Street", "Water Way", "Waterfall Avenue", "West Place", "Wheat Boulevard", "Willow Street", "Winding Terrace", "Winter Street", "Woodland Avenue"]'::jsonb AS streets,
             '["the porter", "our carrier", "one crate", "the ledger", "the depot", "the foreman", "the barge", "the invoice", "the packer", "a docker", "this bundle", "a seal", "our store", "a strap", "one drum", "a token"]'::jsonb AS c_comment_words,
             '["waits", "returns", "is weighed", "is checked", "moves on", "is repacked", "turns back", "is early", "goes south", "is stacked", "is sealed", "is loaded", "is moved", "is booked", "is listed", "is kept"]'::jsonb AS c_comment_words_2,
             '["at noon", "in silence", "at dawn", "on request", "in two days", "in haste", "at the gate", "under cover", "in order", "on the quay", "at once", "in the yard", "with thanks", "in bulk", "before lunch", "since May"]'::jsonb AS c_comment_words_3
    ), r1 AS (
      SELECT rs.i AS i,
             (lists.c_nationkey_n_nationkey)[((hashint8extended(rs.i, 3908413108932653751) & 9223372036854775807) % 25)::integer] AS c_nationkey
      FROM generate_series(seedc_at::bigint, least(seedc_at + 99999, 1499999)) AS rs (i), lists
      WHERE NOT EXISTS (
          SELECT FROM tpch.customer AS t
          WHERE t.c_custkey = (rs.i + 1)::integer
            AND t.c_custkey BETWEEN 1 + seedc_at AND 1 + least(seedc_at + 99999, 1499999))
      OFFSET 0
    )
    INSERT INTO tpch.customer (c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment,
      c_comment)
    SELECT (r.i + 1)::integer,
           ('Customer#' || lpad((r.i + 1)::text, 9, '0'))::character varying(25),
           (((hashint8extended(r.i, 97931479727991325) & 9223372036854775807) % 999 + 1)::text || ' ' || (lists.streets ->> ((hashint8extended(r.i, 6210690557494905158) & 9223372036854775807) % 171)::integer))::character varying(40),
           r.c_nationkey::integer,
           (((((((r.c_nationkey + 10)::text || '-') || ((r.i + 1) % 89989 * 7919 % 900 + 100)::text) || '-') || ((r.i + 1) % 89977 * 6151 % 900 + 100)::text) || '-') || ((r.i + 1) % 89963 * 4441 % 9000 + 1000)::text)::character(15),
           (((hashint8extended(r.i, 6524234481707709632) & 9223372036854775807) % 1099999 + (-99999)) * 0.01)::numeric(15,2),
           ('["AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY"]'::jsonb ->> ((hashint8extended(r.i, 5544173190597899201) & 9223372036854775807) % 5)::integer)::character(10),
           ((lists.c_comment_words ->> ((hashint8extended(r.i, 9088901884317880930) & 9223372036854775807) % 16)::integer) || ' ' || (lists.c_comment_words_2 ->> ((hashint8extended(r.i, 1957740492403402158) & 9223372036854775807) % 16)::integer) || ' ' || (lists.c_comment_words_3 ->> ((hashint8extended(r.i, 1225841069001269365) & 9223372036854775807) % 16)::integer) || (CASE WHEN ((hashint8extended(r.i, 9115653948097723560) & 9223372036854775807) % 2) = 0 THEN '' ELSE ', ' || (lists.c_comment_words ->> ((hashint8extended(r.i, 855211341245995696) & 9223372036854775807) % 16)::integer) || ' ' || (lists.c_comment_words_2 ->> ((hashint8extended(r.i, 6491304724658247756) & 9223372036854775807) % 16)::integer) || ' ' || (lists.c_comment_words_3 ->> ((hashint8extended(r.i, 2848680586631362678) & 9223372036854775807) % 16)::integer) END))::character varying(117)
    FROM r1 AS r, lists;
    GET DIAGNOSTICS seedc_inserted = ROW_COUNT;
    seedc_inserts := seedc_inserts + seedc_inserted;
    seedc_at := least(seedc_at + 100000, 1500000);
    RAISE NOTICE 'tpch.customer %/1500000', seedc_at;
    COMMIT;
  END LOOP;
  RAISE NOTICE 'tpch.customer: % inserted, % updated', seedc_inserts, seedc_updates;
END
$seedc$;

-- tpch.orders · generated · keep
DO $seedc$
DECLARE
  seedc_at bigint := 0;
  seedc_inserted bigint := 0;
  seedc_inserts bigint := 0;
  seedc_updates bigint := 0;
BEGIN
  WHILE seedc_at < 15000000 LOOP
    PERFORM pg_advisory_xact_lock(-7870824156802327511);
    PERFORM set_config('jit', 'off', true);
    PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    WITH lists AS NOT MATERIALIZED (
      SELECT '[0:126]={0,4,11,16,21,23,30,37,44,51,53,56,57,60,65,66,70,75,79,83,88,90,91,94,100,103,109,115,121,123,126,127,134,136,143,149,155,156,158,163,169,173,179,181,186,189,194,195,198,201,203,207,208,213,217,219,225,232,233,237,244,245,248,252,256,263,268,273,275,282,289,296,303,305,308,309,312,317,318,322,327,331,335,340,342,343,346,352,355,361,367,373,375,378,379,386,388,395,401,407,408,410,415,421,425,431,433,438,441,446,447,450,453,455,459,460,465,469,471,477,484,485,489,496,497,500,504}'::bigint[] AS orders_before,
             '[0:125]={4,7,5,5,2,7,7,7,7,2,3,1,3,5,1,4,5,4,4,5,2,1,3,6,3,6,6,6,2,3,1,7,2,7,6,6,1,2,5,6,4,6,2,5,3,5,1,3,3,2,4,1,5,4,2,6,7,1,4,7,1,3,4,4,7,5,5,2,7,7,7,7,2,3,1,3,5,1,4,5,4,4,5,2,1,3,6,3,6,6,6,2,3,1,7,2,7,6,6,1,2,5,6,4,6,2,5,3,5,1,3,3,2,4,1,5,4,2,6,7,1,4,7,1,3,4}'::bigint[] AS orders_counts,
             '["the porter", "our carrier", "one crate", "the ledger", "the depot", "the foreman", "the barge", "the invoice", "the packer", "a docker", "this bundle", "a seal", "our store", "a strap", "one drum", "a token"]'::jsonb AS o_comment_words,
             '["waits", "returns", "is weighed", "is checked", "moves on", "is repacked", "turns back", "is early", "goes south", "is stacked", "is sealed", "is loaded", "is moved", "is booked", "is listed", "is kept"]'::jsonb AS o_comment_words_2,
             '["at noon", "in silence", "at dawn", "on request", "in two days", "in haste", "at the gate", "under cover", "in order", "on the quay", "at once", "in the yard", "with thanks", "in bulk", "before lunch", "since May"]'::jsonb AS o_comment_words_3
    ), r1 AS (
      SELECT rs.i AS i,
             (hashint8extended(rs.i, 529981799594028497) & 9223372036854775807) % 2406 + 8035 AS o_orderdate,
             (hashint8extended((rs.i / 63), 4459375449165805717) & 9223372036854775807) % 63 + (rs.i % 63) AS "o_totalprice value"
      FROM generate_series(seedc_at::bigint, least(seedc_at + 99999, 14999999)) AS rs (i)
      WHERE NOT EXISTS (
          SELECT FROM tpch.orders AS t
          WHERE t.o_orderkey = (rs.i + 1)
            AND t.o_orderkey BETWEEN 1 + seedc_at AND 1 + least(seedc_at + 99999, 14999999))
      OFFSET 0
    )
    INSERT INTO tpch.orders (o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority,
      o_clerk, o_shippriority, o_comment)
    SELECT (r.i + 1),
           (r.i % 1000000 + 1)::integer,
           (CASE WHEN r.o_orderdate < 9237 THEN 'F'::text WHEN r.o_orderdate < 9298 THEN 'P'::text ELSE 'O'::text END)::character(1),
           ((
      WITH rc1 AS (
        SELECT rcs.i AS i,
               (hashint8extended(rcs.i, 7632435631482754759) & 9223372036854775807) % 8000000 / 4 + 1 AS l_partkey
        FROM generate_series((r.i / 63 * 252 + ((lists.orders_before)[r."o_totalprice value"::integer] - (lists.orders_before)[((hashint8extended((r.i / 63), 4459375449165805717) & 9223372036854775807) % 63)::integer])), (r.i / 63 * 252 + ((lists.orders_before)[r."o_totalprice value"::integer] - (lists.orders_before)[((hashint8extended((r.i / 63), 4459375449165805717) & 9223372036854775807) % 63)::integer])) + (lists.orders_counts)[r."o_totalprice value"::integer] - 1) AS rcs (i)
        OFFSET 0
      )
      SELECT coalesce(sum((((hashint8extended(rc.i, 2204331871922454646) & 9223372036854775807) % 50 + 1) * 100 * (rc.l_partkey / 10 % 20001 + 90000 + rc.l_partkey % 1000 * 100) * 2 + 100) / 200), 0)::bigint
      FROM rc1 AS rc) * 0.01)::numeric(15,2),
           (date '1970-01-01' + r.o_orderdate::integer),
           ('["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"]'::jsonb ->> ((hashint8extended(r.i, 8574138521576565287) & 9223372036854775807) % 5)::integer)::character(15),
           ('Clerk#000000' || lpad(((hashint8extended(r.i, 5442758866109377442) & 9223372036854775807) % 1000)::text, 3, '0'))::character(15),
           0::integer,
           ((lists.o_comment_words ->> ((hashint8extended(r.i, 1193201142492678814) & 9223372036854775807) % 16)::integer) || ' ' || (lists.o_comment_words_2 ->> ((hashint8extended(r.i, 6323803711578879558) & 9223372036854775807) % 16)::integer) || ' ' || (lists.o_comment_words_3 ->> ((hashint8extended(r.i, 6660910530063486510) & 9223372036854775807) % 16)::integer))::character varying(79)
    FROM r1 AS r, lists;
    GET DIAGNOSTICS seedc_inserted = ROW_COUNT;
    seedc_inserts := seedc_inserts + seedc_inserted;
    seedc_at := least(seedc_at + 100000, 15000000);
    RAISE NOTICE 'tpch.orders %/15000000', seedc_at;
    COMMIT;
  END LOOP;
  RAISE NOTICE 'tpch.orders: % inserted, % updated', seedc_inserts, seedc_updates;
END
$seedc$;

-- tpch.part · generated · keep
DO $seedc$
DECLARE
  seedc_at bigint := 0;
  seedc_inserted bigint := 0;
  seedc_inserts bigint := 0;
  seedc_updates bigint := 0;
BEGIN
  WHILE seedc_at < 2000000 LOOP
    PERFORM pg_advisory_xact_lock(-7870824156802327511);
    PERFORM set_config('jit', 'off', true);
    PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    WITH lists AS NOT MATERIALIZED (
      SELECT '["amber", "ashen", "azure", "bright", "brisk", "candid", "coarse", "copper", "crisp", "dappled", "dusky", "faded", "flaxen", "frosted", "gilded", "glossy", "grained", "hollow", "ivory", "jade", "lucid", "mellow", "mottled", "ochre"]'::jsonb AS p_name_words,
             '["the porter", "our carrier", "one crate", "the ledger", "the depot", "the foreman", "the barge", "the invoice", "the packer", "a docker", "this bundle", "a seal", "our store", "a strap", "one drum", "a token"]'::jsonb AS p_comment_words
    ), r1 AS (
      SELECT rs.i AS i,
             'Brand#' || ('["1", "2", "3", "4", "5"]'::jsonb ->> ((hashint8extended(rs.i, 9124833280826039512) & 9223372036854775807) % 5)::integer) || ('["1", "2", "3", "4", "5"]'::jsonb ->> ((hashint8extended(rs.i, 2601150772096163754) & 9223372036854775807) % 5)::integer) AS p_brand
      FROM generate_series(seedc_at::bigint, least(seedc_at + 99999, 1999999)) AS rs (i)
      WHERE NOT EXISTS (
          SELECT FROM tpch.part AS t
          WHERE t.p_partkey = (rs.i + 1)::integer
            AND t.p_partkey BETWEEN 1 + seedc_at AND 1 + least(seedc_at + 99999, 1999999))
      OFFSET 0
    )
    INSERT INTO tpch.part (p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice,
      p_comment)
    SELECT (r.i + 1)::integer,
           ((lists.p_name_words ->> ((hashint8extended(r.i, 5869861701052861192) & 9223372036854775807) % 24)::integer) || ' ' || (lists.p_name_words ->> ((hashint8extended(r.i, 3324058723327464142) & 9223372036854775807) % 24)::integer) || ' ' || (lists.p_name_words ->> ((hashint8extended(r.i, 2219773973080118855) & 9223372036854775807) % 24)::integer) || ' ' || (lists.p_name_words ->> ((hashint8extended(r.i, 5421960398021614631) & 9223372036854775807) % 24)::integer) || ' ' || (lists.p_name_words ->> ((hashint8extended(r.i, 5220368561161049454) & 9223372036854775807) % 24)::integer))::character varying(55),
           ('Manufacturer#' || substr(r.p_brand, 7, 1))::character(25),
           r.p_brand::character(10),
           (('["STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO"]'::jsonb ->> ((hashint8extended(r.i, 2678777872913870898) & 9223372036854775807) % 6)::integer) || ' ' || ('["ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"]'::jsonb ->> ((hashint8extended(r.i, 8432308831639621363) & 9223372036854775807) % 5)::integer) || ' ' || ('["TIN", "NICKEL", "BRASS", "STEEL", "COPPER"]'::jsonb ->> ((hashint8extended(r.i, 4885948768262753881) & 9223372036854775807) % 5)::integer))::character varying(25),
           ((hashint8extended(r.i, 539809933297712225) & 9223372036854775807) % 50 + 1)::integer,
           (('["SM", "LG", "MED", "JUMBO", "WRAP"]'::jsonb ->> ((hashint8extended(r.i, 6046209647983922283) & 9223372036854775807) % 5)::integer) || ' ' || ('["CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"]'::jsonb ->> ((hashint8extended(r.i, 3345790301952835963) & 9223372036854775807) % 8)::integer))::character(10),
           (((r.i + 1) / 10 % 20001 + 90000 + (r.i + 1) % 1000 * 100) * 0.01)::numeric(15,2),
           ((lists.p_name_words ->> ((hashint8extended(r.i, 733337306296156705) & 9223372036854775807) % 24)::integer) || ' ' || (lists.p_comment_words ->> ((hashint8extended(r.i, 3808498960574807217) & 9223372036854775807) % 16)::integer))::character varying(23)
    FROM r1 AS r, lists;
    GET DIAGNOSTICS seedc_inserted = ROW_COUNT;
    seedc_inserts := seedc_inserts + seedc_inserted;
    seedc_at := least(seedc_at + 100000, 2000000);
    RAISE NOTICE 'tpch.part %/2000000', seedc_at;
    COMMIT;
  END LOOP;
  RAISE NOTICE 'tpch.part: % inserted, % updated', seedc_inserts, seedc_updates;
END
$seedc$;

BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL jit = off; -- compiling the statement costs more than it gains
DO $seedc$
BEGIN
  PERFORM pg_advisory_xact_lock(-7870824156802327511);
END
$seedc$;

-- tpch.supplier · generated · keep
WITH lists AS NOT MATERIALIZED (
  SELECT '[0:24]={16,24,22,9,5,17,19,7,6,23,20,13,8,21,3,12,18,0,4,2,15,1,11,14,10}'::bigint[] AS s_nationkey_n_nationkey,
         '["Acorn Street", "Alder Avenue", "Amber Road", "Apple Lane", "Arbor Drive", "Ash Court", "Aspen Street", "Autumn Way", "Bay Avenue", "Beech Place", "Bell Boulevard", "Birch Street", "Bluebell Terrace", "Bluff Street", "Bramble Avenue", "Bridge Road", "Brook Lane", "Buttercup Drive", "Canal Court", "Canyon Street", "Cardinal Way", "Cedar Avenue", "Center Place", "Chapel Boulevard", "Cherry Street", "Chestnut Terrace", "Church Street", "Clearwater Avenue", "Cliff Road", "Clover Lane", "College Drive", "Copper Court", "Cottage Street", "Cottonwood Way", "Court Street", "Crescent Avenue", "Crest Boulevard", "Cypress Street", "Daisy Terrace", "Dale Street", "Deer Avenue", "Depot Road", "Dogwood Lane", "East Drive", "Eagle Court", "Elm Street", "Evergreen Way", "Fairview Avenue", "Fern Place", "Ferry Boulevard", "Field Street", "Fir Terrace", "First Avenue", "Forest Avenue", "Fountain Road", "Fox Lane", "Franklin Drive", "Front Court", "Garden Street", "Glen Way", "Grand Avenue", "Granite Place", "Grant Boulevard", "Green Street", "Grove Terrace", "Harbor Street", "Harvest Avenue", "Hawthorn Road", "Hazel Lane", "Heather Drive", "Heron Court", "Hickory Street", "High Street", "Highland Avenue", "Hill Place", "Hillside Boulevard", "Holly Street", "Hudson Terrace", "Ironwood Street", "Ivy Avenue", "Jasmine Road", "Jefferson Lane", "Juniper Drive", "Lake Court", "Lakeview Street", "Larch Way", "Laurel Avenue", "Lavender Place", "Liberty Boulevard", "Library Street", "Lilac Terrace", "Lincoln Street", "Linden Avenue", "Locust Road", "Madison Lane", "Magnolia Drive", "Main Street", "Maple Street", "Market Way", "Marsh Avenue", "Meadow Place", "Mill Boulevard", "Mineral Street", "Monroe Terrace", "Mountain Street", "Mulberry Avenue", "Myrtle Road", "North Lane", "Oak Drive", "Oakwood Court", "Ocean Street", "Olive Way", "Orchard Avenue", "Palm Place", "Park Boulevard", "Peach Street", "Pear Terrace", "Pine Street", "Pleasant Avenue", "Plum Road", "Pond Lane", "Poplar Drive", "Prairie Court", "Primrose Street", "Prospect Way", "Quarry Avenue", "Quail Place", "Railroad Boulevard", "Redwood Street", "Ridge Terrace", "River Street", "Riverside Avenue", "Robin Road", "Rose Lane", "Rosewood Drive", "Sage Court", "School Street", "Second Avenue", "Sequoia Avenue", "Shady Place", "Short Boulevard", "Silver Street", "South Terrace", "Spring Street", "Spruce Avenue", "State Road", "Station Lane", "Stone Drive", "Summit Court", "Sunrise Street", "Sunset Way", "Sycamore Avenue", "Third Avenue", "Thistle Boulevard", "Timber Street", "Union Terrace", "Valley Street", "View Avenue", "Village Road", "Vine Lane", "Violet Drive", "Walnut Court", "Washington Street", "Water Way", "Waterfall Avenue", "West Place", "Wheat Boulevard", "Willow Street", "Winding Terrace", "Winter Street", "Woodland Avenue"]'::jsonb AS streets,
         '["the porter", "our carrier", "one crate", "the ledger", "the depot", "the foreman", "the barge", "the invoice", "the packer", "a docker", "this bundle", "a seal", "our store", "a strap", "one drum", "a token"]'::jsonb AS s_comment_words,
         '["waits", "returns", "is weighed", "is checked", "moves on", "is repacked", "turns back", "is early", "goes south", "is stacked", "is sealed", "is loaded", "is moved", "is booked", "is listed", "is kept"]'::jsonb AS s_comment_words_2,
         '["at noon", "in silence", "at dawn", "on request", "in two days", "in haste", "at the gate", "under cover", "in order", "on the quay", "at once", "in the yard", "with thanks", "in bulk", "before lunch", "since May"]'::jsonb AS s_comment_words_3
), r1 AS (
  SELECT rs.i AS i,
         (lists.s_nationkey_n_nationkey)[((hashint8extended(rs.i, 3835068710951169643) & 9223372036854775807) % 25)::integer] AS s_nationkey
  FROM generate_series(0::bigint, 99999) AS rs (i), lists
  WHERE NOT EXISTS (
      SELECT FROM tpch.supplier AS t
      WHERE t.s_suppkey = (rs.i + 1)::integer
        AND t.s_suppkey BETWEEN 1 + 0 AND 1 + 99999)
  OFFSET 0
)
INSERT INTO tpch.supplier (s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
SELECT (r.i + 1)::integer,
       ('Supplier#' || lpad((r.i + 1)::text, 9, '0'))::character(25),
       (((hashint8extended(r.i, 3670799136725002628) & 9223372036854775807) % 999 + 1)::text || ' ' || (lists.streets ->> ((hashint8extended(r.i, 7153456157615392113) & 9223372036854775807) % 171)::integer))::character varying(40),
       r.s_nationkey::integer,
       (((((((r.s_nationkey + 10)::text || '-') || ((r.i + 1) % 89989 * 7919 % 900 + 100)::text) || '-') || ((r.i + 1) % 89977 * 6151 % 900 + 100)::text) || '-') || ((r.i + 1) % 89963 * 4441 % 9000 + 1000)::text)::character(15),
       (((hashint8extended(r.i, 2265723053281012251) & 9223372036854775807) % 1099999 + (-99999)) * 0.01)::numeric(15,2),
       ((lists.s_comment_words ->> ((hashint8extended(r.i, 4022900760107809738) & 9223372036854775807) % 16)::integer) || ' ' || (lists.s_comment_words_2 ->> ((hashint8extended(r.i, 431226394119186387) & 9223372036854775807) % 16)::integer) || ' ' || (lists.s_comment_words_3 ->> ((hashint8extended(r.i, 5896318862137053007) & 9223372036854775807) % 16)::integer) || (CASE WHEN ((hashint8extended(r.i, 2943909775629282270) & 9223372036854775807) % 2) = 0 THEN '' ELSE ', ' || (lists.s_comment_words ->> ((hashint8extended(r.i, 6624190058755155268) & 9223372036854775807) % 16)::integer) || ' ' || (lists.s_comment_words_2 ->> ((hashint8extended(r.i, 199490152288748547) & 9223372036854775807) % 16)::integer) || ' ' || (lists.s_comment_words_3 ->> ((hashint8extended(r.i, 8160148359862073742) & 9223372036854775807) % 16)::integer) END))::character varying(101)
FROM r1 AS r, lists;

COMMIT;

-- tpch.partsupp · generated · keep
DO $seedc$
DECLARE
  seedc_at bigint := 0;
  seedc_inserted bigint := 0;
  seedc_inserts bigint := 0;
  seedc_updates bigint := 0;
BEGIN
  WHILE seedc_at < 8000000 LOOP
    PERFORM pg_advisory_xact_lock(-7870824156802327511);
    PERFORM set_config('jit', 'off', true);
    PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    PERFORM set_config('enable_mergejoin', 'off', true);
    PERFORM set_config('enable_hashjoin', 'off', true);
    WITH lists AS NOT MATERIALIZED (
      SELECT '["the porter", "our carrier", "one crate", "the ledger", "the depot", "the foreman", "the barge", "the invoice", "the packer", "a docker", "this bundle", "a seal", "our store", "a strap", "one drum", "a token"]'::jsonb AS ps_comment_words,
             '["waits", "returns", "is weighed", "is checked", "moves on", "is repacked", "turns back", "is early", "goes south", "is stacked", "is sealed", "is loaded", "is moved", "is booked", "is listed", "is kept"]'::jsonb AS ps_comment_words_2,
             '["at noon", "in silence", "at dawn", "on request", "in two days", "in haste", "at the gate", "under cover", "in order", "on the quay", "at once", "in the yard", "with thanks", "in bulk", "before lunch", "since May"]'::jsonb AS ps_comment_words_3
    ), r1 AS (
      SELECT rs.i AS i,
             rs.i / 4 AS "ps_partkey row"
      FROM generate_series(seedc_at::bigint, least(seedc_at + 99999, 7999999)) AS rs (i)
      OFFSET 0
    ), r2 AS (
      SELECT r.i AS i,
             r."ps_partkey row",
             ((hashint8extended(r."ps_partkey row", 3198346468121746245) & 9223372036854775807) % 100000 + r.i % 4 * 72917) % 100000 + 1 AS ps_suppkey
      FROM r1 AS r
      OFFSET 0
    )
    INSERT INTO tpch.partsupp (ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
    SELECT (r."ps_partkey row" + 1)::integer,
           r.ps_suppkey::integer,
           ((hashint8extended(r.i, 3262035669546427001) & 9223372036854775807) % 9999 + 1)::integer,
           (((hashint8extended(r.i, 4137236388225360338) & 9223372036854775807) % 99901 + 100) * 0.01)::numeric(15,2),
           ((lists.ps_comment_words ->> ((hashint8extended(r.i, 8738548348360016535) & 9223372036854775807) % 16)::integer) || ' ' || (lists.ps_comment_words_2 ->> ((hashint8extended(r.i, 8952152947197344951) & 9223372036854775807) % 16)::integer) || ' ' || (lists.ps_comment_words_3 ->> ((hashint8extended(r.i, 1208849895143601200) & 9223372036854775807) % 16)::integer) || ', ' || (lists.ps_comment_words ->> ((hashint8extended(r.i, 6916103617583119850) & 9223372036854775807) % 16)::integer) || ' ' || (lists.ps_comment_words_2 ->> ((hashint8extended(r.i, 4579784555109053534) & 9223372036854775807) % 16)::integer) || ' ' || (lists.ps_comment_words_3 ->> ((hashint8extended(r.i, 4921977255382360377) & 9223372036854775807) % 16)::integer) || ', ' || (lists.ps_comment_words ->> ((hashint8extended(r.i, 5052110286144645286) & 9223372036854775807) % 16)::integer) || ' ' || (lists.ps_comment_words_2 ->> ((hashint8extended(r.i, 5687594312054420802) & 9223372036854775807) % 16)::integer) || ' ' || (lists.ps_comment_words_3 ->> ((hashint8extended(r.i, 216549186227192373) & 9223372036854775807) % 16)::integer))::character varying(199)
    FROM r2 AS r, lists
    WHERE NOT EXISTS (
        SELECT FROM tpch.partsupp AS t
        WHERE t.ps_partkey = (r."ps_partkey row" + 1)::integer
          AND t.ps_suppkey = r.ps_suppkey::integer);
    GET DIAGNOSTICS seedc_inserted = ROW_COUNT;
    seedc_inserts := seedc_inserts + seedc_inserted;
    seedc_at := least(seedc_at + 100000, 8000000);
    RAISE NOTICE 'tpch.partsupp %/8000000', seedc_at;
    COMMIT;
  END LOOP;
  RAISE NOTICE 'tpch.partsupp: % inserted, % updated', seedc_inserts, seedc_updates;
END
$seedc$;

-- tpch.lineitem · generated · keep
DO $seedc$
DECLARE
  seedc_at bigint := 0;
  seedc_inserted bigint := 0;
  seedc_inserts bigint := 0;
  seedc_updates bigint := 0;
BEGIN
  WHILE seedc_at < 60000011 LOOP
    PERFORM pg_advisory_xact_lock(-7870824156802327511);
    PERFORM set_config('jit', 'off', true);
    PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    PERFORM set_config('enable_mergejoin', 'off', true);
    PERFORM set_config('enable_hashjoin', 'off', true);
    WITH lists AS NOT MATERIALIZED (
      SELECT '[0:126]={0,4,11,16,21,23,30,37,44,51,53,56,57,60,65,66,70,75,79,83,88,90,91,94,100,103,109,115,121,123,126,127,134,136,143,149,155,156,158,163,169,173,179,181,186,189,194,195,198,201,203,207,208,213,217,219,225,232,233,237,244,245,248,252,256,263,268,273,275,282,289,296,303,305,308,309,312,317,318,322,327,331,335,340,342,343,346,352,355,361,367,373,375,378,379,386,388,395,401,407,408,410,415,421,425,431,433,438,441,446,447,450,453,455,459,460,465,469,471,477,484,485,489,496,497,500,504}'::bigint[] AS orders_before,
             '{4,11,16,21,23,30,37,44,51,53,56,57,60,65,66,70,75,79,83,88,90,91,94,100,103,109,115,121,123,126,127,134,136,143,149,155,156,158,163,169,173,179,181,186,189,194,195,198,201,203,207,208,213,217,219,225,232,233,237,244,245,248,252,256,263,268,273,275,282,289,296,303,305,308,309,312,317,318,322,327,331,335,340,342,343,346,352,355,361,367,373,375,378,379,386,388,395,401,407,408,410,415,421,425,431,433,438,441,446,447,450,453,455,459,460,465,469,471,477,484,485,489,496,497,500,504}'::bigint[] AS orders_limits,
             '["the porter", "a clerk", "our carrier", "the wharf", "one crate", "a pallet", "the ledger", "this parcel", "the depot", "a courier", "the foreman", "our buyer", "the barge", "a lorry", "the invoice", "one carton", "the packer", "our agent", "a docker", "the scale", "this bundle", "the broker", "a seal", "the tally", "our store", "the label", "a strap", "the van", "one drum", "the bale", "a token", "the crane"]'::jsonb AS l_comment_words,
             '["waits", "leaves", "returns", "arrives", "is weighed", "is counted", "is checked", "rests", "moves on", "stays put", "is repacked", "is signed", "turns back", "is delayed", "is early", "goes north", "goes south", "is insured", "is stacked", "is opened", "is sealed", "reports", "is loaded", "is sorted", "is moved", "is paid", "is booked", "holds", "is listed", "travels", "is kept", "departs"]'::jsonb AS l_comment_words_2,
             '["at noon", "by rail", "in silence", "with care", "at dawn", "after rain", "on request", "by night", "in two days", "with a stamp", "in haste", "on Monday", "at the gate", "in the hall", "under cover", "by mistake", "in order", "as agreed", "on the quay", "for a week", "at once", "by barge", "in the yard", "without fuss", "with thanks", "on approval", "in bulk", "by weight", "before lunch", "in good time", "since May", "as before"]'::jsonb AS l_comment_words_3
    ), r1 AS (
      SELECT rs.i AS i,
             rs.i % 252 + (lists.orders_before)[((hashint8extended((rs.i / 252), 4459375449165805717) & 9223372036854775807) % 63)::integer] AS "l_orderkey row value"
      FROM generate_series(seedc_at::bigint, least(seedc_at + 99999, 60000010)) AS rs (i), lists
      OFFSET 0
    ), r2 AS (
      SELECT r.i AS i,
             r."l_orderkey row value",
             width_bucket(r."l_orderkey row value", lists.orders_limits)::bigint AS "l_orderkey row bucket"
      FROM r1 AS r, lists
      OFFSET 0
    ), r3 AS (
      SELECT r.i AS i,
             r.i / 252 * 63 + (r."l_orderkey row bucket" - ((hashint8extended((r.i / 252), 4459375449165805717) & 9223372036854775807) % 63)) AS "l_orderkey row",
             r."l_orderkey row value" - (lists.orders_before)[r."l_orderkey row bucket"::integer] + 1 AS l_linenumber
      FROM r2 AS r, lists
      OFFSET 0
    ), r4 AS (
      SELECT r.i AS i,
             r."l_orderkey row",
             r.l_linenumber,
             (hashint8extended(r.i, 7632435631482754759) & 9223372036854775807) % 8000000 AS "l_partkey row",
             ((hashint8extended(r.i, 2204331871922454646) & 9223372036854775807) % 50 + 1) * 100 AS l_quantity,
             (hashint8extended(r."l_orderkey row", 529981799594028497) & 9223372036854775807) % 2406 + 8035 AS "l_orderkey.o_orderdate"
      FROM r3 AS r
      WHERE NOT EXISTS (
          SELECT FROM tpch.lineitem AS t
          WHERE t.l_orderkey = (r."l_orderkey row" + 1)
            AND t.l_linenumber = r.l_linenumber::integer)
      OFFSET 0
    ), r5 AS (
      SELECT r.i AS i,
             r."l_orderkey row",
             r."l_partkey row",
             r.l_linenumber,
             r.l_quantity,
             r."l_orderkey.o_orderdate",
             r."l_partkey row" / 4 AS "l_partkey,l_suppkey.ps_partkey row",
             r."l_orderkey.o_orderdate" + ((hashint8extended(r.i, 8699597998183228577) & 9223372036854775807) % 121 + 1) AS l_shipdate
      FROM r4 AS r
      OFFSET 0
    ), r6 AS (
      SELECT r.i AS i,
             r."l_orderkey row",
             r."l_partkey row",
             r."l_partkey,l_suppkey.ps_partkey row",
             r.l_linenumber,
             r.l_quantity,
             r."l_orderkey.o_orderdate",
             r.l_shipdate,
             r.l_shipdate + ((hashint8extended(r.i, 6576785516195562077) & 9223372036854775807) % 30 + 1) AS l_receiptdate
      FROM r5 AS r
      OFFSET 0
    )
    INSERT INTO tpch.lineitem (l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice,
      l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate,
      l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
    SELECT (r."l_orderkey row" + 1),
           (r."l_partkey,l_suppkey.ps_partkey row" + 1)::integer,
           (((hashint8extended(r."l_partkey,l_suppkey.ps_partkey row", 3198346468121746245) & 9223372036854775807) % 100000 + r."l_partkey row" % 4 * 72917) % 100000 + 1)::integer,
           r.l_linenumber::integer,
           (r.l_quantity * 0.01)::numeric(15,2),
           (((r.l_quantity * ((r."l_partkey,l_suppkey.ps_partkey row" + 1) / 10 % 20001 + 90000 + (r."l_partkey,l_suppkey.ps_partkey row" + 1) % 1000 * 100) * 2 + 100) / 200) * 0.01)::numeric(15,2),
           (((hashint8extended(r.i, 2480473696804674996) & 9223372036854775807) % 11) * 0.01)::numeric(15,2),
           (((hashint8extended(r.i, 2973280297452415135) & 9223372036854775807) % 9) * 0.01)::numeric(15,2),
           (CASE WHEN r.l_receiptdate <= 9298 THEN '["R", "A"]'::jsonb ->> ((hashint8extended(r.i, 6934764234878284557) & 9223372036854775807) % 2)::integer ELSE 'N' END)::character(1),
           (CASE WHEN 9298 < r.l_shipdate THEN 'O'::text ELSE 'F'::text END)::character(1),
           (date '1970-01-01' + r.l_shipdate::integer),
           (date '1970-01-01' + (r."l_orderkey.o_orderdate" + ((hashint8extended(r.i, 4159161989250122663) & 9223372036854775807) % 61 + 30))::integer),
           (date '1970-01-01' + r.l_receiptdate::integer),
           ('["DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN"]'::jsonb ->> ((hashint8extended(r.i, 7007278318488924289) & 9223372036854775807) % 4)::integer)::character(25),
           ('["REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"]'::jsonb ->> ((hashint8extended(r.i, 8806425797353600009) & 9223372036854775807) % 7)::integer)::character(10),
           ((lists.l_comment_words ->> ((hashint8extended(r.i, 6912191629490407227) & 9223372036854775807) % 32)::integer) || ' ' || (lists.l_comment_words_2 ->> ((hashint8extended(r.i, 6437965025712418789) & 9223372036854775807) % 32)::integer) || ' ' || (lists.l_comment_words_3 ->> ((hashint8extended(r.i, 7799076708339000904) & 9223372036854775807) % 32)::integer))::character varying(44)
    FROM r6 AS r, lists;
    GET DIAGNOSTICS seedc_inserted = ROW_COUNT;
    seedc_inserts := seedc_inserts + seedc_inserted;
    seedc_at := least(seedc_at + 100000, 60000011);
    RAISE NOTICE 'tpch.lineitem %/60000011', seedc_at;
    COMMIT;
  END LOOP;
  RAISE NOTICE 'tpch.lineitem: % inserted, % updated', seedc_inserts, seedc_updates;
END
$seedc$;
