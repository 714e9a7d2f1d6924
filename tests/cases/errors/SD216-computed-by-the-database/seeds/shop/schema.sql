CREATE TABLE shelves (
  aisle integer,
  level integer,
  place integer GENERATED ALWAYS AS (aisle * 10 + level) STORED UNIQUE,
  PRIMARY KEY (aisle, level)
);
CREATE TABLE labels (id bigint PRIMARY KEY, place integer NOT NULL REFERENCES shelves (place));
