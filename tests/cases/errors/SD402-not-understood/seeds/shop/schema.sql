CREATE TABLE t (id bigint PRIMARY KEY, name text);
IMPORT FOREIGN SCHEMA remote FROM SERVER other INTO public;
\i more.sql
SELECT AddGeometryColumn('t', 'place', 4326, 'POINT', 2);
