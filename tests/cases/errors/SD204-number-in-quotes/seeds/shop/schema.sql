CREATE TABLE stores (id bigint PRIMARY KEY, city text NOT NULL);
CREATE TABLE clerks (id bigint PRIMARY KEY, store_id bigint NOT NULL REFERENCES stores, backup_id bigint REFERENCES stores);
