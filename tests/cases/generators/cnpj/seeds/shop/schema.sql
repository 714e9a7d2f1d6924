CREATE TABLE companies (
  id bigint PRIMARY KEY,
  cnpj char(14) NOT NULL UNIQUE,
  shown text NOT NULL
);
