CREATE TABLE customers (
  id bigint PRIMARY KEY,
  address text NOT NULL,
  city text NOT NULL,
  delivery text NOT NULL
);
