CREATE TABLE t (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  stock integer NOT NULL DEFAULT 0
);
