CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE u (id bigint PRIMARY KEY, t_id bigint REFERENCES t);
