-- seedc · wholesale · SMALL
--
-- Writes the rows of this seed in one transaction: all of it or nothing. Applying it again changes
-- nothing. It stops before the first write if a column that it writes is not as it was compiled.
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

BEGIN;
SET LOCAL client_encoding = 'UTF8';
DO $seedc$
DECLARE
  callers_path text := current_setting('search_path');
  differences text;
BEGIN
  PERFORM pg_advisory_xact_lock(1077324625933633928);
  PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
  WITH
  expected_column (relation, name, definition) AS (VALUES
    (NULL::text, NULL::text, NULL::text)
  , ('wholesale.customers', 'customer_id', 'integer not null')
  , ('wholesale.customers', 'company_name', 'character varying(120) not null')
  , ('wholesale.customers', 'contact_name', 'character varying(120) not null')
  , ('wholesale.customers', 'email', 'character varying(160) not null')
  , ('wholesale.customers', 'phone', 'character varying(20)')
  , ('wholesale.customers', 'city', 'character varying(80) not null')
  , ('wholesale.customers', 'country', 'character(2) not null')
  , ('wholesale.customers', 'credit_limit', 'numeric(12,2) not null')
  , ('wholesale.customers', 'created_at', 'timestamp with time zone not null')
  , ('wholesale.carts', 'cart_id', 'integer not null')
  , ('wholesale.carts', 'customer_id', 'integer not null')
  , ('wholesale.carts', 'status', 'character varying(12) not null')
  , ('wholesale.carts', 'updated_at', 'timestamp with time zone not null')
  , ('wholesale.orders', 'order_id', 'integer not null')
  , ('wholesale.orders', 'customer_id', 'integer not null')
  , ('wholesale.orders', 'status', 'character varying(12) not null')
  , ('wholesale.orders', 'ordered_at', 'timestamp with time zone not null')
  , ('wholesale.orders', 'total_amount', 'numeric(12,2) not null')
  , ('wholesale.products', 'product_id', 'integer not null')
  , ('wholesale.products', 'name', 'character varying(120) not null')
  , ('wholesale.products', 'brand', 'character varying(80) not null')
  , ('wholesale.products', 'category', 'character varying(40) not null')
  , ('wholesale.products', 'perishable', 'boolean not null')
  , ('wholesale.products', 'storage', 'int4range')
  , ('wholesale.products', 'description', 'text')
  , ('wholesale.product_skus', 'sku_id', 'integer not null')
  , ('wholesale.product_skus', 'product_id', 'integer not null')
  , ('wholesale.product_skus', 'sku_code', 'character varying(24) not null')
  , ('wholesale.product_skus', 'pack_size', 'smallint not null')
  , ('wholesale.product_skus', 'unit_price', 'numeric(10,2) not null')
  , ('wholesale.product_skus', 'reorder_level', 'integer not null')
  , ('wholesale.cart_items', 'cart_id', 'integer not null')
  , ('wholesale.cart_items', 'sku_id', 'integer not null')
  , ('wholesale.cart_items', 'quantity', 'integer not null')
  , ('wholesale.inventory_batches', 'batch_id', 'bigint not null')
  , ('wholesale.inventory_batches', 'sku_id', 'integer not null')
  , ('wholesale.inventory_batches', 'batch_no', 'character varying(40) not null')
  , ('wholesale.inventory_batches', 'expiry_date', 'date not null')
  , ('wholesale.inventory_batches', 'received_quantity', 'integer not null')
  , ('wholesale.inventory_batches', 'quantity', 'integer not null')
  , ('wholesale.inventory_batches', 'received_at', 'timestamp with time zone not null')
  , ('wholesale.order_items', 'order_item_id', 'integer not null')
  , ('wholesale.order_items', 'order_id', 'integer not null')
  , ('wholesale.order_items', 'sku_id', 'integer not null')
  , ('wholesale.order_items', 'batch_no', 'character varying(40) not null')
  , ('wholesale.order_items', 'quantity', 'integer not null')
  , ('wholesale.order_items', 'unit_price', 'numeric(10,2) not null')
  , ('wholesale.order_items', 'discount_percentage', 'numeric(5,2) not null')
  , ('wholesale.order_items', 'line_total', 'numeric(12,2) not null')
  , ('wholesale.pricing_rules', 'rule_id', 'integer not null')
  , ('wholesale.pricing_rules', 'sku_id', 'integer')
  , ('wholesale.pricing_rules', 'customer_id', 'integer')
  , ('wholesale.pricing_rules', 'min_quantity', 'integer not null')
  , ('wholesale.pricing_rules', 'discount_percentage', 'numeric(5,2) not null')
  , ('wholesale.users', 'user_id', 'integer not null')
  , ('wholesale.users', 'username', 'character varying(60) not null')
  , ('wholesale.users', 'password_hash', 'character varying(255) not null')
  , ('wholesale.users', 'role', 'character varying(20) not null')
  , ('wholesale.users', 'customer_id', 'integer')
  , ('wholesale.users', 'is_active', 'boolean not null')
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
  , ('wholesale.customers', ARRAY['customer_id', 'company_name', 'contact_name', 'email', 'phone', 'city', 'created_at']::text[])
  , ('wholesale.carts', ARRAY['cart_id', 'customer_id', 'status', 'updated_at']::text[])
  , ('wholesale.orders', ARRAY['order_id', 'customer_id', 'status', 'ordered_at', 'total_amount']::text[])
  , ('wholesale.products', ARRAY['product_id', 'name', 'brand', 'category']::text[])
  , ('wholesale.product_skus', ARRAY['sku_id', 'product_id', 'sku_code', 'pack_size', 'unit_price', 'reorder_level']::text[])
  , ('wholesale.cart_items', ARRAY['cart_id', 'sku_id', 'quantity']::text[])
  , ('wholesale.inventory_batches', ARRAY['batch_id', 'sku_id', 'batch_no', 'expiry_date', 'received_quantity', 'quantity', 'received_at']::text[])
  , ('wholesale.order_items', ARRAY['order_item_id', 'order_id', 'sku_id', 'batch_no', 'quantity', 'unit_price', 'discount_percentage', 'line_total']::text[])
  , ('wholesale.pricing_rules', ARRAY['rule_id', 'sku_id', 'customer_id', 'min_quantity', 'discount_percentage']::text[])
  , ('wholesale.users', ARRAY['user_id', 'username', 'password_hash', 'role', 'customer_id']::text[])
  ),
  arbiter (relation, target, names, expressions, partial, nulls_equal, immediate)
  AS (VALUES
    (NULL::text, NULL::text, NULL::text[], 0, false, false, false)
  , ('wholesale.customers', '(customer_id)', ARRAY['customer_id']::text[], 0, false, false, true)
  , ('wholesale.carts', '(cart_id)', ARRAY['cart_id']::text[], 0, false, false, true)
  , ('wholesale.orders', '(order_id)', ARRAY['order_id']::text[], 0, false, false, true)
  , ('wholesale.products', '(product_id)', ARRAY['product_id']::text[], 0, false, false, true)
  , ('wholesale.product_skus', '(sku_id)', ARRAY['sku_id']::text[], 0, false, false, true)
  , ('wholesale.cart_items', '(cart_id, sku_id)', ARRAY['cart_id', 'sku_id']::text[], 0, false, false, true)
  , ('wholesale.inventory_batches', '(batch_id)', ARRAY['batch_id']::text[], 0, false, false, true)
  , ('wholesale.order_items', '(order_item_id)', ARRAY['order_item_id']::text[], 0, false, false, true)
  , ('wholesale.pricing_rules', '(rule_id)', ARRAY['rule_id']::text[], 0, false, false, true)
  , ('wholesale.users', '(username)', ARRAY['username']::text[], 0, false, false, true)
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
  expected_sequence (name) AS (VALUES
    (NULL::text)
  , ('wholesale.customers_customer_id_seq')
  , ('wholesale.orders_order_id_seq')
  , ('wholesale.users_user_id_seq')
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
    UNION ALL
    SELECT s.name || ': expected a sequence, found none'
    FROM expected_sequence AS s
    WHERE s.name IS NOT NULL
      AND NOT EXISTS (
        SELECT FROM pg_class AS c WHERE c.oid = to_regclass(s.name) AND c.relkind = 'S')
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
END
$seedc$;

-- wholesale.customers · curated · update
INSERT INTO wholesale.customers AS t (customer_id, company_name, contact_name, email, phone, city, country, credit_limit, created_at)
SELECT s.customer_id, s.company_name, s.contact_name, s.email, s.phone, s.city, s.country, s.credit_limit, s.created_at
FROM (VALUES
  (NULL::integer, NULL::character varying(120), NULL::character varying(120), NULL::character varying(160), NULL::character varying(20), NULL::character varying(80), NULL::character(2), NULL::numeric(12,2), NULL::timestamp with time zone)
, (5, 'Blackrock Grocers', 'Aoife Brennan', 'buying@blackrockgrocers.example', '+35315550105', 'Dublin', 'IE', 15000.00, '2025-03-11 11:30:00+00')  -- customer:blackrock
) AS s (customer_id, company_name, contact_name, email, phone, city, country, credit_limit, created_at)
WHERE s.customer_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.customers AS t
    WHERE t.customer_id = s.customer_id
      AND (t.company_name, t.contact_name, t.email, t.phone, t.city, t.country, t.credit_limit, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.country, s.credit_limit, s.created_at))
ON CONFLICT (customer_id) DO UPDATE
SET company_name = excluded.company_name,
    contact_name = excluded.contact_name,
    email = excluded.email,
    phone = excluded.phone,
    city = excluded.city,
    country = excluded.country,
    credit_limit = excluded.credit_limit,
    created_at = excluded.created_at;
INSERT INTO wholesale.customers AS t (customer_id, company_name, contact_name, email, phone, city, credit_limit, created_at)
SELECT s.customer_id, s.company_name, s.contact_name, s.email, s.phone, s.city, s.credit_limit, s.created_at
FROM (VALUES
  (NULL::integer, NULL::character varying(120), NULL::character varying(120), NULL::character varying(160), NULL::character varying(20), NULL::character varying(80), NULL::numeric(12,2), NULL::timestamp with time zone)
, (1, 'The Green Larder', 'Hannah Whitcombe', 'orders@greenlarder.example', '+441225550101', 'Bath', 8000.00, '2025-01-06 09:12:00+00')  -- customer:green-larder
, (2, 'North Quay Fishmongers', 'Callum Reid', 'callum@northquay.example', '+441224550102', 'Aberdeen', 12000.00, '2025-01-14 10:05:30+00')  -- customer:north-quay
, (3, 'Saffron Street Kitchen', 'Priya Raman', 'kitchen@saffronstreet.example', '+441162550103', 'Leicester', 6500.00, '2025-02-03 08:00:00+00')  -- customer:saffron-street
, (4, 'Hollow Oak Primary Academy', 'Denise Farrow', 'catering@hollowoak.example', '+441603550104', 'Norwich', 2500.00, '2025-02-20 13:45:00+00')  -- customer:hollow-oak
, (1992503433, 'Kestrel Hotels Group', 'Oliver Hastings', 'procurement@kestrelhotels.example', '+442075550107', 'London', 40000.00, '2025-04-23 09:00:00+00')  -- customer:kestrel
, (1745378966, 'Moorland Farm Shop', 'Gareth Pugh', 'shop@moorlandfarm.example', '+441874550108', 'Brecon', 3000.00, '2025-06-17 07:55:00+00')  -- customer:moorland
) AS s (customer_id, company_name, contact_name, email, phone, city, credit_limit, created_at)
WHERE s.customer_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.customers AS t
    WHERE t.customer_id = s.customer_id
      AND (t.company_name, t.contact_name, t.email, t.phone, t.city, t.credit_limit, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.credit_limit, s.created_at))
