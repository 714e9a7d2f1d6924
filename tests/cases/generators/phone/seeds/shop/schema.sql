CREATE TABLE people (
  id bigint PRIMARY KEY,
  phone text NOT NULL UNIQUE,
  city text NOT NULL,
  home text NOT NULL,
  abroad text NOT NULL
);
