CREATE TABLE t (
  price numeric,
  name text
);
