CREATE TABLE t (
  id bigint PRIMARY KEY,
  a inet,
  net cidr
);
