CREATE TABLE offers (id bigint PRIMARY KEY, ends date, discount numeric(5, 2));
