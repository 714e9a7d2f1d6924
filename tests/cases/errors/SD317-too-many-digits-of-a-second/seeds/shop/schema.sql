CREATE TABLE t (
  id bigint PRIMARY KEY,
  at timestamp(3),
  t time,
  i interval(0)
);
