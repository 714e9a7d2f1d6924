-- seedc · wholesale · SMALL · verify
--
-- Proves that every row of this seed is there and equal, that the foreign keys of its tables hold
-- for all rows, and that no sequence is behind. Prints a row per table, then fails if one is not as
-- it should be. In a table with the policy keep a row may differ, but not be missing.
-- Apply with: psql -f FILE. It writes to temporary tables only, and rolls back.
\set ON_ERROR_STOP on
\set seedc_quiet :QUIET
\set QUIET on

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

CREATE TEMP TABLE "seedc checked" (name text, strict boolean, strictly boolean) ON COMMIT DROP;
CREATE TEMP TABLE "seedc outcome" (name text, key text, present boolean, equal boolean)
ON COMMIT DROP;
CREATE TEMP TABLE "seedc counted" (name text, expected bigint, present bigint, equal bigint)
ON COMMIT DROP;
CREATE TEMP TABLE "seedc problem" (name text, line text) ON COMMIT DROP;
INSERT INTO pg_temp."seedc checked" (name, strict, strictly)
SELECT v.name, v.strict, v.strictly
FROM (VALUES
  (NULL::text, NULL::boolean, NULL::boolean)
, ('wholesale.customers', true, false)
, ('wholesale.carts', true, false)
, ('wholesale.orders', true, false)
, ('wholesale.products', true, false)
, ('wholesale.product_skus', true, false)
, ('wholesale.cart_items', true, false)
, ('wholesale.inventory_batches', true, false)
, ('wholesale.order_items', true, false)
, ('wholesale.pricing_rules', true, false)
, ('wholesale.users', true, false)
) AS v (name, strict, strictly)
WHERE v.name IS NOT NULL;

