CREATE TABLE t (
  id smallint PRIMARY KEY,
  name text
);
