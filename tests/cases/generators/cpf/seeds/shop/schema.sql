CREATE TABLE people (
  id bigint PRIMARY KEY,
  cpf char(11) NOT NULL UNIQUE,
  shown text NOT NULL
);