-- wholesale.customers · curated · update
CREATE TEMP TABLE "seedc wholesale.customers" (
  __key__ text,
  customer_id integer,
  company_name character varying(120),
  contact_name character varying(120),
  email character varying(160),
  phone character varying(20),
  city character varying(80),
  country character(2),
  credit_limit numeric(12,2),
  created_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.customers" FROM stdin;
customer:blackrock	5	Blackrock Grocers	Aoife Brennan	buying@blackrockgrocers.example	+35315550105	Dublin	IE	15000.00	2025-03-11 11:30:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.customers', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.company_name, t.contact_name, t.email, t.phone, t.city, t.country, t.credit_limit, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.country, s.credit_limit, s.created_at)))
FROM pg_temp."seedc wholesale.customers" AS s
LEFT JOIN wholesale.customers AS t ON t.customer_id = s.customer_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.customers 2" (
  __key__ text,
  customer_id integer,
  company_name character varying(120),
  contact_name character varying(120),
  email character varying(160),
  phone character varying(20),
  city character varying(80),
  credit_limit numeric(12,2),
  created_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.customers 2" FROM stdin;
customer:green-larder	1	The Green Larder	Hannah Whitcombe	orders@greenlarder.example	+441225550101	Bath	8000.00	2025-01-06 09:12:00+00
customer:north-quay	2	North Quay Fishmongers	Callum Reid	callum@northquay.example	+441224550102	Aberdeen	12000.00	2025-01-14 10:05:30+00
customer:saffron-street	3	Saffron Street Kitchen	Priya Raman	kitchen@saffronstreet.example	+441162550103	Leicester	6500.00	2025-02-03 08:00:00+00
customer:hollow-oak	4	Hollow Oak Primary Academy	Denise Farrow	catering@hollowoak.example	+441603550104	Norwich	2500.00	2025-02-20 13:45:00+00
customer:kestrel	1992503433	Kestrel Hotels Group	Oliver Hastings	procurement@kestrelhotels.example	+442075550107	London	40000.00	2025-04-23 09:00:00+00
customer:moorland	1745378966	Moorland Farm Shop	Gareth Pugh	shop@moorlandfarm.example	+441874550108	Brecon	3000.00	2025-06-17 07:55:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.customers', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.company_name, t.contact_name, t.email, t.phone, t.city, t.credit_limit, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.credit_limit, s.created_at)))
FROM pg_temp."seedc wholesale.customers 2" AS s
LEFT JOIN wholesale.customers AS t ON t.customer_id = s.customer_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.customers 3" (
  __key__ text,
  customer_id integer,
  company_name character varying(120),
  contact_name character varying(120),
  email character varying(160),
  phone character varying(20),
  city character varying(80),
  created_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.customers 3" FROM stdin;
customer:riverside	2102051954	Riverside Tea Rooms	Margaret Ellis	hello@riversidetea.example	\N	Stratford-upon-Avon	2025-04-01 15:20:10+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.customers', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.company_name, t.contact_name, t.email, t.phone, t.city, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.created_at)))
FROM pg_temp."seedc wholesale.customers 3" AS s
LEFT JOIN wholesale.customers AS t ON t.customer_id = s.customer_id
GROUP BY s.ctid, s.__key__;

-- wholesale.carts · curated · update
CREATE TEMP TABLE "seedc wholesale.carts" (
  __key__ text,
  cart_id integer,
  customer_id integer,
  status character varying(12),
  updated_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.carts" FROM stdin;
cart:1	1720823195	1	open	2025-11-18 16:02:11+00
cart:2	2066611999	2102051954	open	2025-11-20 08:45:00+00
cart:3	1747275375	1992503433	ordered	2025-11-06 10:58:00+00
cart:4	1744167509	3	abandoned	2025-08-02 22:30:40+00
cart:5	1739196868	3	open	2025-11-21 11:11:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.carts', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.customer_id, t.status, t.updated_at) IS NOT DISTINCT FROM (s.customer_id, s.status, s.updated_at)))
FROM pg_temp."seedc wholesale.carts" AS s
LEFT JOIN wholesale.carts AS t ON t.cart_id = s.cart_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.carts', 'foreign key carts_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.carts AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.orders · curated · update
CREATE TEMP TABLE "seedc wholesale.orders" (
  __key__ text,
  order_id integer,
  customer_id integer,
  status character varying(12),
  ordered_at timestamp with time zone,
  total_amount numeric(12,2)
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.orders" FROM stdin;
order:1001	1001	1	shipped	2025-07-22 09:14:00+00	338.33
order:1002	1002	3	shipped	2025-08-03 10:00:25+00	1072.19
order:1003	1003	4	shipped	2025-09-04 07:31:00+00	905.28
order:1004	1651050592	5	shipped	2025-09-15 13:05:00+00	1857.89
order:1005	1989115041	1992503433	shipped	2025-09-26 08:20:00+00	5608.19
order:1006	1792211754	2	cancelled	2025-10-09 15:48:33+00	999.00
order:1007	1971880515	2	shipped	2025-10-14 06:12:00+00	1333.32
order:1008	1742443258	1992503433	picked	2025-11-06 11:00:00+00	2591.00
order:1009	2120286413	1745378966	pending	2025-11-19 17:26:09+00	583.97
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.orders', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.customer_id, t.status, t.ordered_at, t.total_amount)
        IS NOT DISTINCT FROM (s.customer_id, s.status, s.ordered_at, s.total_amount)))
FROM pg_temp."seedc wholesale.orders" AS s
LEFT JOIN wholesale.orders AS t ON t.order_id = s.order_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.orders', 'foreign key orders_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.orders AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.products · curated · update
CREATE TEMP TABLE "seedc wholesale.products" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  perishable boolean
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products" FROM stdin;
product:basmati	1627514206	Basmati Rice 5 kg	Golden Delta	Dry goods	false
product:tomatoes	1717327571	Chopped Tomatoes 2.5 kg	Campo Rosso	Tinned	false
product:jam	1986287492	Strawberry Jam 340 g	Wye Valley Preserves	Spreads	false
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.perishable) IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.perishable)))
FROM pg_temp."seedc wholesale.products" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.products 2" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  perishable boolean,
  description text
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products 2" FROM stdin;
product:tea	1984261604	English Breakfast Tea, 240 bags	Penhale & Sons	Beverages	false	Assam and Kenyan leaf; plastic-free bags.
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.perishable, t.description)
        IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.perishable, s.description)))
