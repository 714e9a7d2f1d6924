CREATE TABLE taxpayers (
  id bigint PRIMARY KEY,
  inn varchar(12) NOT NULL UNIQUE,
  company_inn text NOT NULL
);
