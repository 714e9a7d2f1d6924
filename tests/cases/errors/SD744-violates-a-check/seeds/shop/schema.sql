CREATE TABLE products (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  price numeric(8,2) NOT NULL,
  stock integer NOT NULL DEFAULT 0,
  CONSTRAINT products_price_low CHECK (price < 500),
  CHECK (stock > 0 OR price > 100)
);
