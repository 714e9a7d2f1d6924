CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE shop.orders (id bigint PRIMARY KEY);
SET search_path = nowhere;
CREATE TABLE lost (id bigint);
