CREATE TABLE t (
  id bigint PRIMARY KEY,
  flags bit(3)
);
