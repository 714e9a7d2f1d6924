CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE twice (id bigint PRIMARY KEY, Name text, name text);
ALTER TABLE t ADD COLUMN name text;
