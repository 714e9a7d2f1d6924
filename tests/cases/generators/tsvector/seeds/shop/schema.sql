CREATE TABLE articles (
  id bigint PRIMARY KEY,
  title text NOT NULL,
  body text NOT NULL,
  search tsvector NOT NULL,
  words tsvector NOT NULL
);
