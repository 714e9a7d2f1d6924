-- community: the members of a chat community, what they did there, and profiles made from it.
-- Some members have a profile and some wait for one; some have never left a trace in the log.
-- Names and texts are Russian, identifiers English.

CREATE SCHEMA community;

COMMENT ON SCHEMA community IS 'Members of a chat community, their activity and their profiles';


-- Types -------------------------------------------------------------------------------------------

CREATE TYPE community.gender AS ENUM ('female', 'male');

CREATE TYPE community.strategy AS ENUM ('basic', 'llm', 'hybrid');

COMMENT ON TYPE community.strategy IS
    'How a profile came about: from templates, by a language model, or both';

CREATE TYPE community.activity AS ENUM ('joined', 'message', 'reaction', 'voice', 'test', 'left');


-- Members -----------------------------------------------------------------------------------------

CREATE TABLE community.users (
    id            bigint NOT NULL,
    username      text,
    first_name    varchar(64) NOT NULL,
    last_name     varchar(64),
    gender        community.gender,
    birthday      date,
    time_zone     text NOT NULL DEFAULT 'Europe/Moscow',
    invited_by    bigint,
    avatar_md5    bytea,
    last_ip       inet,
    joined_at     timestamptz NOT NULL,
    is_active     boolean NOT NULL DEFAULT true,
    activities    integer NOT NULL DEFAULT 0,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_invited_by_fkey FOREIGN KEY (invited_by)
        REFERENCES community.users (id) ON DELETE SET NULL,
    CONSTRAINT users_id_positive CHECK (id > 0),
    CONSTRAINT users_username_shape CHECK (username ~ '^[A-Za-z][A-Za-z0-9_]{4,31}$'),
    CONSTRAINT users_avatar_md5_length CHECK (octet_length(avatar_md5) = 16),
    CONSTRAINT users_activities_not_negative CHECK (activities >= 0),
    CONSTRAINT users_did_not_invite_themselves CHECK (invited_by <> id)
);

COMMENT ON COLUMN community.users.id IS 'The identifier that the messenger gave';
COMMENT ON COLUMN community.users.activities IS
    'Entries in the log; whoever has none can only get a basic profile';
COMMENT ON COLUMN community.users.username IS 'Without the @; unique whatever the case';

CREATE UNIQUE INDEX users_username_key ON community.users (lower(username));
CREATE INDEX users_invited_by_idx ON community.users (invited_by);

CREATE TABLE community.interests (
    id    smallint GENERATED ALWAYS AS IDENTITY,
    name  varchar(60) NOT NULL,
    CONSTRAINT interests_pkey PRIMARY KEY (id),
    CONSTRAINT interests_name_key UNIQUE (name)
);

CREATE TABLE community.user_interests (
    user_id      bigint NOT NULL,
    interest_id  smallint NOT NULL,
    weight       numeric(3,2) NOT NULL DEFAULT 1.00,
    CONSTRAINT user_interests_pkey PRIMARY KEY (user_id, interest_id),
    CONSTRAINT user_interests_user_id_fkey FOREIGN KEY (user_id)
        REFERENCES community.users (id) ON DELETE CASCADE,
    CONSTRAINT user_interests_interest_id_fkey FOREIGN KEY (interest_id)
        REFERENCES community.interests (id) ON DELETE CASCADE,
    CONSTRAINT user_interests_weight_range CHECK (weight > 0 AND weight <= 1)
);

CREATE INDEX user_interests_interest_id_idx ON community.user_interests (interest_id);


-- Profiles: none or one for a member --------------------------------------------------------------

CREATE TABLE community.profiles (
    user_id       bigint NOT NULL,
    summary       jsonb NOT NULL,
    streams       text[] NOT NULL DEFAULT '{}',
    markers       jsonb NOT NULL DEFAULT '{}',
    generated_by  community.strategy NOT NULL,
    llm_model     text,
    llm_response  json,
    age_range     int4range,
    confidence    numeric(3,2) NOT NULL,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT profiles_pkey PRIMARY KEY (user_id),
    CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id)
        REFERENCES community.users (id) ON DELETE CASCADE,
    CONSTRAINT profiles_summary_is_object CHECK (jsonb_typeof(summary) = 'object'),
    CONSTRAINT profiles_markers_is_object CHECK (jsonb_typeof(markers) = 'object'),
    CONSTRAINT profiles_model_where_used
        CHECK ((generated_by = 'basic') = (llm_model IS NULL)),
    CONSTRAINT profiles_confidence_range CHECK (confidence BETWEEN 0 AND 1)
);

COMMENT ON COLUMN community.profiles.llm_response IS
    'The answer exactly as it came, member order included: therefore json, not jsonb';
COMMENT ON COLUMN community.profiles.updated_at IS
    'Profiles older than a week are made again';

CREATE INDEX profiles_updated_at_idx ON community.profiles (updated_at);
CREATE INDEX profiles_markers_idx ON community.profiles USING gin (markers);

-- A statement that sets updated_at itself keeps its value: a restored profile keeps its age.
CREATE FUNCTION community.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $touch$
BEGIN
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END
$touch$;

CREATE TRIGGER profiles_touch_updated_at
    BEFORE UPDATE ON community.profiles
    FOR EACH ROW EXECUTE FUNCTION community.touch_updated_at();


-- Activity, one partition a month -----------------------------------------------------------------

CREATE TABLE community.activity_logs (
    user_id      bigint NOT NULL,
    occurred_at  timestamptz NOT NULL,
    activity     community.activity NOT NULL,
    message      text,
    duration     interval,
    details      jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT activity_logs_pkey PRIMARY KEY (user_id, occurred_at),
    CONSTRAINT activity_logs_user_id_fkey FOREIGN KEY (user_id)
        REFERENCES community.users (id) ON DELETE CASCADE,
    CONSTRAINT activity_logs_message_has_text
        CHECK (activity <> 'message' OR length(message) > 0)
) PARTITION BY RANGE (occurred_at);

CREATE TABLE community.activity_logs_2025_10 PARTITION OF community.activity_logs
    FOR VALUES FROM ('2025-10-01 00:00:00+00') TO ('2025-11-01 00:00:00+00');

CREATE TABLE community.activity_logs_2025_11 PARTITION OF community.activity_logs
    FOR VALUES FROM ('2025-11-01 00:00:00+00') TO ('2025-12-01 00:00:00+00');

CREATE TABLE community.activity_logs_2025_12 PARTITION OF community.activity_logs
    FOR VALUES FROM ('2025-12-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');

CREATE TABLE community.activity_logs_rest PARTITION OF community.activity_logs DEFAULT;

CREATE INDEX activity_logs_occurred_at_idx ON community.activity_logs (occurred_at);
