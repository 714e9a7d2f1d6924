CREATE TABLE things (
  id bigint PRIMARY KEY,
  price numeric(8,2) NOT NULL,
  rate numeric(6,4) NOT NULL,
  weight double precision NOT NULL,
  label text NOT NULL
);
