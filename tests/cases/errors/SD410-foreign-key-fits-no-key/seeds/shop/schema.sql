CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE keyless (code text);
CREATE TABLE a (code text REFERENCES keyless);
CREATE TABLE b (x bigint, y bigint, FOREIGN KEY (x, y) REFERENCES t);
