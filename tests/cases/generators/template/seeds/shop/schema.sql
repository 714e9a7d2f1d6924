CREATE TABLE products (
  id bigint PRIMARY KEY,
  sku text NOT NULL UNIQUE,
  name text NOT NULL,
  stock integer NOT NULL,
  note text NOT NULL
);
