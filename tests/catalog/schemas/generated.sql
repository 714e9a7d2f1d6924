-- Generated stored columns and defaults of every kind.
CREATE TABLE generated (
    a int NOT NULL, b int,
    total int GENERATED ALWAYS AS (a + b) STORED,
    label text GENERATED ALWAYS AS ('no ' || a::text) STORED NOT NULL,
    search tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(body, ''))) STORED,
    body text
);
ALTER TABLE generated ADD COLUMN more int GENERATED ALWAYS AS (abs(b)) STORED;
ALTER TABLE generated ALTER COLUMN more DROP EXPRESSION;
CREATE TABLE defaults (
    a int DEFAULT 0, b int DEFAULT -1, c bigint DEFAULT 5, d smallint DEFAULT 7, e numeric(10,2) DEFAULT 0.00,
    f text DEFAULT 'x', g varchar(10) DEFAULT 'it''s', h char(2) DEFAULT 'ab', i text DEFAULT '', j text DEFAULT NULL,
    k boolean DEFAULT true, l bool DEFAULT FALSE, m bool DEFAULT 't', n boolean DEFAULT 'yes'::boolean,
    o timestamptz DEFAULT now(), p timestamp DEFAULT CURRENT_TIMESTAMP, q date DEFAULT CURRENT_DATE,
    r timestamp(3) DEFAULT CURRENT_TIMESTAMP(3), s time DEFAULT LOCALTIME, t text DEFAULT CURRENT_USER,
    u jsonb DEFAULT '{}', v jsonb DEFAULT '{"a": 1}'::jsonb, w json DEFAULT '[]'::json, x text[] DEFAULT '{}', y int[] DEFAULT ARRAY[1,2],
    z text[] DEFAULT ARRAY[]::text[], aa uuid DEFAULT gen_random_uuid(), ab interval DEFAULT '1 day', ac interval DEFAULT interval '2 hours',
    ad date DEFAULT '2020-01-01', ae date DEFAULT DATE '2020-02-01', af timestamp DEFAULT '2020-01-01 10:00', ag bytea DEFAULT '\x00ff',
    ah double precision DEFAULT 1.5, ai float4 DEFAULT 2, aj text DEFAULT md5(random()::text), ak timestamptz DEFAULT (now() AT TIME ZONE 'utc'),
    al int DEFAULT (1 + 2) * 3, am text DEFAULT 'a' || 'b', an inet DEFAULT '127.0.0.1', ao bit(3) DEFAULT B'101', ap varbit DEFAULT X'1F',
    aq text DEFAULT E'line\nbreak\\', ar text DEFAULT $$dollar$$, ass numeric DEFAULT 1e3, at2 timestamptz DEFAULT now() + interval '1 day',
    au int DEFAULT floor(random() * 10)::int, av text DEFAULT current_setting('some.setting', true), aw bigint DEFAULT 9223372036854775807,
    ax numeric DEFAULT -1.5, ay int DEFAULT '42', az date DEFAULT ('now'::text)::date, ba money DEFAULT 0, bb numeric DEFAULT '1.50'::numeric,
    bc timestamp DEFAULT timezone('utc'::text, now()), bd int DEFAULT nullif(1, 2), be text DEFAULT upper('x'), bf bool DEFAULT (NOT true),
    bg timestamp without time zone DEFAULT ('now'::text)::timestamp(6) without time zone
);
ALTER TABLE defaults ALTER a SET DEFAULT 12, ALTER b DROP DEFAULT;
