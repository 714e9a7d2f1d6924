CREATE TABLE t (
  id bigint PRIMARY KEY,
  price numeric(6,2) UNIQUE,
  at timestamptz,
  place text,
  UNIQUE (at, place)
);
