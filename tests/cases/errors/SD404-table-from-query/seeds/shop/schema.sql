CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE copies AS SELECT id, name FROM t;
SELECT id INTO ids FROM t;
