CREATE TABLE t (
  id bigint PRIMARY KEY,
  s text,
  n integer,
  tags text[]
);