ON CONFLICT (customer_id) DO UPDATE
SET company_name = excluded.company_name,
    contact_name = excluded.contact_name,
    email = excluded.email,
    phone = excluded.phone,
    city = excluded.city,
    credit_limit = excluded.credit_limit,
    created_at = excluded.created_at;
INSERT INTO wholesale.customers AS t (customer_id, company_name, contact_name, email, phone, city, created_at)
SELECT s.customer_id, s.company_name, s.contact_name, s.email, s.phone, s.city, s.created_at
FROM (VALUES
  (NULL::integer, NULL::character varying(120), NULL::character varying(120), NULL::character varying(160), NULL::character varying(20), NULL::character varying(80), NULL::timestamp with time zone)
, (2102051954, 'Riverside Tea Rooms', 'Margaret Ellis', 'hello@riversidetea.example', NULL, 'Stratford-upon-Avon', '2025-04-01 15:20:10+00')  -- customer:riverside
) AS s (customer_id, company_name, contact_name, email, phone, city, created_at)
WHERE s.customer_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.customers AS t
    WHERE t.customer_id = s.customer_id
      AND (t.company_name, t.contact_name, t.email, t.phone, t.city, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.created_at))
ON CONFLICT (customer_id) DO UPDATE
SET company_name = excluded.company_name,
    contact_name = excluded.contact_name,
    email = excluded.email,
    phone = excluded.phone,
    city = excluded.city,
    created_at = excluded.created_at;

