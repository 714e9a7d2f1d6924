CREATE TABLE t (
  id bigint PRIMARY KEY,
  label name,
  flag "char"
);
