-- needs PostgreSQL 17
CREATE TABLE with_identity (id int GENERATED ALWAYS AS IDENTITY, n int) PARTITION BY RANGE (n);
CREATE TABLE with_identity_low PARTITION OF with_identity FOR VALUES FROM (0) TO (10);
