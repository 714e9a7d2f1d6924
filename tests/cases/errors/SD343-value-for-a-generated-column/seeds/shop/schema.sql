CREATE TABLE t (
  id bigint PRIMARY KEY,
  price numeric,
  double_price numeric GENERATED ALWAYS AS (price * 2) STORED
);