-- wholesale.carts · curated · update
INSERT INTO wholesale.carts AS t (cart_id, customer_id, status, updated_at)
SELECT s.cart_id, s.customer_id, s.status, s.updated_at
FROM (VALUES
  (NULL::integer, NULL::integer, NULL::character varying(12), NULL::timestamp with time zone)
, (1720823195, 1, 'open', '2025-11-18 16:02:11+00')  -- cart:1
, (2066611999, 2102051954, 'open', '2025-11-20 08:45:00+00')  -- cart:2
, (1747275375, 1992503433, 'ordered', '2025-11-06 10:58:00+00')  -- cart:3
, (1744167509, 3, 'abandoned', '2025-08-02 22:30:40+00')  -- cart:4
, (1739196868, 3, 'open', '2025-11-21 11:11:00+00')  -- cart:5
) AS s (cart_id, customer_id, status, updated_at)
WHERE s.cart_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.carts AS t
    WHERE t.cart_id = s.cart_id
      AND (t.customer_id, t.status, t.updated_at) IS NOT DISTINCT FROM (s.customer_id, s.status, s.updated_at))
ON CONFLICT (cart_id) DO UPDATE
SET customer_id = excluded.customer_id,
    status = excluded.status,
    updated_at = excluded.updated_at;

-- wholesale.orders · curated · update
INSERT INTO wholesale.orders AS t (order_id, customer_id, status, ordered_at, total_amount)
SELECT s.order_id, s.customer_id, s.status, s.ordered_at, s.total_amount
FROM (VALUES
  (NULL::integer, NULL::integer, NULL::character varying(12), NULL::timestamp with time zone, NULL::numeric(12,2))
, (1001, 1, 'shipped', '2025-07-22 09:14:00+00', 338.33)  -- order:1001
, (1002, 3, 'shipped', '2025-08-03 10:00:25+00', 1072.19)  -- order:1002
, (1003, 4, 'shipped', '2025-09-04 07:31:00+00', 905.28)  -- order:1003
, (1651050592, 5, 'shipped', '2025-09-15 13:05:00+00', 1857.89)  -- order:1004
, (1989115041, 1992503433, 'shipped', '2025-09-26 08:20:00+00', 5608.19)  -- order:1005
, (1792211754, 2, 'cancelled', '2025-10-09 15:48:33+00', 999.00)  -- order:1006
, (1971880515, 2, 'shipped', '2025-10-14 06:12:00+00', 1333.32)  -- order:1007
, (1742443258, 1992503433, 'picked', '2025-11-06 11:00:00+00', 2591.00)  -- order:1008
, (2120286413, 1745378966, 'pending', '2025-11-19 17:26:09+00', 583.97)  -- order:1009
) AS s (order_id, customer_id, status, ordered_at, total_amount)
WHERE s.order_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.orders AS t
    WHERE t.order_id = s.order_id
      AND (t.customer_id, t.status, t.ordered_at, t.total_amount)
        IS NOT DISTINCT FROM (s.customer_id, s.status, s.ordered_at, s.total_amount))
