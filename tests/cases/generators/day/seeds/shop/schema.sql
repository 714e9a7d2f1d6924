CREATE TABLE stores (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE takings (
  store_id bigint NOT NULL REFERENCES stores,
  day date NOT NULL,
  amount integer NOT NULL,
  PRIMARY KEY (store_id, day)
);
