CREATE TABLE products (
  id bigint PRIMARY KEY,
  code integer NOT NULL,
  slot integer NOT NULL UNIQUE CHECK (slot BETWEEN 1 AND 12)
);
