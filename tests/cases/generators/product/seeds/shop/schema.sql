CREATE TABLE products (
  id bigint PRIMARY KEY,
  name text NOT NULL UNIQUE,
  noun text NOT NULL,
  adjective text NOT NULL,
  nome text NOT NULL
);