ON CONFLICT (order_id) DO UPDATE
SET customer_id = excluded.customer_id,
    status = excluded.status,
    ordered_at = excluded.ordered_at,
    total_amount = excluded.total_amount;

-- wholesale.products · curated · update
INSERT INTO wholesale.products AS t (product_id, name, brand, category, perishable)
SELECT s.product_id, s.name, s.brand, s.category, s.perishable
FROM (VALUES
  (NULL::integer, NULL::character varying(120), NULL::character varying(80), NULL::character varying(40), NULL::boolean)
, (1627514206, 'Basmati Rice 5 kg', 'Golden Delta', 'Dry goods', false)  -- product:basmati
, (1717327571, 'Chopped Tomatoes 2.5 kg', 'Campo Rosso', 'Tinned', false)  -- product:tomatoes
, (1986287492, 'Strawberry Jam 340 g', 'Wye Valley Preserves', 'Spreads', false)  -- product:jam
) AS s (product_id, name, brand, category, perishable)
WHERE s.product_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.products AS t
    WHERE t.product_id = s.product_id
      AND (t.name, t.brand, t.category, t.perishable) IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.perishable))
ON CONFLICT (product_id) DO UPDATE
SET name = excluded.name,
    brand = excluded.brand,
    category = excluded.category,
    perishable = excluded.perishable;
INSERT INTO wholesale.products AS t (product_id, name, brand, category, perishable, description)
SELECT s.product_id, s.name, s.brand, s.category, s.perishable, s.description
FROM (VALUES
  (NULL::integer, NULL::character varying(120), NULL::character varying(80), NULL::character varying(40), NULL::boolean, NULL::text)
, (1984261604, 'English Breakfast Tea, 240 bags', 'Penhale & Sons', 'Beverages', false, 'Assam and Kenyan leaf; plastic-free bags.')  -- product:tea
) AS s (product_id, name, brand, category, perishable, description)
WHERE s.product_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.products AS t
    WHERE t.product_id = s.product_id
      AND (t.name, t.brand, t.category, t.perishable, t.description)
        IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.perishable, s.description))
ON CONFLICT (product_id) DO UPDATE
SET name = excluded.name,
    brand = excluded.brand,
    category = excluded.category,
    perishable = excluded.perishable,
    description = excluded.description;
