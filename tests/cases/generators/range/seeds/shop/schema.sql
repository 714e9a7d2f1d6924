CREATE TABLE rooms (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE bookings (
  id bigint PRIMARY KEY,
  room_id bigint NOT NULL REFERENCES rooms,
  during tsrange NOT NULL,
  guests int4range NOT NULL
);
