CREATE TABLE things (
  id bigint PRIMARY KEY,
  embedding text NOT NULL,
  long_one text NOT NULL
);
