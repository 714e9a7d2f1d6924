CREATE TABLE t (
  id bigint PRIMARY KEY,
  t time
);
