CREATE TABLE coins (id bigint PRIMARY KEY, worth numeric(8, 2), weight integer);
