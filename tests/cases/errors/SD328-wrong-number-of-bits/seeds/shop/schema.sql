CREATE TABLE t (
  id bigint PRIMARY KEY,
  flags bit(3),
  mask bit varying(4)
);
