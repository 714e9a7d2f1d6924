CREATE TABLE t (
  id bigint PRIMARY KEY,
  d date
);
