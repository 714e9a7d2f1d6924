CREATE TABLE pages (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  url text NOT NULL UNIQUE,
  page text NOT NULL
);
