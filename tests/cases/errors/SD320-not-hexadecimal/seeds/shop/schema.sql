CREATE TABLE t (
  id bigint PRIMARY KEY,
  data bytea
);
