CREATE TABLE products (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  price numeric(8,2) NOT NULL,
  stock integer NOT NULL DEFAULT 0
);
