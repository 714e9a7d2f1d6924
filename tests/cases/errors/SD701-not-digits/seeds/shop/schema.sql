CREATE TABLE stores (id bigint PRIMARY KEY, city text NOT NULL, code text);
