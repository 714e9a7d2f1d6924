CREATE TABLE t (
  id bigint PRIMARY KEY,
  s smallint,
  n integer,
  p numeric(5,2),
  r real,
  d date
);
