CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TYPE size AS ENUM ('s', 'm');
CREATE TABLE orders (id bigint PRIMARY KEY, t_id bigint REFERENCES t, size size);
DROP TABLE t;
DROP TYPE size;
ALTER TABLE t DROP COLUMN id;
