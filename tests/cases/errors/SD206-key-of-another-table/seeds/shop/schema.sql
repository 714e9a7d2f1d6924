CREATE TABLE vendors (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (
  id bigint PRIMARY KEY,
  vendor_id bigint NOT NULL REFERENCES vendors,
  title text
);
