CREATE TABLE lines (
  id bigint PRIMARY KEY,
  quantity integer NOT NULL,
  unit_price numeric(8,2) NOT NULL,
  line_total numeric(10,2) NOT NULL,
  size text NOT NULL,
  label text NOT NULL
);
