CREATE TABLE things (
  id bigint PRIMARY KEY,
  day date NOT NULL,
  season date NOT NULL,
  ordered date NOT NULL,
  recent date,
  later date NOT NULL
);
