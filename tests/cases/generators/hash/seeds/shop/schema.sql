CREATE TABLE products (
  id bigint PRIMARY KEY,
  name text NOT NULL UNIQUE,
  sku text NOT NULL UNIQUE,
  stock integer NOT NULL,
  checksum char(64) NOT NULL
);