FROM pg_temp."seedc wholesale.products 2" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.products 3" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  storage int4range
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products 3" FROM stdin;
product:milk	1791251496	Whole Milk UHT 1 L	Severn Vale	Dairy	[2,26)
product:haddock	1772463004	Haddock Fillets, frozen	Loch Ardle	Fish	[-25,-17)
product:butter	1969353802	Salted Butter 250 g	Quantock Dairy	Dairy	[1,7)
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.storage) IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.storage)))
FROM pg_temp."seedc wholesale.products 3" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.products 4" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  storage int4range,
  description text
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products 4" FROM stdin;
product:cheddar	2076356509	Mature Cheddar	Quantock Dairy	Dairy	[2,6)	Matured for twelve months; waxed 350 g truckles.
product:salmon	1783851551	Smoked Salmon 200 g	Loch Ardle	Fish	[0,5)	Oak smoked, long sliced, interleaved.
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.storage, t.description)
        IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.storage, s.description)))
FROM pg_temp."seedc wholesale.products 4" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;

-- wholesale.product_skus · curated · update
CREATE TEMP TABLE "seedc wholesale.product_skus" (
  __key__ text,
  sku_id integer,
  product_id integer,
  sku_code character varying(24),
  pack_size smallint,
  unit_price numeric(10,2),
  reorder_level integer
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.product_skus" FROM stdin;
sku:cheddar-6	2060297053	2076356509	CHD-MAT-6	6	21.60	20
sku:cheddar-24	1803925337	2076356509	CHD-MAT-24	24	79.20	6
sku:milk-12	2042361141	1791251496	MLK-UHT-12	12	11.40	100
sku:salmon-10	1980234596	1783851551	SAL-SMK-10	10	54.00	15
sku:haddock-20	1812655593	1772463004	HAD-FRZ-20	20	88.50	5
sku:basmati-1	2061540615	1627514206	BAS-5KG-1	1	13.75	30
sku:basmati-4	2098714761	1627514206	BAS-5KG-4	4	51.00	10
sku:tea-6	2128402444	1984261604	TEA-EBR-6	6	31.80	12
sku:tomatoes-6	1919073544	1717327571	TOM-CHP-6	6	17.10	40
sku:butter-20	1941561516	1969353802	BUT-SLT-20	20	46.00	10
sku:butter-40	1632748041	1969353802	BUT-SLT-40	40	89.00	4
sku:jam-6	1859583640	1986287492	JAM-STR-6	6	14.70	8
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.product_skus', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.product_id, t.sku_code, t.pack_size, t.unit_price, t.reorder_level)
        IS NOT DISTINCT FROM (s.product_id, s.sku_code, s.pack_size, s.unit_price, s.reorder_level)))
