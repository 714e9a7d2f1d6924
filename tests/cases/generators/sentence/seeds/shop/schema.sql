CREATE TABLE reviews (
  id bigint PRIMARY KEY,
  remark text NOT NULL,
  russian text,
  title text NOT NULL UNIQUE
);
