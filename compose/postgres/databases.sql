-- Each service has a database of its own, and so has the broker. The first is made by POSTGRES_DB.
CREATE DATABASE bookings;
CREATE DATABASE broker;