INSERT INTO wholesale.products AS t (product_id, name, brand, category, storage)
SELECT s.product_id, s.name, s.brand, s.category, s.storage
FROM (VALUES
  (NULL::integer, NULL::character varying(120), NULL::character varying(80), NULL::character varying(40), NULL::int4range)
, (1791251496, 'Whole Milk UHT 1 L', 'Severn Vale', 'Dairy', '[2,26)')  -- product:milk
, (1772463004, 'Haddock Fillets, frozen', 'Loch Ardle', 'Fish', '[-25,-17)')  -- product:haddock
, (1969353802, 'Salted Butter 250 g', 'Quantock Dairy', 'Dairy', '[1,7)')  -- product:butter
) AS s (product_id, name, brand, category, storage)
WHERE s.product_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.products AS t
    WHERE t.product_id = s.product_id
      AND (t.name, t.brand, t.category, t.storage) IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.storage))
ON CONFLICT (product_id) DO UPDATE
SET name = excluded.name,
    brand = excluded.brand,
    category = excluded.category,
    storage = excluded.storage;
INSERT INTO wholesale.products AS t (product_id, name, brand, category, storage, description)
SELECT s.product_id, s.name, s.brand, s.category, s.storage, s.description
FROM (VALUES
  (NULL::integer, NULL::character varying(120), NULL::character varying(80), NULL::character varying(40), NULL::int4range, NULL::text)
, (2076356509, 'Mature Cheddar', 'Quantock Dairy', 'Dairy', '[2,6)', 'Matured for twelve months; waxed 350 g truckles.')  -- product:cheddar
, (1783851551, 'Smoked Salmon 200 g', 'Loch Ardle', 'Fish', '[0,5)', 'Oak smoked, long sliced, interleaved.')  -- product:salmon
) AS s (product_id, name, brand, category, storage, description)
WHERE s.product_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.products AS t
    WHERE t.product_id = s.product_id
      AND (t.name, t.brand, t.category, t.storage, t.description)
        IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.storage, s.description))
ON CONFLICT (product_id) DO UPDATE
SET name = excluded.name,
    brand = excluded.brand,
    category = excluded.category,
    storage = excluded.storage,
    description = excluded.description;

-- wholesale.product_skus · curated · update
INSERT INTO wholesale.product_skus AS t (sku_id, product_id, sku_code, pack_size, unit_price, reorder_level)
SELECT s.sku_id, s.product_id, s.sku_code, s.pack_size, s.unit_price, s.reorder_level
FROM (VALUES
  (NULL::integer, NULL::integer, NULL::character varying(24), NULL::smallint, NULL::numeric(10,2), NULL::integer)
, (2060297053, 2076356509, 'CHD-MAT-6', 6, 21.60, 20)  -- sku:cheddar-6
, (1803925337, 2076356509, 'CHD-MAT-24', 24, 79.20, 6)  -- sku:cheddar-24
, (2042361141, 1791251496, 'MLK-UHT-12', 12, 11.40, 100)  -- sku:milk-12
, (1980234596, 1783851551, 'SAL-SMK-10', 10, 54.00, 15)  -- sku:salmon-10
, (1812655593, 1772463004, 'HAD-FRZ-20', 20, 88.50, 5)  -- sku:haddock-20
, (2061540615, 1627514206, 'BAS-5KG-1', 1, 13.75, 30)  -- sku:basmati-1
, (2098714761, 1627514206, 'BAS-5KG-4', 4, 51.00, 10)  -- sku:basmati-4
, (2128402444, 1984261604, 'TEA-EBR-6', 6, 31.80, 12)  -- sku:tea-6
, (1919073544, 1717327571, 'TOM-CHP-6', 6, 17.10, 40)  -- sku:tomatoes-6
, (1941561516, 1969353802, 'BUT-SLT-20', 20, 46.00, 10)  -- sku:butter-20
, (1632748041, 1969353802, 'BUT-SLT-40', 40, 89.00, 4)  -- sku:butter-40
, (1859583640, 1986287492, 'JAM-STR-6', 6, 14.70, 8)  -- sku:jam-6
) AS s (sku_id, product_id, sku_code, pack_size, unit_price, reorder_level)
WHERE s.sku_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.product_skus AS t
    WHERE t.sku_id = s.sku_id
      AND (t.product_id, t.sku_code, t.pack_size, t.unit_price, t.reorder_level)
        IS NOT DISTINCT FROM (s.product_id, s.sku_code, s.pack_size, s.unit_price, s.reorder_level))
ON CONFLICT (sku_id) DO UPDATE
SET product_id = excluded.product_id,
    sku_code = excluded.sku_code,
    pack_size = excluded.pack_size,
    unit_price = excluded.unit_price,
    reorder_level = excluded.reorder_level;

