-- The expressions people write in CHECK.
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN grade AS text CHECK (VALUE IN ('a', 'b', 'c')) CHECK (VALUE = upper(VALUE) OR length(VALUE) BETWEEN 1 AND 3);
CREATE TABLE t (
    i int, j int, n numeric(8,2), f double precision, s text, v varchar(20), c char(3), b bool,
    d date, e date, ts timestamptz, a int[], js jsonb, m mood, r int4range,
    CHECK (i > 0), CHECK (i >= 0 AND i <= 100), CHECK (i BETWEEN 1 AND 5), CHECK (i NOT BETWEEN 7 AND 9),
    CHECK (n > 0), CHECK (n >= 0.5), CHECK (n > i), CHECK (f >= 0), CHECK (f < 1.5), CHECK (i <> -1), CHECK (- i < 10),
    CHECK (s <> ''), CHECK (s IN ('a', 'b')), CHECK (s NOT IN ('x', 'y')), CHECK (i IN (1, 2, 3)), CHECK (i NOT IN (4, 5)), CHECK (s IN ('only')),
    CHECK (v IN ('a', 'b')), CHECK (v = 'x' OR v = 'y'), CHECK (v NOT IN ('p', 'q')), CHECK (c IN ('abc', 'def')), CHECK (v <> ''), CHECK (c = 'abc'),
    CHECK (s = ANY (ARRAY['a', 'b'])), CHECK (v = ANY (ARRAY['a', 'b'])), CHECK (s <> ALL (ARRAY['x', 'y'])),
    CHECK (v::text = ANY (ARRAY['a'::character varying, 'b'::character varying]::text[])),
    CHECK (s LIKE 'a%'), CHECK (s NOT LIKE '%b'), CHECK (s ILIKE 'A%'), CHECK (s NOT ILIKE '%B'), CHECK (v LIKE 'x%'), CHECK (s LIKE 'a!%' ESCAPE '!'), CHECK (s SIMILAR TO 'a|b'),
    CHECK (s ~ '^[a-z]+$'), CHECK (s ~* '^[A-Z]'), CHECK (s !~ '\d'), CHECK (v ~ '^\d{3}$'), CHECK (c ~ '^[A-Z]{3}$'),
    CHECK (length(s) > 3), CHECK (char_length(v) <= 10), CHECK (octet_length(s) < 99), CHECK (length(trim(s)) > 0), CHECK (upper(c) = c), CHECK (lower(v) = v),
    CHECK (b), CHECK (NOT b), CHECK (b IS TRUE), CHECK (b IS NOT FALSE), CHECK (b = true), CHECK (b IS DISTINCT FROM true), CHECK (b IS NOT DISTINCT FROM NULL), CHECK (b IS UNKNOWN),
    CHECK (i IS NULL), CHECK (i IS NOT NULL), CHECK ((i IS NULL) = (j IS NULL)), CHECK ((i IS NULL) <> (j IS NULL)), CHECK (num_nonnulls(i, j) = 1), CHECK (coalesce(i, 0) > j),
    CHECK (d < e), CHECK (d > '2000-01-01'), CHECK (d >= DATE '1900-01-01'), CHECK (ts < now()), CHECK (e > d + 7), CHECK (ts > '2000-01-01 00:00:00+00'), CHECK (d - e < 30),
    CHECK (d < '2020-06-01 12:00:00'::timestamp), CHECK (ts - interval '1 day' < now()), CHECK (extract(year FROM d) > 1990), CHECK (extract(dow FROM d) = 1), CHECK (date_part('year', d) > 1990), CHECK (date_trunc('month', d) = d),
    CHECK (i + j * 2 > 7), CHECK ((i + j) * 2 > 7), CHECK (i % 2 = 0), CHECK (mod(i, 2) = 0), CHECK (i / 2 > 1), CHECK (abs(i) < 10), CHECK (i * 1.5 > n), CHECK (i ^ 2 < 100),
    CHECK (i > 0 AND j > 0 OR i < 0 AND j < 0), CHECK (i > 0 AND (j > 0 OR i < 0)), CHECK (i > 0 AND j > 0 AND n > 0), CHECK (i > 0 OR j > 0 OR n > 0), CHECK (NOT (i > 0 AND j > 0)),
    CHECK (CASE WHEN i > 0 THEN j > 0 ELSE j IS NULL END), CHECK (CASE m WHEN 'sad' THEN i < 0 ELSE true END), CHECK (m IN ('sad', 'happy')), CHECK (m = 'sad'), CHECK (m <> 'sad'::mood),
    CHECK (array_length(a, 1) < 5), CHECK (cardinality(a) > 0), CHECK (a[1] > 0), CHECK (a <> '{}'), CHECK (1 = ANY (a)), CHECK (a @> ARRAY[1, 2]), CHECK (a <@ ARRAY[1, 2, 3]),
    CHECK (js ? 'key'), CHECK (js ->> 'a' = 'b'), CHECK (js -> 'a' -> 'b' IS NOT NULL), CHECK (jsonb_typeof(js) = 'object'), CHECK (js #>> '{a,b}' <> ''), CHECK ((js ->> 'n')::int > 0), CHECK (js @> '{"a": 1}'),
    CHECK (i::text = s), CHECK (s::int > 0), CHECK (cast(i AS numeric(5,1)) > 1), CHECK (lower(r) > 0), CHECK (NOT isempty(r)), CHECK (r && '[1,5)'), CHECK (upper(s) || 'x' = 'Y'),
    CHECK (substring(s FROM 1 FOR 3) = 'abc'), CHECK (position('@' IN s) > 1), CHECK (trim(both 'x' FROM s) <> ''), CHECK (overlay(s PLACING 'x' FROM 1) <> ''), CHECK (left(s, 1) = '#'), CHECK (s COLLATE "C" < 'z'),
    CHECK (greatest(i, j) < 100), CHECK (nullif(i, 0) <> 7), CHECK (ROW(i, j) < ROW(1, 2)), CHECK ((i, j) <> (1, 2)), CHECK (starts_with(s, 'x')), CHECK (i = 1 IS TRUE), CHECK (s IS NORMALIZED),
    CHECK (bit_length(s) > 8), CHECK (i & 1 = 0), CHECK (i | 2 > 0), CHECK (~ i < 0), CHECK (ts AT TIME ZONE 'UTC' > d), CHECK (t.i < t.j), CHECK (EXTRACT(epoch FROM ts) > 0), CHECK (xmlparse(content s) IS NOT NULL),
    CHECK ((b AND i > 0) IS NOT NULL), CHECK ((b OR i > 0) IS NULL), CHECK ((NOT b) IS NULL), CHECK ((i IS DISTINCT FROM j) IS NOT NULL)
);
