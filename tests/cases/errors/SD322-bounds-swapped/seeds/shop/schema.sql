CREATE TABLE t (
  id bigint PRIMARY KEY,
  r int4range,
  d daterange
);
