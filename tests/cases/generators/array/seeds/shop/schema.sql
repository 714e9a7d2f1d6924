CREATE TABLE products (
  id bigint PRIMARY KEY,
  tags text[] NOT NULL,
  scores integer[] NOT NULL
);
