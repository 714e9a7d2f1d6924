CREATE TABLE sites (
  id bigint PRIMARY KEY,
  domain text NOT NULL,
  russian text NOT NULL
);
