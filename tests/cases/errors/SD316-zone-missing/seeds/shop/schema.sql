CREATE TABLE t (
  id bigint PRIMARY KEY,
  z timestamptz,
  t timetz
);
