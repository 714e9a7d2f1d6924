CREATE TABLE things (
  id bigint PRIMARY KEY,
  active boolean NOT NULL,
  even boolean NOT NULL,
  vip boolean,
  asked boolean
);
