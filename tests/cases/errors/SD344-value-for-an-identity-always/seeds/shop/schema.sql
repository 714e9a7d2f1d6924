CREATE TABLE t (
  id bigint PRIMARY KEY,
  name text,
  number bigint GENERATED ALWAYS AS IDENTITY
);
