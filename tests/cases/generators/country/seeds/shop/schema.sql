CREATE TABLE lands (
  id bigint PRIMARY KEY,
  english text NOT NULL,
  portuguese text NOT NULL,
  russian text NOT NULL
);
