CREATE TABLE t (
  id bigint PRIMARY KEY,
  price numeric CHECK (price >= 0),
  cost numeric,
  CONSTRAINT profit CHECK (price > cost)
);
