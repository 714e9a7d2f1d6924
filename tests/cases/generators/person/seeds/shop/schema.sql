CREATE TABLE people (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  given text NOT NULL,
  family text NOT NULL,
  sex char(1) NOT NULL,
  russian text NOT NULL,
  patronymic text NOT NULL
);
