CREATE TABLE suppliers (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (
  id bigint PRIMARY KEY,
  supplier_id bigint NOT NULL REFERENCES suppliers,
  second_supplier_id bigint REFERENCES suppliers,
  active_supplier_id bigint NOT NULL REFERENCES suppliers
);
