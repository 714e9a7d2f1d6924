--
-- PostgreSQL database dump, as versions 7 to 9 wrote it
--
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET client_min_messages = warning;

CREATE SCHEMA shop;

CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';

SET search_path = shop, pg_catalog;
SET default_tablespace = '';

CREATE DOMAIN year AS integer
	CONSTRAINT year_check CHECK (((VALUE >= 1901) AND (VALUE <= 2155)));
CREATE TYPE rating AS ENUM (
    'G',
    'PG-13'
);

--
-- Name: orders; Type: TABLE; Schema: shop; Owner: -; Tablespace: 
--
CREATE TABLE orders (
    id integer NOT NULL,
    placed_at timestamp without time zone DEFAULT now() NOT NULL,
    state character varying(20) DEFAULT 'new'::character varying NOT NULL,
    total numeric(10,2) DEFAULT 0.00 NOT NULL,
    made year,
    rated rating DEFAULT 'G'::rating,
    CONSTRAINT orders_state_check CHECK (((state)::text = ANY ((ARRAY['new'::character varying, 'paid'::character varying])::text[]))),
    CONSTRAINT orders_total_check CHECK ((total >= (0)::numeric))
);
COMMENT ON TABLE orders IS 'Orders';
CREATE SEQUENCE orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE orders_id_seq OWNED BY orders.id;
ALTER TABLE ONLY orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq'::regclass);
CREATE TABLE items (
    id integer DEFAULT nextval('orders_id_seq'::text) NOT NULL,
    order_id integer NOT NULL
);
CREATE SEQUENCE items_id_seq
    START 1
    INCREMENT 1
    MAXVALUE 9223372036854775807
    MINVALUE 1
    CACHE 1;
COPY orders (id, placed_at, state, total, made, rated) FROM stdin;
1	2020-01-01 00:00:00	new	1.00	2000	G
\.
ALTER TABLE ONLY orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY items
    ADD CONSTRAINT "$1" FOREIGN KEY (order_id) REFERENCES orders(id);
CREATE UNIQUE INDEX items_key ON items USING btree (order_id, id);
SELECT pg_catalog.setval('orders_id_seq', 1, true);
REVOKE ALL ON SCHEMA shop FROM PUBLIC;
