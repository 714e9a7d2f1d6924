CREATE TABLE cards (
  id bigint PRIMARY KEY,
  card varchar(16) NOT NULL UNIQUE,
  imei text NOT NULL
);
