CREATE TABLE t (
  id bigint PRIMARY KEY,
  price numeric,
  ratio double precision,
  fee money
);
