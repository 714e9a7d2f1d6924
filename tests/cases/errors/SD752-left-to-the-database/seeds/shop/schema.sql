CREATE TABLE products (
  id bigint PRIMARY KEY,
  price numeric(8,2) NOT NULL DEFAULT random() * 100
);
CREATE TABLE sales (
  id bigint PRIMARY KEY,
  product_id bigint NOT NULL REFERENCES products,
  price numeric(8,2) NOT NULL
);
