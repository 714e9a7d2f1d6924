CREATE TABLE invoices (
  id bigint PRIMARY KEY,
  created_at timestamptz NOT NULL,
  paid_at timestamptz NOT NULL,
  due date NOT NULL,
  reminded date
);
