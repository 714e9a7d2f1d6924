CREATE TABLE sales (
  id bigint PRIMARY KEY,
  result numeric(10,2)
);
CREATE TABLE sale_items (
  id bigint PRIMARY KEY,
  sale_id bigint NOT NULL REFERENCES sales,
  quantity integer NOT NULL,
  line_total numeric(8,2) NOT NULL
);
