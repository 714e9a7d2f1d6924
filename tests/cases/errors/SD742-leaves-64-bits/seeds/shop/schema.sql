CREATE TABLE stars (
  id bigint PRIMARY KEY,
  mass bigint NOT NULL,
  distance bigint NOT NULL,
  product bigint NOT NULL
);
