CREATE TABLE themes (
  id bigint PRIMARY KEY,
  hex char(7) NOT NULL,
  rgb text NOT NULL
);
