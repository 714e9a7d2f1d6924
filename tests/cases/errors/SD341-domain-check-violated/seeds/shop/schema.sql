CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE TABLE t (
  id bigint PRIMARY KEY,
  contact email
);
