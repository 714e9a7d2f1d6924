-- Every spelling of a type, and types of one's own.
CREATE TABLE spellings (
    a int, b integer, c int4, d int8, e bigint, f int2, g smallint,
    h real, i float, j float(24), k float(25), l double precision, m float8, n float4,
    o decimal, p numeric, q numeric(10), r numeric(10,2), s dec(5,0), t numeric(3,-2),
    u varchar, v varchar(20), w character varying(5), x char, y char(7), z character(3),
    aa bpchar, ab text, ac name, ad "char", ae national character varying(4), af nchar(2),
    ba bit, bb bit(5), bc bit varying, bd bit varying(9), be varbit(3),
    ca time, cb time(3), cc time with time zone, cd timetz(2), ce time without time zone,
    da timestamp, db timestamp(0), dc timestamp with time zone, dd timestamptz(6), de timestamp(3) with time zone,
    ea interval, eb interval(2), ec interval year to month, ed interval day to second(3), ee interval second(0), ef interval hour,
    fa bool, fb boolean, fc bytea, fd uuid, fe json, ff jsonb, fg xml, fh money,
    ga inet, gb cidr, gc macaddr, gd macaddr8, ge point, gf polygon, gg tsvector, gh tsquery,
    ha int4range, hb daterange, hc tstzrange, hd int8multirange, he numrange[],
    ia oid, ib regclass, ic pg_lsn, id xid, ie int2vector, "if" oidvector
);
CREATE TABLE arrays (
    a int[], b text[][], c int ARRAY, d varchar(3)[], e numeric(4,1)[3], f int ARRAY[4], g timestamp(2)[] NOT NULL DEFAULT '{}'
);
CREATE SCHEMA kinds;
CREATE TYPE kinds.mood AS ENUM ('sad', 'ok', 'it''s fine', 'Über');
ALTER TYPE kinds.mood ADD VALUE 'happy';
ALTER TYPE kinds.mood ADD VALUE 'meh' BEFORE 'ok';
ALTER TYPE kinds.mood ADD VALUE 'so-so' AFTER 'ok';
ALTER TYPE kinds.mood ADD VALUE IF NOT EXISTS 'happy';
ALTER TYPE kinds.mood RENAME VALUE 'sad' TO 'blue';
CREATE TYPE empty_enum AS ENUM ();
CREATE TYPE renamed_enum AS ENUM ('a');
CREATE TABLE uses_renamed (v renamed_enum, w renamed_enum[] NOT NULL);
ALTER TYPE renamed_enum RENAME TO new_enum;
ALTER TYPE new_enum SET SCHEMA kinds;

CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN small_positive AS positive NOT NULL DEFAULT 5 CONSTRAINT below_hundred CHECK (VALUE < 100) CONSTRAINT odd CHECK (VALUE % 2 = 1);
CREATE DOMAIN email AS varchar(255) CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE DOMAIN codes AS varchar(3)[];
CREATE DOMAIN changed AS text;
ALTER DOMAIN changed ADD CONSTRAINT short CHECK (length(VALUE) < 10) NOT VALID;
ALTER DOMAIN changed ADD CHECK (VALUE <> '');
ALTER DOMAIN changed SET NOT NULL;
ALTER DOMAIN changed SET DEFAULT 'x';
ALTER DOMAIN changed RENAME CONSTRAINT short TO shorter;
ALTER DOMAIN changed VALIDATE CONSTRAINT shorter;
ALTER DOMAIN changed RENAME TO altered;
ALTER DOMAIN positive DROP CONSTRAINT positive_check;
CREATE DOMAIN dropped_domain AS int;
DROP DOMAIN dropped_domain;
CREATE TYPE address AS (street varchar(40), "House No" int, rates numeric(5,2)[], kind kinds.mood);
ALTER TYPE address ADD ATTRIBUTE zip char(5), DROP ATTRIBUTE rates;
ALTER TYPE address ALTER ATTRIBUTE street TYPE text;
ALTER TYPE address RENAME ATTRIBUTE zip TO postcode;
CREATE TYPE nothing AS ();
CREATE TYPE floatrange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE span AS RANGE (subtype = time);
CREATE TABLE precise (a timestamp(9), b time(7) with time zone, c interval second(8), d numeric(5,-2));
CREATE TYPE quoted_span AS RANGE (subtype = 'time');
CREATE TYPE kinds.date_range AS RANGE (SUBTYPE = date);
CREATE TABLE uses (
    m kinds.mood NOT NULL DEFAULT 'happy', ms kinds.mood[], p positive, sp small_positive,
    e email DEFAULT 'a@b', c codes, ad address, ads address[], r floatrange, s span, t uses_renamed
);
CREATE TYPE shell;
COMMENT ON TYPE kinds.mood IS 'How it goes';
COMMENT ON DOMAIN email IS 'An address';
COMMENT ON TYPE address IS 'Where';
