CREATE TABLE t (
  id bigint PRIMARY KEY,
  name text CHECK (name < 'm'),
  d date CHECK (d <= CURRENT_DATE)
);
