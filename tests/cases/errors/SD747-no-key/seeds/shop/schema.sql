CREATE TABLE visits (
  day date NOT NULL,
  visitors integer NOT NULL
);