FROM pg_temp."seedc wholesale.product_skus" AS s
LEFT JOIN wholesale.product_skus AS t ON t.sku_id = s.sku_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.product_skus', 'foreign key product_skus_product_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.product_skus AS r
  WHERE (r.product_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.products AS p WHERE p.product_id = r.product_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.cart_items · curated · update
CREATE TEMP TABLE "seedc wholesale.cart_items" (
  __key__ text,
  cart_id integer,
  sku_id integer,
  quantity integer
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.cart_items" FROM stdin;
cart:1:cheddar	1720823195	2060297053	4
cart:1:jam	1720823195	1859583640	3
cart:2:tea	2066611999	2128402444	24
cart:3:salmon	1747275375	1980234596	30
cart:3:butter	1747275375	1941561516	25
cart:4:basmati	1744167509	2061540615	8
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.cart_items', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND (t.quantity IS NOT DISTINCT FROM s.quantity))
FROM pg_temp."seedc wholesale.cart_items" AS s
LEFT JOIN wholesale.cart_items AS t ON t.cart_id = s.cart_id AND t.sku_id = s.sku_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.cart_items', 'foreign key cart_items_cart_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.cart_items AS r
  WHERE (r.cart_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.carts AS p WHERE p.cart_id = r.cart_id)
  LIMIT 10
) AS x
GROUP BY x.total;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.cart_items', 'foreign key cart_items_sku_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.cart_items AS r
  WHERE (r.sku_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.product_skus AS p WHERE p.sku_id = r.sku_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.inventory_batches · curated · update
CREATE TEMP TABLE "seedc wholesale.inventory_batches" (
  __key__ text,
  batch_id bigint,
  sku_id integer,
  batch_no character varying(40),
  expiry_date date,
  received_quantity integer,
  quantity integer,
  received_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.inventory_batches" FROM stdin;
batch:QD-250611-A	8792136899984444	2060297053	QD-250611-A	2025-12-11	60	0	2025-06-18 06:30:00+00
batch:QD-250802-B	6755697999823950	2060297053	QD-250802-B	2026-02-02	80	68	2025-08-09 06:30:00+00
batch:QD-250930-A	8112308580896148	2060297053	QD-250930-A	2026-03-30	80	80	2025-10-06 06:45:00+00
batch:QD-250802-C	7345762174124442	1803925337	QD-250802-C	2026-02-02	20	18	2025-08-09 06:30:00+00
batch:SV-77120	8106913850955563	2042361141	SV-77120	2025-11-30	240	0	2025-07-01 05:50:00+00
batch:SV-77981	7140732156400122	2042361141	SV-77981	2026-02-15	300	300	2025-09-02 05:50:00+00
batch:LA-0917	7295701456579266	1980234596	LA-0917	2025-10-17	40	0	2025-09-18 04:20:00+00
batch:LA-1001	8282931818106153	1980234596	LA-1001	2025-11-02	40	28	2025-10-02 04:20:00+00
batch:LA-1103	7880021115724857	1980234596	LA-1103	2025-12-05	60	30	2025-11-04 04:25:00+00
batch:LA-F2208	8833351275300532	1812655593	LA-F2208	2026-08-22	30	22	2025-08-25 04:30:00+00
batch:GD-2025-041	7243097336242950	2061540615	GD-2025-041	2027-04-30	120	120	2025-05-12 12:00:00+00
batch:GD-2025-042	8113318535068391	2098714761	GD-2025-042	2027-04-30	40	30	2025-05-12 12:00:00+00
batch:GD-2025-077	7763595498959004	2098714761	GD-2025-077	2027-09-30	40	40	2025-10-20 12:00:00+00
batch:PS-B5512	7087892747569738	2128402444	PS-B5512	2027-01-31	72	48	2025-03-03 09:15:00+00
batch:CR-L4410	7861571911762692	1919073544	CR-L4410	2027-06-30	150	126	2025-04-14 10:40:00+00
batch:CR-L4519	7792889522853047	1919073544	CR-L4519	2027-10-31	150	150	2025-09-29 10:40:00+00
batch:QD-B250715	7288171107248250	1941561516	QD-B250715	2025-10-13	50	0	2025-07-20 06:30:00+00
batch:QD-B250915	6961289726573762	1941561516	QD-B250915	2025-12-14	50	25	2025-09-20 06:30:00+00
batch:QD-B251101	6984546549664015	1941561516	QD-B251101	2026-01-30	30	30	2025-11-05 06:30:00+00
batch:WV-S0301	7351389876339223	1859583640	WV-S0301	2026-09-01	36	0	2025-03-10 08:00:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.inventory_batches', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.sku_id, t.batch_no, t.expiry_date, t.received_quantity, t.quantity, t.received_at)
        IS NOT DISTINCT FROM (s.sku_id, s.batch_no, s.expiry_date, s.received_quantity, s.quantity, s.received_at)))
FROM pg_temp."seedc wholesale.inventory_batches" AS s
LEFT JOIN wholesale.inventory_batches AS t ON t.batch_id = s.batch_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.inventory_batches', 'foreign key inventory_batches_sku_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.inventory_batches AS r
  WHERE (r.sku_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.product_skus AS p WHERE p.sku_id = r.sku_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.order_items · curated · update
CREATE TEMP TABLE "seedc wholesale.order_items" (
  __key__ text,
  order_item_id integer,
  order_id integer,
  sku_id integer,
  batch_no character varying(40),
  quantity integer,
  unit_price numeric(10,2),
  discount_percentage numeric(5,2),
  line_total numeric(12,2)
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.order_items" FROM stdin;
order:1001:1	1759994568	1001	2060297053	QD-250611-A	12	21.60	3.50	250.13
order:1001:2	1778763148	1001	1859583640	WV-S0301	6	14.70	0.00	88.20
order:1002:1	2055876338	1002	2098714761	GD-2025-042	10	51.00	3.50	492.15
order:1002:2	1681320396	1002	1919073544	CR-L4410	24	17.10	3.50	396.04
order:1002:3	2001594007	1002	1941561516	QD-B250715	4	46.00	0.00	184.00
order:1003:1	1729281283	1003	2042361141	SV-77120	60	11.40	8.00	629.28
order:1003:2	1910321819	1003	1941561516	QD-B250715	6	46.00	0.00	276.00
order:1004:1	1766530741	1651050592	2060297053	QD-250611-A	48	21.60	12.00	912.38
order:1004:2	1729271814	1651050592	2060297053	QD-250802-B	12	21.60	12.00	228.10
order:1004:3	1692207823	1651050592	2128402444	PS-B5512	24	31.80	6.00	717.41
order:1005:1	1699355386	1989115041	1941561516	QD-B250715	40	46.00	5.00	1748.00
order:1005:2	2128628683	1989115041	2042361141	SV-77120	180	11.40	9.25	1862.19
order:1005:3	1902236097	1989115041	1980234596	LA-0917	40	54.00	7.50	1998.00
order:1006:1	1841251971	1792211754	1980234596	LA-1001	20	54.00	7.50	999.00
order:1007:1	2141484221	1971880515	1812655593	LA-F2208	8	88.50	0.00	708.00
order:1007:2	1945531843	1971880515	1980234596	LA-1001	12	54.00	3.50	625.32
order:1008:1	1640001715	1742443258	1980234596	LA-1103	30	54.00	7.50	1498.50
order:1008:2	2143301770	1742443258	1941561516	QD-B250915	25	46.00	5.00	1092.50
order:1009:1	1721477750	2120286413	1803925337	QD-250802-C	2	79.20	0.00	158.40
order:1009:2	1774553367	2120286413	1859583640	WV-S0301	30	14.70	3.50	425.57
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.order_items', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.order_id, t.sku_id, t.batch_no, t.quantity, t.unit_price, t.discount_percentage, t.line_total)
        IS NOT DISTINCT FROM (s.order_id, s.sku_id, s.batch_no, s.quantity, s.unit_price, s.discount_percentage, s.line_total)))
FROM pg_temp."seedc wholesale.order_items" AS s
LEFT JOIN wholesale.order_items AS t ON t.order_item_id = s.order_item_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.order_items', 'foreign key order_items_order_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.order_items AS r
  WHERE (r.order_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.orders AS p WHERE p.order_id = r.order_id)
  LIMIT 10
) AS x
GROUP BY x.total;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.order_items', 'foreign key order_items_sku_id_batch_no_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.order_items AS r
  WHERE (r.sku_id IS NOT NULL AND r.batch_no IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.inventory_batches AS p WHERE p.sku_id = r.sku_id AND p.batch_no = r.batch_no)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.pricing_rules · curated · update
