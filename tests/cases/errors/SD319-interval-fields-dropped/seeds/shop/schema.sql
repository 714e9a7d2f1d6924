CREATE TABLE t (
  id bigint PRIMARY KEY,
  term interval year to month
);
