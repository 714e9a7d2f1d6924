CREATE TABLE products (id bigint PRIMARY KEY, name text NOT NULL, price numeric(8,2) NOT NULL);
CREATE TABLE sales (
  id bigint PRIMARY KEY,
  product_id bigint NOT NULL REFERENCES products,
  name text NOT NULL,
  unit_price numeric(8,2) NOT NULL
);
