CREATE TABLE accounts (id bigint PRIMARY KEY, owner text NOT NULL);
CREATE TABLE movements (
  id bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts,
  amount numeric(8,2) NOT NULL,
  balance numeric(10,2) NOT NULL
);
