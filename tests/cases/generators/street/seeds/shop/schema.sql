CREATE TABLE places (
  id bigint PRIMARY KEY,
  street text NOT NULL,
  name_alone text NOT NULL,
  russian text NOT NULL
);