CREATE TEMP TABLE "seedc wholesale.pricing_rules" (
  __key__ text,
  rule_id integer,
  sku_id integer,
  customer_id integer,
  min_quantity integer,
  discount_percentage numeric(5,2)
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.pricing_rules" FROM stdin;
rule:everything-10	2036763933	\N	\N	10	3.50
rule:tea-24	2143373536	2128402444	\N	24	6.00
rule:salmon-20	1740601931	1980234596	\N	20	7.50
rule:kestrel	1684093926	\N	1992503433	1	5.00
rule:kestrel-bulk	2010030521	\N	1992503433	50	9.25
rule:blackrock-cheddar	1719399704	2060297053	5	12	12.00
rule:hollow-oak-milk	1893349072	2042361141	4	1	8.00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.pricing_rules', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.sku_id, t.customer_id, t.min_quantity, t.discount_percentage)
        IS NOT DISTINCT FROM (s.sku_id, s.customer_id, s.min_quantity, s.discount_percentage)))
FROM pg_temp."seedc wholesale.pricing_rules" AS s
LEFT JOIN wholesale.pricing_rules AS t ON t.rule_id = s.rule_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.pricing_rules', 'foreign key pricing_rules_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.pricing_rules AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.pricing_rules', 'foreign key pricing_rules_sku_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.pricing_rules AS r
  WHERE (r.sku_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.product_skus AS p WHERE p.sku_id = r.sku_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.users · curated · update
CREATE TEMP TABLE "seedc wholesale.users" (
  __key__ text,
  user_id integer,
  username character varying(60),
  password_hash character varying(255),
  role character varying(20),
  customer_id integer
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.users" FROM stdin;
user:admin	1	admin	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	admin	\N
user:warehouse	2	warehouse	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	warehouse	\N
user:green-larder	1655434288	green-larder	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	1
user:north-quay	2027914682	north-quay	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	2
user:saffron-street	1814685206	saffron-street	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	3
user:hollow-oak	1802033382	hollow-oak	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	4
user:blackrock	1960977343	blackrock	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	5
user:riverside	1780426903	riverside	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	2102051954
user:kestrel	2133712025	kestrel	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	1992503433
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.users', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.password_hash, t.role, t.customer_id) IS NOT DISTINCT FROM (s.password_hash, s.role, s.customer_id)))
FROM pg_temp."seedc wholesale.users" AS s
LEFT JOIN wholesale.users AS t ON t.username = s.username
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.users 2" (
  __key__ text,
  user_id integer,
  username character varying(60),
  password_hash character varying(255),
  role character varying(20),
  customer_id integer,
  is_active boolean
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.users 2" FROM stdin;
user:moorland	1653785372	moorland	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	1745378966	false
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.users', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.password_hash, t.role, t.customer_id, t.is_active)
        IS NOT DISTINCT FROM (s.password_hash, s.role, s.customer_id, s.is_active)))
