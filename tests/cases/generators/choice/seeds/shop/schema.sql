CREATE TYPE order_status AS ENUM ('pending', 'paid', 'cancelled');
CREATE TABLE vendors (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  status order_status NOT NULL,
  any_status order_status NOT NULL,
  size text NOT NULL CHECK (size IN ('S', 'M', 'L')),
  level integer NOT NULL,
  vendor text NOT NULL
);
