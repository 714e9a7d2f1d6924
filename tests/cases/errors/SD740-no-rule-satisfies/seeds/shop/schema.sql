CREATE TABLE products (
  id bigint PRIMARY KEY,
  price integer NOT NULL CHECK (price > 10),
  CONSTRAINT products_cheap CHECK (price < 5)
);
