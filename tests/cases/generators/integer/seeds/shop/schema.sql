CREATE TABLE things (
  id bigint PRIMARY KEY,
  stock integer NOT NULL,
  code smallint NOT NULL UNIQUE,
  balance bigint NOT NULL,
  score integer
);
