CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE pairs (a bigint PRIMARY KEY, b bigint PRIMARY KEY);
