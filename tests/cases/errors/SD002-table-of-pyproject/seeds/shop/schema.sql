CREATE TABLE stores (id bigint PRIMARY KEY, code text NOT NULL UNIQUE);
