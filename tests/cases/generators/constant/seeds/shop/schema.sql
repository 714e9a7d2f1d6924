CREATE TABLE things (
  id bigint PRIMARY KEY,
  status text NOT NULL,
  stock integer NOT NULL,
  price numeric(6,2),
  since date,
  span interval,
  done boolean,
  gone text
);
