CREATE TABLE things (
  id bigint PRIMARY KEY,
  list_price numeric(8,2) NOT NULL,
  price numeric(8,2) NOT NULL,
  stock integer NOT NULL,
  reserved integer NOT NULL
);
