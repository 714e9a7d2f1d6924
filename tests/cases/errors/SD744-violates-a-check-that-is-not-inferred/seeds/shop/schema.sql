CREATE TABLE pages (
  id integer PRIMARY KEY,
  folder text NOT NULL,
  slug text NOT NULL,
  CHECK (folder || slug ~ '^[a-z]+$')
);
