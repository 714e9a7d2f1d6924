CREATE TABLE t (
  id bigint PRIMARY KEY,
  i interval
);
