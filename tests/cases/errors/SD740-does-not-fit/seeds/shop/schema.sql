CREATE TABLE products (
  id bigint PRIMARY KEY,
  code varchar(4) NOT NULL,
  quantity smallint NOT NULL,
  price numeric(4,2) NOT NULL,
  sold_on date NOT NULL
);
