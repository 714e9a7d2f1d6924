CREATE TABLE products (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  price numeric(8,2) NOT NULL,
  stock integer NOT NULL DEFAULT 0
);
CREATE TABLE sales (
  id bigint PRIMARY KEY,
  total numeric(10,2)
);
CREATE TABLE sale_items (
  id bigint PRIMARY KEY,
  sale_id bigint NOT NULL REFERENCES sales,
  product_id bigint NOT NULL REFERENCES products,
  quantity integer NOT NULL,
  unit_price numeric(8,2) NOT NULL
);
