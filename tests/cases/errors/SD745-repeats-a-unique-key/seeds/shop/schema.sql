CREATE TABLE products (
  id bigint PRIMARY KEY,
  color text NOT NULL,
  size text NOT NULL,
  UNIQUE (color, size)
);