-- wholesale.cart_items · curated · update
INSERT INTO wholesale.cart_items AS t (cart_id, sku_id, quantity)
SELECT s.cart_id, s.sku_id, s.quantity
FROM (VALUES
  (NULL::integer, NULL::integer, NULL::integer)
, (1720823195, 2060297053, 4)  -- cart:1:cheddar
, (1720823195, 1859583640, 3)  -- cart:1:jam
, (2066611999, 2128402444, 24)  -- cart:2:tea
, (1747275375, 1980234596, 30)  -- cart:3:salmon
, (1747275375, 1941561516, 25)  -- cart:3:butter
, (1744167509, 2061540615, 8)  -- cart:4:basmati
) AS s (cart_id, sku_id, quantity)
WHERE s.cart_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.cart_items AS t
    WHERE t.cart_id = s.cart_id AND t.sku_id = s.sku_id
      AND t.quantity IS NOT DISTINCT FROM s.quantity)
ON CONFLICT (cart_id, sku_id) DO UPDATE
SET quantity = excluded.quantity;

-- wholesale.inventory_batches · curated · update
INSERT INTO wholesale.inventory_batches AS t (batch_id, sku_id, batch_no, expiry_date, received_quantity, quantity, received_at)
SELECT s.batch_id, s.sku_id, s.batch_no, s.expiry_date, s.received_quantity, s.quantity, s.received_at
FROM (VALUES
  (NULL::bigint, NULL::integer, NULL::character varying(40), NULL::date, NULL::integer, NULL::integer, NULL::timestamp with time zone)
, (8792136899984444, 2060297053, 'QD-250611-A', '2025-12-11', 60, 0, '2025-06-18 06:30:00+00')  -- batch:QD-250611-A
, (6755697999823950, 2060297053, 'QD-250802-B', '2026-02-02', 80, 68, '2025-08-09 06:30:00+00')  -- batch:QD-250802-B
, (8112308580896148, 2060297053, 'QD-250930-A', '2026-03-30', 80, 80, '2025-10-06 06:45:00+00')  -- batch:QD-250930-A
, (7345762174124442, 1803925337, 'QD-250802-C', '2026-02-02', 20, 18, '2025-08-09 06:30:00+00')  -- batch:QD-250802-C
, (8106913850955563, 2042361141, 'SV-77120', '2025-11-30', 240, 0, '2025-07-01 05:50:00+00')  -- batch:SV-77120
, (7140732156400122, 2042361141, 'SV-77981', '2026-02-15', 300, 300, '2025-09-02 05:50:00+00')  -- batch:SV-77981
, (7295701456579266, 1980234596, 'LA-0917', '2025-10-17', 40, 0, '2025-09-18 04:20:00+00')  -- batch:LA-0917
, (8282931818106153, 1980234596, 'LA-1001', '2025-11-02', 40, 28, '2025-10-02 04:20:00+00')  -- batch:LA-1001
, (7880021115724857, 1980234596, 'LA-1103', '2025-12-05', 60, 30, '2025-11-04 04:25:00+00')  -- batch:LA-1103
, (8833351275300532, 1812655593, 'LA-F2208', '2026-08-22', 30, 22, '2025-08-25 04:30:00+00')  -- batch:LA-F2208
, (7243097336242950, 2061540615, 'GD-2025-041', '2027-04-30', 120, 120, '2025-05-12 12:00:00+00')  -- batch:GD-2025-041
, (8113318535068391, 2098714761, 'GD-2025-042', '2027-04-30', 40, 30, '2025-05-12 12:00:00+00')  -- batch:GD-2025-042
, (7763595498959004, 2098714761, 'GD-2025-077', '2027-09-30', 40, 40, '2025-10-20 12:00:00+00')  -- batch:GD-2025-077
, (7087892747569738, 2128402444, 'PS-B5512', '2027-01-31', 72, 48, '2025-03-03 09:15:00+00')  -- batch:PS-B5512
, (7861571911762692, 1919073544, 'CR-L4410', '2027-06-30', 150, 126, '2025-04-14 10:40:00+00')  -- batch:CR-L4410
, (7792889522853047, 1919073544, 'CR-L4519', '2027-10-31', 150, 150, '2025-09-29 10:40:00+00')  -- batch:CR-L4519
, (7288171107248250, 1941561516, 'QD-B250715', '2025-10-13', 50, 0, '2025-07-20 06:30:00+00')  -- batch:QD-B250715
, (6961289726573762, 1941561516, 'QD-B250915', '2025-12-14', 50, 25, '2025-09-20 06:30:00+00')  -- batch:QD-B250915
, (6984546549664015, 1941561516, 'QD-B251101', '2026-01-30', 30, 30, '2025-11-05 06:30:00+00')  -- batch:QD-B251101
, (7351389876339223, 1859583640, 'WV-S0301', '2026-09-01', 36, 0, '2025-03-10 08:00:00+00')  -- batch:WV-S0301
) AS s (batch_id, sku_id, batch_no, expiry_date, received_quantity, quantity, received_at)
WHERE s.batch_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.inventory_batches AS t
    WHERE t.batch_id = s.batch_id
      AND (t.sku_id, t.batch_no, t.expiry_date, t.received_quantity, t.quantity, t.received_at)
        IS NOT DISTINCT FROM (s.sku_id, s.batch_no, s.expiry_date, s.received_quantity, s.quantity, s.received_at))
