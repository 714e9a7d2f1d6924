CREATE TABLE accounts (
  id bigint PRIMARY KEY,
  iban varchar(34) NOT NULL UNIQUE,
  other text NOT NULL,
  french text NOT NULL
);
