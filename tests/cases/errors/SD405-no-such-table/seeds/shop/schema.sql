CREATE TABLE t (id bigint PRIMARY KEY, name text);
ALTER TABLE tt ADD COLUMN extra text;
CREATE TABLE orders (id bigint PRIMARY KEY, t_id bigint REFERENCES ts);
ALTER SEQUENCE t_id_seq OWNED BY t.id;
DROP TABLE gone;