ON CONFLICT (batch_id) DO UPDATE
SET sku_id = excluded.sku_id,
    batch_no = excluded.batch_no,
    expiry_date = excluded.expiry_date,
    received_quantity = excluded.received_quantity,
    quantity = excluded.quantity,
    received_at = excluded.received_at;

-- wholesale.order_items · curated · update
INSERT INTO wholesale.order_items AS t (order_item_id, order_id, sku_id, batch_no, quantity, unit_price, discount_percentage, line_total)
SELECT s.order_item_id, s.order_id, s.sku_id, s.batch_no, s.quantity, s.unit_price, s.discount_percentage, s.line_total
FROM (VALUES
  (NULL::integer, NULL::integer, NULL::integer, NULL::character varying(40), NULL::integer, NULL::numeric(10,2), NULL::numeric(5,2), NULL::numeric(12,2))
, (1759994568, 1001, 2060297053, 'QD-250611-A', 12, 21.60, 3.50, 250.13)  -- order:1001:1
, (1778763148, 1001, 1859583640, 'WV-S0301', 6, 14.70, 0.00, 88.20)  -- order:1001:2
, (2055876338, 1002, 2098714761, 'GD-2025-042', 10, 51.00, 3.50, 492.15)  -- order:1002:1
, (1681320396, 1002, 1919073544, 'CR-L4410', 24, 17.10, 3.50, 396.04)  -- order:1002:2
, (2001594007, 1002, 1941561516, 'QD-B250715', 4, 46.00, 0.00, 184.00)  -- order:1002:3
, (1729281283, 1003, 2042361141, 'SV-77120', 60, 11.40, 8.00, 629.28)  -- order:1003:1
, (1910321819, 1003, 1941561516, 'QD-B250715', 6, 46.00, 0.00, 276.00)  -- order:1003:2
, (1766530741, 1651050592, 2060297053, 'QD-250611-A', 48, 21.60, 12.00, 912.38)  -- order:1004:1
, (1729271814, 1651050592, 2060297053, 'QD-250802-B', 12, 21.60, 12.00, 228.10)  -- order:1004:2
, (1692207823, 1651050592, 2128402444, 'PS-B5512', 24, 31.80, 6.00, 717.41)  -- order:1004:3
, (1699355386, 1989115041, 1941561516, 'QD-B250715', 40, 46.00, 5.00, 1748.00)  -- order:1005:1
, (2128628683, 1989115041, 2042361141, 'SV-77120', 180, 11.40, 9.25, 1862.19)  -- order:1005:2
, (1902236097, 1989115041, 1980234596, 'LA-0917', 40, 54.00, 7.50, 1998.00)  -- order:1005:3
, (1841251971, 1792211754, 1980234596, 'LA-1001', 20, 54.00, 7.50, 999.00)  -- order:1006:1
, (2141484221, 1971880515, 1812655593, 'LA-F2208', 8, 88.50, 0.00, 708.00)  -- order:1007:1
, (1945531843, 1971880515, 1980234596, 'LA-1001', 12, 54.00, 3.50, 625.32)  -- order:1007:2
, (1640001715, 1742443258, 1980234596, 'LA-1103', 30, 54.00, 7.50, 1498.50)  -- order:1008:1
, (2143301770, 1742443258, 1941561516, 'QD-B250915', 25, 46.00, 5.00, 1092.50)  -- order:1008:2
, (1721477750, 2120286413, 1803925337, 'QD-250802-C', 2, 79.20, 0.00, 158.40)  -- order:1009:1
, (1774553367, 2120286413, 1859583640, 'WV-S0301', 30, 14.70, 3.50, 425.57)  -- order:1009:2
) AS s (order_item_id, order_id, sku_id, batch_no, quantity, unit_price, discount_percentage, line_total)
WHERE s.order_item_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.order_items AS t
    WHERE t.order_item_id = s.order_item_id
      AND (t.order_id, t.sku_id, t.batch_no, t.quantity, t.unit_price, t.discount_percentage, t.line_total)
        IS NOT DISTINCT FROM (s.order_id, s.sku_id, s.batch_no, s.quantity, s.unit_price, s.discount_percentage, s.line_total))
ON CONFLICT (order_item_id) DO UPDATE
SET order_id = excluded.order_id,
    sku_id = excluded.sku_id,
    batch_no = excluded.batch_no,
    quantity = excluded.quantity,
    unit_price = excluded.unit_price,
    discount_percentage = excluded.discount_percentage,
    line_total = excluded.line_total;

