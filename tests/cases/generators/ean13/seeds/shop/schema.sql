CREATE TABLE products (
  id bigint PRIMARY KEY,
  barcode char(13) NOT NULL UNIQUE,
  inner_code text NOT NULL
);
