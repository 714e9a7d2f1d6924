--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;

CREATE TYPE public.status AS ENUM (
    'open',
    'closed'
);

CREATE TABLE public.users (
    id bigint NOT NULL,
    email text NOT NULL,
    status public.status DEFAULT 'open'::public.status NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    meta jsonb DEFAULT '{}'::jsonb,
    full_name text GENERATED ALWAYS AS ((email || ' '::text)) STORED,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_email_check CHECK ((POSITION(('@'::text) IN (email)) > 1)),
    CONSTRAINT users_status_check CHECK ((status = ANY (ARRAY['open'::public.status, 'closed'::public.status])))
);

ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.logs (
    id integer NOT NULL,
    user_id bigint,
    at timestamp with time zone NOT NULL
)
PARTITION BY RANGE (at);

CREATE SEQUENCE public.logs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.logs_id_seq OWNED BY public.logs.id;

CREATE TABLE public.logs_2024 (
    id integer DEFAULT nextval('public.logs_id_seq'::regclass) NOT NULL,
    user_id bigint,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.logs ATTACH PARTITION public.logs_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
ALTER TABLE ONLY public.logs ALTER COLUMN id SET DEFAULT nextval('public.logs_id_seq'::regclass);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);
ALTER TABLE ONLY public.logs
    ADD CONSTRAINT logs_pkey PRIMARY KEY (id, at);
ALTER TABLE ONLY public.logs_2024
    ADD CONSTRAINT logs_2024_pkey PRIMARY KEY (id, at);
CREATE UNIQUE INDEX logs_user ON ONLY public.logs USING btree (user_id, at);
CREATE UNIQUE INDEX logs_2024_user ON public.logs_2024 USING btree (user_id, at);
CREATE UNIQUE INDEX users_email_lower ON public.users USING btree (lower(email)) WHERE (status = 'open'::public.status);
ALTER INDEX public.logs_pkey ATTACH PARTITION public.logs_2024_pkey;
ALTER INDEX public.logs_user ATTACH PARTITION public.logs_2024_user;
ALTER TABLE public.logs
    ADD CONSTRAINT logs_user_fk FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE SET NULL;

-- A default of the oldest kind: the name is text, and the sequence comes after its table.
CREATE TABLE public.parcels (
    id integer DEFAULT nextval(('parcels_seq'::text)::regclass) NOT NULL
);
CREATE SEQUENCE public.parcels_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
