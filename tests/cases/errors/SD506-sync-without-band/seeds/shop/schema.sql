CREATE TABLE t (code text PRIMARY KEY, name text);
