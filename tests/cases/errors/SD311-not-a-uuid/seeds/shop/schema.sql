CREATE TABLE t (
  id bigint PRIMARY KEY,
  u uuid
);
