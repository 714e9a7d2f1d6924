CREATE TABLE stores (
  id bigint PRIMARY KEY,
<<<<<<< HEAD
  city text NOT NULL
=======
  town text NOT NULL
>>>>>>> names
);