FROM pg_temp."seedc wholesale.users 2" AS s
LEFT JOIN wholesale.users AS t ON t.username = s.username
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.users', 'foreign key users_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.users AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- sequences
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.customers', 'sequence wholesale.customers_customer_id_seq: stands at ' || q.last_value || ', but customer_id reaches ' || m.reached
FROM (SELECT max(t.customer_id) AS reached FROM wholesale.customers AS t WHERE t.customer_id < 1073741824) AS m
CROSS JOIN wholesale.customers_customer_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.customers_customer_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.carts', 'sequence wholesale.carts_cart_id_seq: stands at ' || q.last_value || ', but cart_id reaches ' || m.reached
FROM (SELECT max(t.cart_id) AS reached FROM wholesale.carts AS t WHERE t.cart_id < 1073741824) AS m
CROSS JOIN wholesale.carts_cart_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.carts_cart_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.orders', 'sequence wholesale.orders_order_id_seq: stands at ' || q.last_value || ', but order_id reaches ' || m.reached
FROM (SELECT max(t.order_id) AS reached FROM wholesale.orders AS t WHERE t.order_id < 1073741824) AS m
CROSS JOIN wholesale.orders_order_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.orders_order_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.products', 'sequence wholesale.products_product_id_seq: stands at ' || q.last_value || ', but product_id reaches ' || m.reached
FROM (SELECT max(t.product_id) AS reached FROM wholesale.products AS t WHERE t.product_id < 1073741824) AS m
CROSS JOIN wholesale.products_product_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.products_product_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.product_skus', 'sequence wholesale.product_skus_sku_id_seq: stands at ' || q.last_value || ', but sku_id reaches ' || m.reached
FROM (SELECT max(t.sku_id) AS reached FROM wholesale.product_skus AS t WHERE t.sku_id < 1073741824) AS m
CROSS JOIN wholesale.product_skus_sku_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.product_skus_sku_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.inventory_batches', 'sequence wholesale.inventory_batches_batch_id_seq: stands at ' || q.last_value || ', but batch_id reaches ' || m.reached
FROM (SELECT max(t.batch_id) AS reached FROM wholesale.inventory_batches AS t WHERE t.batch_id < 4503599627370496) AS m
CROSS JOIN wholesale.inventory_batches_batch_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.inventory_batches_batch_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.order_items', 'sequence wholesale.order_items_order_item_id_seq: stands at ' || q.last_value || ', but order_item_id reaches ' || m.reached
FROM (SELECT max(t.order_item_id) AS reached FROM wholesale.order_items AS t WHERE t.order_item_id < 1073741824) AS m
CROSS JOIN wholesale.order_items_order_item_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.order_items_order_item_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.pricing_rules', 'sequence wholesale.pricing_rules_rule_id_seq: stands at ' || q.last_value || ', but rule_id reaches ' || m.reached
FROM (SELECT max(t.rule_id) AS reached FROM wholesale.pricing_rules AS t WHERE t.rule_id < 1073741824) AS m
CROSS JOIN wholesale.pricing_rules_rule_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.pricing_rules_rule_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.users', 'sequence wholesale.users_user_id_seq: stands at ' || q.last_value || ', but user_id reaches ' || m.reached
FROM (SELECT max(t.user_id) AS reached FROM wholesale.users AS t WHERE t.user_id < 1073741824) AS m
CROSS JOIN wholesale.users_user_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.users_user_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;

