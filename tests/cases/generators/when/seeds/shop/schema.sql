CREATE TABLE orders (
  id bigint PRIMARY KEY,
  status text NOT NULL,
  placed_at timestamp NOT NULL,
  paid_at timestamp,
  discount integer NOT NULL
);
