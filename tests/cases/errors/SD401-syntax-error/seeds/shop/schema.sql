CREATE TABLE t (
  id bigint PRIMARY KEY,
  name text
);
CREATE TABLE broken (
  id bigint PRIMARY KEY
  vendor_id bigint REFERENCES t
);
CREATE TABLE also_checked (id bigint REFERENCES nowhere, broken_id bigint REFERENCES broken);
