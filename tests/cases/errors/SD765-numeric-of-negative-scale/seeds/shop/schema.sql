CREATE TABLE cities (id bigint PRIMARY KEY, people numeric(7, -3) NOT NULL);
