CREATE TABLE visits (
  id bigint PRIMARY KEY,
  address inet NOT NULL,
  six inet NOT NULL,
  shown text NOT NULL
);
