CREATE TABLE things (
  id bigint PRIMARY KEY,
  cost numeric(8,2) NOT NULL,
  price numeric(8,2) NOT NULL,
  least integer NOT NULL,
  most integer NOT NULL
);
