CREATE TABLE t (t_id bigint PRIMARY KEY, name text);
