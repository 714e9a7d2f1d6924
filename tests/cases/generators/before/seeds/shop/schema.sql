CREATE TABLE batches (
  id bigint PRIMARY KEY,
  expires_on date NOT NULL,
  made_on date NOT NULL,
  closes time NOT NULL,
  opens time NOT NULL
);
