CREATE TABLE devices (
  id bigint PRIMARY KEY,
  mac macaddr NOT NULL UNIQUE,
  shown text NOT NULL
);