INSERT INTO pg_temp."seedc problem"
SELECT o.name, 'missing: ' || count(*) || ' rows, among them '
       || array_to_string((array_agg(o.key ORDER BY o.key COLLATE "C"))[1:10], ', ')
FROM pg_temp."seedc outcome" AS o
WHERE NOT o.present
GROUP BY o.name
UNION ALL
SELECT o.name, 'different: ' || count(*) || ' rows, among them '
       || array_to_string((array_agg(o.key ORDER BY o.key COLLATE "C"))[1:10], ', ')
FROM pg_temp."seedc outcome" AS o
JOIN pg_temp."seedc checked" AS c ON c.name = o.name
WHERE o.present AND NOT o.equal AND c.strict
GROUP BY o.name
UNION ALL
SELECT g.name, 'missing: ' || sum(g.expected - g.present) || ' generated rows'
FROM pg_temp."seedc counted" AS g
GROUP BY g.name
HAVING sum(g.expected - g.present) > 0
UNION ALL
SELECT g.name, 'different: ' || sum(g.present - g.equal) || ' generated rows'
FROM pg_temp."seedc counted" AS g
JOIN pg_temp."seedc checked" AS c ON c.name = g.name AND c.strictly
GROUP BY g.name
HAVING sum(g.present - g.equal) > 0;

-- In the order of loading, which is that of the lines above.
SELECT c.name AS "table", o.expected + g.expected AS expected,
       o.present + g.present AS present, o.equal + g.equal AS equal,
       CASE WHEN EXISTS (SELECT FROM pg_temp."seedc problem" AS p WHERE p.name = c.name) THEN 'FAILED'
            WHEN o.equal + g.equal < o.present + g.present THEN 'ok, kept' ELSE 'ok' END AS verdict
FROM pg_temp."seedc checked" AS c
CROSS JOIN LATERAL (
  SELECT count(*) AS expected, count(*) FILTER (WHERE o.present) AS present,
         count(*) FILTER (WHERE o.equal) AS equal
  FROM pg_temp."seedc outcome" AS o
  WHERE o.name = c.name) AS o
CROSS JOIN LATERAL (
  SELECT coalesce(sum(g.expected), 0)::bigint AS expected,
         coalesce(sum(g.present), 0)::bigint AS present,
         coalesce(sum(g.equal), 0)::bigint AS equal
  FROM pg_temp."seedc counted" AS g
  WHERE g.name = c.name) AS g
ORDER BY c.ctid;

DO $seedc$
DECLARE
  problems text;
BEGIN
  SELECT string_agg(p.name || ': ' || p.line, E'\n' ORDER BY p.name COLLATE "C", p.line COLLATE "C")
  INTO problems
  FROM pg_temp."seedc problem" AS p;
  IF problems IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = E'seedc: the database does not hold what the seed says\n' || problems,
      HINT = 'Applying the seed again mends rows that are missing or different.';
  END IF;
END
$seedc$;
ROLLBACK;
\set QUIET :seedc_quiet