-- wholesale.pricing_rules · curated · update
INSERT INTO wholesale.pricing_rules AS t (rule_id, sku_id, customer_id, min_quantity, discount_percentage)
SELECT s.rule_id, s.sku_id, s.customer_id, s.min_quantity, s.discount_percentage
FROM (VALUES
  (NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::numeric(5,2))
, (2036763933, NULL, NULL, 10, 3.50)  -- rule:everything-10
, (2143373536, 2128402444, NULL, 24, 6.00)  -- rule:tea-24
, (1740601931, 1980234596, NULL, 20, 7.50)  -- rule:salmon-20
, (1684093926, NULL, 1992503433, 1, 5.00)  -- rule:kestrel
, (2010030521, NULL, 1992503433, 50, 9.25)  -- rule:kestrel-bulk
, (1719399704, 2060297053, 5, 12, 12.00)  -- rule:blackrock-cheddar
, (1893349072, 2042361141, 4, 1, 8.00)  -- rule:hollow-oak-milk
) AS s (rule_id, sku_id, customer_id, min_quantity, discount_percentage)
WHERE s.rule_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.pricing_rules AS t
    WHERE t.rule_id = s.rule_id
      AND (t.sku_id, t.customer_id, t.min_quantity, t.discount_percentage)
        IS NOT DISTINCT FROM (s.sku_id, s.customer_id, s.min_quantity, s.discount_percentage))
ON CONFLICT (rule_id) DO UPDATE
SET sku_id = excluded.sku_id,
    customer_id = excluded.customer_id,
    min_quantity = excluded.min_quantity,
    discount_percentage = excluded.discount_percentage;

-- wholesale.users · curated · update
INSERT INTO wholesale.users AS t (user_id, username, password_hash, role, customer_id)
SELECT s.user_id, s.username, s.password_hash, s.role, s.customer_id
FROM (VALUES
  (NULL::integer, NULL::character varying(60), NULL::character varying(255), NULL::character varying(20), NULL::integer)
, (1, 'admin', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'admin', NULL)  -- user:admin
, (2, 'warehouse', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'warehouse', NULL)  -- user:warehouse
, (1655434288, 'green-larder', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 1)  -- user:green-larder
, (2027914682, 'north-quay', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 2)  -- user:north-quay
, (1814685206, 'saffron-street', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 3)  -- user:saffron-street
, (1802033382, 'hollow-oak', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 4)  -- user:hollow-oak
, (1960977343, 'blackrock', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 5)  -- user:blackrock
, (1780426903, 'riverside', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 2102051954)  -- user:riverside
, (2133712025, 'kestrel', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 1992503433)  -- user:kestrel
) AS s (user_id, username, password_hash, role, customer_id)
WHERE s.username IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.users AS t
    WHERE t.username = s.username
      AND (t.password_hash, t.role, t.customer_id) IS NOT DISTINCT FROM (s.password_hash, s.role, s.customer_id))
ON CONFLICT (username) DO UPDATE
SET password_hash = excluded.password_hash,
    role = excluded.role,
    customer_id = excluded.customer_id;
INSERT INTO wholesale.users AS t (user_id, username, password_hash, role, customer_id, is_active)
SELECT s.user_id, s.username, s.password_hash, s.role, s.customer_id, s.is_active
FROM (VALUES
  (NULL::integer, NULL::character varying(60), NULL::character varying(255), NULL::character varying(20), NULL::integer, NULL::boolean)
, (1653785372, 'moorland', 'scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770', 'customer', 1745378966, false)  -- user:moorland
) AS s (user_id, username, password_hash, role, customer_id, is_active)
WHERE s.username IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM wholesale.users AS t
    WHERE t.username = s.username
      AND (t.password_hash, t.role, t.customer_id, t.is_active)
        IS NOT DISTINCT FROM (s.password_hash, s.role, s.customer_id, s.is_active))
ON CONFLICT (username) DO UPDATE
SET password_hash = excluded.password_hash,
    role = excluded.role,
    customer_id = excluded.customer_id,
    is_active = excluded.is_active;

-- sequences: never moved back, and only where they are behind
SELECT setval('wholesale.customers_customer_id_seq', 5)
FROM wholesale.customers_customer_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.customers_customer_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < 5 ELSE q.last_value <= 5 END;
SELECT setval('wholesale.orders_order_id_seq', 1003)
FROM wholesale.orders_order_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.orders_order_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < 1003 ELSE q.last_value <= 1003 END;
SELECT setval('wholesale.users_user_id_seq', 2)
FROM wholesale.users_user_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.users_user_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < 2 ELSE q.last_value <= 2 END;

COMMIT;
