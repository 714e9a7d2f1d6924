CREATE TABLE t (
  id bigint PRIMARY KEY,
  n integer,
  s text,
  b boolean,
  at date
);
