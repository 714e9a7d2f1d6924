\set ON_ERROR_STOP on
\echo 'a script for psql'
\pset pager off
BEGIN;
/* a comment /* within a comment; */ ; */
CREATE TABLE a (id int PRIMARY KEY, note text DEFAULT 'semi;colon', other text DEFAULT E'it\'s; "quoted"', d text DEFAULT $q$ ; ' $q$);
DO $$ BEGIN
  CREATE TYPE level AS ENUM ('low', 'high');
EXCEPTION
  WHEN duplicate_object THEN null;
END $$;
CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n; SELECT n * 2; END;
CREATE FUNCTION inserted() RETURNS trigger AS $body$
BEGIN
  EXECUTE 'CREATE TABLE never (id int)';
  RETURN NEW;
END;
$body$ LANGUAGE plpgsql;
CREATE TABLE "b;c" (level level NOT NULL DEFAULT 'low', "column;name" int);
INSERT INTO a (id, note) VALUES (1, 'CREATE TABLE x (id int);'), (2, '--');
UPDATE a SET note = 'x' WHERE id = 2;
COPY a (id, note) FROM stdin;
3	CREATE TABLE y (id int);
4	\\.
\.
COMMIT;
CREATE TABLE after_if (id int);
SELECT 1 AS one \gset
CREATE TABLE last (id int)
