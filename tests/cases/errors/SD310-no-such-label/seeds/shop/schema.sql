CREATE TYPE status AS ENUM ('draft', 'paid', 'to ship');
CREATE TABLE t (
  id bigint PRIMARY KEY,
  status status
);
