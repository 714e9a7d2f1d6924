-- seedc · wholesale · SMALL · verify
--
-- Proves that every row of this seed is there and equal, that the foreign keys of its tables hold
-- for all rows, and that no sequence is behind. Prints a row per table, then fails if one is not as
-- it should be. In a table with the policy keep a row may differ, but not be missing.
-- Apply with: psql -f FILE. It writes to temporary tables only, and rolls back.
\set ON_ERROR_STOP on
\set seedc_quiet :QUIET
\set QUIET on

BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL jit = off; -- compiling the statement costs more than it gains
DO $seedc$
DECLARE
  callers_path text := current_setting('search_path');
  differences text;
BEGIN
  PERFORM pg_advisory_xact_lock(1077324625933633928);
  PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
  PERFORM set_config('quote_all_identifiers', 'off', true);
  WITH
  expected_column (relation, name, definition) AS (VALUES
    (NULL::text, NULL::text, NULL::text)
  , ('wholesale.customers', 'customer_id', 'integer not null')
  , ('wholesale.customers', 'company_name', 'character varying(120) not null')
  , ('wholesale.customers', 'contact_name', 'character varying(120) not null')
  , ('wholesale.customers', 'email', 'character varying(160) not null')
  , ('wholesale.customers', 'phone', 'character varying(20)')
  , ('wholesale.customers', 'city', 'character varying(80) not null')
  , ('wholesale.customers', 'country', 'character(2) not null')
  , ('wholesale.customers', 'credit_limit', 'numeric(12,2) not null')
  , ('wholesale.customers', 'created_at', 'timestamp with time zone not null')
  , ('wholesale.carts', 'cart_id', 'integer not null')
  , ('wholesale.carts', 'customer_id', 'integer not null')
  , ('wholesale.carts', 'status', 'character varying(12) not null')
  , ('wholesale.carts', 'updated_at', 'timestamp with time zone not null')
  , ('wholesale.orders', 'order_id', 'integer not null')
  , ('wholesale.orders', 'customer_id', 'integer not null')
  , ('wholesale.orders', 'status', 'character varying(12) not null')
  , ('wholesale.orders', 'ordered_at', 'timestamp with time zone not null')
  , ('wholesale.orders', 'total_amount', 'numeric(12,2) not null')
  , ('wholesale.products', 'product_id', 'integer not null')
  , ('wholesale.products', 'name', 'character varying(120) not null')
  , ('wholesale.products', 'brand', 'character varying(80) not null')
  , ('wholesale.products', 'category', 'character varying(40) not null')
  , ('wholesale.products', 'perishable', 'boolean not null')
  , ('wholesale.products', 'storage', 'int4range')
  , ('wholesale.products', 'description', 'text')
  , ('wholesale.product_skus', 'sku_id', 'integer not null')
  , ('wholesale.product_skus', 'product_id', 'integer not null')
  , ('wholesale.product_skus', 'sku_code', 'character varying(24) not null')
  , ('wholesale.product_skus', 'pack_size', 'smallint not null')
  , ('wholesale.product_skus', 'unit_price', 'numeric(10,2) not null')
  , ('wholesale.product_skus', 'reorder_level', 'integer not null')
  , ('wholesale.cart_items', 'cart_id', 'integer not null')
  , ('wholesale.cart_items', 'sku_id', 'integer not null')
  , ('wholesale.cart_items', 'quantity', 'integer not null')
  , ('wholesale.inventory_batches', 'batch_id', 'bigint not null')
  , ('wholesale.inventory_batches', 'sku_id', 'integer not null')
  , ('wholesale.inventory_batches', 'batch_no', 'character varying(40) not null')
  , ('wholesale.inventory_batches', 'expiry_date', 'date not null')
  , ('wholesale.inventory_batches', 'received_quantity', 'integer not null')
  , ('wholesale.inventory_batches', 'quantity', 'integer not null')
  , ('wholesale.inventory_batches', 'received_at', 'timestamp with time zone not null')
  , ('wholesale.order_items', 'order_item_id', 'integer not null')
  , ('wholesale.order_items', 'order_id', 'integer not null')
  , ('wholesale.order_items', 'sku_id', 'integer not null')
  , ('wholesale.order_items', 'batch_no', 'character varying(40) not null')
  , ('wholesale.order_items', 'quantity', 'integer not null')
  , ('wholesale.order_items', 'unit_price', 'numeric(10,2) not null')
  , ('wholesale.order_items', 'discount_percentage', 'numeric(5,2) not null')
  , ('wholesale.order_items', 'line_total', 'numeric(12,2) not null')
  , ('wholesale.pricing_rules', 'rule_id', 'integer not null')
  , ('wholesale.pricing_rules', 'sku_id', 'integer')
  , ('wholesale.pricing_rules', 'customer_id', 'integer')
  , ('wholesale.pricing_rules', 'min_quantity', 'integer not null')
  , ('wholesale.pricing_rules', 'discount_percentage', 'numeric(5,2) not null')
  , ('wholesale.users', 'user_id', 'integer not null')
  , ('wholesale.users', 'username', 'character varying(60) not null')
  , ('wholesale.users', 'password_hash', 'character varying(255) not null')
  , ('wholesale.users', 'role', 'character varying(20) not null')
  , ('wholesale.users', 'customer_id', 'integer')
  , ('wholesale.users', 'is_active', 'boolean not null')
  ),
  found_column AS (
    SELECT r.relation, a.attname::text AS name,
           format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
           || CASE a.attidentity WHEN 'a' THEN ' generated always as identity'
                                 WHEN 'd' THEN ' generated by default as identity' ELSE '' END
           || CASE WHEN a.attgenerated <> '' THEN ' generated from other columns' ELSE '' END
           AS definition,
           a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND y.typdefault IS NULL
           AS required
    FROM (SELECT DISTINCT e.relation FROM expected_column AS e) AS r
    JOIN pg_class AS c ON c.oid = to_regclass(r.relation) AND c.relkind IN ('r', 'p', 'f')
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS y ON y.oid = a.atttypid
  ),
  expected_sequence (name) AS (VALUES
    (NULL::text)
  , ('wholesale.customers_customer_id_seq')
  , ('wholesale.carts_cart_id_seq')
  , ('wholesale.orders_order_id_seq')
  , ('wholesale.products_product_id_seq')
  , ('wholesale.product_skus_sku_id_seq')
  , ('wholesale.inventory_batches_batch_id_seq')
  , ('wholesale.order_items_order_item_id_seq')
  , ('wholesale.pricing_rules_rule_id_seq')
  , ('wholesale.users_user_id_seq')
  ),
  difference (line) AS (
    SELECT DISTINCT e.relation || ': expected a table, found none'
    FROM expected_column AS e
    WHERE NOT EXISTS (SELECT FROM found_column AS f WHERE f.relation = e.relation)
    UNION ALL
    SELECT e.relation || '.' || e.name || ': expected ' || e.definition
           || ', found ' || coalesce(f.definition, 'no such column')
    FROM expected_column AS e
    LEFT JOIN found_column AS f ON f.relation = e.relation AND f.name = e.name
    WHERE f.definition IS DISTINCT FROM e.definition
      AND EXISTS (SELECT FROM found_column AS o WHERE o.relation = e.relation)
    UNION ALL
    SELECT s.name || ': expected a sequence, found none'
    FROM expected_sequence AS s
    WHERE s.name IS NOT NULL
      AND NOT EXISTS (
        SELECT FROM pg_class AS c WHERE c.oid = to_regclass(s.name) AND c.relkind = 'S')
  )
  SELECT string_agg(d.line, E'\n' ORDER BY d.line COLLATE "C") INTO differences
  FROM difference AS d;
  PERFORM set_config('search_path', callers_path, true);
  IF differences IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = E'seedc: the schema is not the compiled one, nothing was written\n' || differences,
      HINT = 'Migrate the database, load schema.sql into an empty one (seedc apply '
             '--create-schema), or run "seedc build" against its schema.';
  END IF;
  IF hashint8extended(4503599627370497, 20240229) <> -6640463478667278370
    OR hashint8extended(-7, 0) <> -4284878795861022465 THEN
    RAISE EXCEPTION USING
      MESSAGE = 'seedc: hashint8extended gives other numbers on this server, nothing was written';
  END IF;
END
$seedc$;

CREATE TEMP TABLE "seedc checked" (name text, strict boolean, strictly boolean) ON COMMIT DROP;
CREATE TEMP TABLE "seedc outcome" (name text, key text, present boolean, equal boolean)
ON COMMIT DROP;
CREATE TEMP TABLE "seedc counted" (name text, expected bigint, present bigint, equal bigint)
ON COMMIT DROP;
CREATE TEMP TABLE "seedc problem" (name text, line text) ON COMMIT DROP;
INSERT INTO pg_temp."seedc checked" (name, strict, strictly)
SELECT v.name, v.strict, v.strictly
FROM (VALUES
  (NULL::text, NULL::boolean, NULL::boolean)
, ('wholesale.customers', true, false)
, ('wholesale.carts', true, false)
, ('wholesale.orders', true, false)
, ('wholesale.products', true, false)
, ('wholesale.product_skus', true, false)
, ('wholesale.cart_items', true, false)
, ('wholesale.inventory_batches', true, false)
, ('wholesale.order_items', true, false)
, ('wholesale.pricing_rules', true, false)
, ('wholesale.users', true, false)
) AS v (name, strict, strictly)
WHERE v.name IS NOT NULL;

-- wholesale.customers · curated · update
CREATE TEMP TABLE "seedc wholesale.customers" (
  __key__ text,
  customer_id integer,
  company_name character varying(120),
  contact_name character varying(120),
  email character varying(160),
  phone character varying(20),
  city character varying(80),
  country character(2),
  credit_limit numeric(12,2),
  created_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.customers" FROM stdin;
customer:blackrock	5	Blackrock Grocers	Aoife Brennan	buying@blackrockgrocers.example	+35315550105	Dublin	IE	15000.00	2025-03-11 11:30:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.customers', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.company_name, t.contact_name, t.email, t.phone, t.city, t.country, t.credit_limit, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.country, s.credit_limit, s.created_at)))
FROM pg_temp."seedc wholesale.customers" AS s
LEFT JOIN wholesale.customers AS t ON t.customer_id = s.customer_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.customers 2" (
  __key__ text,
  customer_id integer,
  company_name character varying(120),
  contact_name character varying(120),
  email character varying(160),
  phone character varying(20),
  city character varying(80),
  credit_limit numeric(12,2),
  created_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.customers 2" FROM stdin;
customer:green-larder	1	The Green Larder	Hannah Whitcombe	orders@greenlarder.example	+441225550101	Bath	8000.00	2025-01-06 09:12:00+00
customer:north-quay	2	North Quay Fishmongers	Callum Reid	callum@northquay.example	+441224550102	Aberdeen	12000.00	2025-01-14 10:05:30+00
customer:saffron-street	3	Saffron Street Kitchen	Priya Raman	kitchen@saffronstreet.example	+441162550103	Leicester	6500.00	2025-02-03 08:00:00+00
customer:hollow-oak	4	Hollow Oak Primary Academy	Denise Farrow	catering@hollowoak.example	+441603550104	Norwich	2500.00	2025-02-20 13:45:00+00
customer:kestrel	1992503433	Kestrel Hotels Group	Oliver Hastings	procurement@kestrelhotels.example	+442075550107	London	40000.00	2025-04-23 09:00:00+00
customer:moorland	1745378966	Moorland Farm Shop	Gareth Pugh	shop@moorlandfarm.example	+441874550108	Brecon	3000.00	2025-06-17 07:55:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.customers', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.company_name, t.contact_name, t.email, t.phone, t.city, t.credit_limit, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.credit_limit, s.created_at)))
FROM pg_temp."seedc wholesale.customers 2" AS s
LEFT JOIN wholesale.customers AS t ON t.customer_id = s.customer_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.customers 3" (
  __key__ text,
  customer_id integer,
  company_name character varying(120),
  contact_name character varying(120),
  email character varying(160),
  phone character varying(20),
  city character varying(80),
  created_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.customers 3" FROM stdin;
customer:riverside	2102051954	Riverside Tea Rooms	Margaret Ellis	hello@riversidetea.example	\N	Stratford-upon-Avon	2025-04-01 15:20:10+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.customers', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.company_name, t.contact_name, t.email, t.phone, t.city, t.created_at)
        IS NOT DISTINCT FROM (s.company_name, s.contact_name, s.email, s.phone, s.city, s.created_at)))
FROM pg_temp."seedc wholesale.customers 3" AS s
LEFT JOIN wholesale.customers AS t ON t.customer_id = s.customer_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.customers', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.company_name, t.contact_name, t.email, t.phone, t.city, t.country, t.credit_limit, t.created_at)
         IS NOT DISTINCT FROM (g.company_name, g.contact_name, g.email, g.phone, g.city, g.country, g.credit_limit, g.created_at))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '["Abbey", "Alder", "Amber", "Apple", "Ashby", "Aspen", "Beech", "Berry", "Birch", "Briar", "Brook", "Cedar", "Clare", "Clove", "Clyde", "Coral", "Crown", "Derby", "Dover", "Eagle", "Ember", "Ferry", "Finch", "Flint", "Forge", "Grove", "Hazel", "Heath", "Heron", "Holly", "Honey", "Ivory", "Lilac", "Maple", "Marsh", "Mercy", "Olive", "Otter", "Pearl", "Peony", "Plume", "Quill", "Raven", "River", "Robin", "Rowan", "Royal", "Sable", "Spire", "Stone", "Swift", "Tansy", "Thorn", "Tudor", "Wharf"]'::jsonb AS company_name_letters,
           '["Bridge", "Castle", "Church", "Common", "Corner", "Garden", "Island", "Market", "Meadow", "Priory", "Quarry", "Square", "Street", "Valley", "Vestry", "Warren"]'::jsonb AS company_name_letters_2,
           '["Bakery", "Bistro", "Eatery", "Grocer", "Larder", "Pantry", "Stores", "Tavern", "Cellar"]'::jsonb AS company_name_letters_3,
           '{1486043,2678437,4230872,6234932,8799571,12054296,16148785,21256917,27574130,35320933,44739608,56092660,69660614,85739115,104628398,126631638,152043100,181141723,214178370,251363895,292864071,338786296,389166368,443966307,503064528,566257988,633252168,703671141,777058349,852887461,930571242,1009477144,1088940446,1168282685,1246829924,1323926069,1398953285,1471345432,1540598819,1606284931,1668056373,1725650999,1778894034,1827694476,1872041631,1911998353,1947692437,1979306761,2007068925,2031240508,2052106385,2069965272,2085120125,2097870713,2108507077,2117304102,2124517869,2130382896,2135110694,2138889281,2141883493,2144235929,2146068392}'::bigint[] AS credit_limit_limits,
           '["Abigail", "Ada", "Addison", "Adelaide", "Adele", "Adeline", "Adriana", "Agnes", "Aileen", "Alana", "Alice", "Alicia", "Alison", "Allegra", "Alma", "Alyssa", "Amanda", "Amber", "Amelia", "Amy", "Anastasia", "Andrea", "Angela", "Angelica", "Anita", "Ann", "Anna", "Annabel", "Anne", "Annette", "April", "Arabella", "Arlene", "Ashley", "Astrid", "Athena", "Aubrey", "Audrey", "Augusta", "Aurora", "Ava", "Barbara", "Beatrice", "Becky", "Belinda", "Bernadette", "Bernice", "Bertha", "Bessie", "Beth", "Bethany", "Betsy", "Betty", "Beverly", "Bianca", "Blanche", "Bonnie", "Brenda", "Briana", "Bridget", "Brittany", "Brooke", "Camilla", "Candace", "Carla", "Carmen", "Carol", "Caroline", "Cassandra", "Catherine", "Cecilia", "Celeste", "Celia", "Charity", "Charlene", "Charlotte", "Chelsea", "Cheryl", "Chloe", "Christina", "Christine", "Cindy", "Claire", "Clara", "Clarissa", "Claudia", "Clementine", "Colleen", "Connie", "Constance", "Cora", "Cordelia", "Cornelia", "Courtney", "Cynthia", "Daisy", "Daniela", "Daphne", "Darlene", "Dawn", "Deborah", "Delia", "Delilah", "Della", "Denise", "Diana", "Diane", "Dolores", "Donna", "Dora", "Doreen", "Doris", "Dorothy", "Edith", "Edna", "Eileen", "Elaine", "Eleanor", "Elena", "Elise", "Eliza", "Elizabeth", "Ella", "Ellen", "Eloise", "Elsa", "Elsie", "Emily", "Emma", "Erica", "Erin", "Esme", "Esther", "Ethel", "Eugenia", "Eva", "Evangeline", "Eve", "Evelyn", "Faith", "Fannie", "Fay", "Felicia", "Felicity", "Fern", "Fiona", "Flora", "Florence", "Frances", "Francesca", "Frieda", "Gabriella", "Gail", "Gemma", "Genevieve", "Georgia", "Georgina", "Geraldine", "Gertrude", "Gillian", "Gina", "Ginger", "Gladys", "Glenda", "Gloria", "Grace", "Greta", "Gretchen", "Gwen", "Gwendolyn", "Hannah", "Harriet", "Hattie", "Hazel", "Heather", "Heidi", "Helen", "Helena", "Henrietta", "Hilda", "Holly", "Hope", "Ida", "Imogen", "Ingrid", "Irene", "Iris", "Irma", "Isabel", "Isabella", "Isla", "Ivy", "Jacqueline", "Jane", "Janet", "Janice", "Jasmine", "Jean", "Jeanette", "Jemima", "Jenna", "Jennifer", "Jessica", "Jill", "Joan", "Joanna", "Jocelyn", "Josephine", "Joy", "Joyce", "Juanita", "Judith", "Judy", "Julia", "Juliana", "Julie", "Juliet", "June", "Justine", "Kara", "Karen", "Kate", "Katherine", "Kathleen", "Katie", "Katrina", "Kendra", "Kerry", "Kimberly", "Kirsten", "Kristen", "Kristina", "Lacey", "Lana", "Laura", "Laurel", "Lauren", "Laurie", "Lavinia", "Layla", "Leah", "Lena", "Leona", "Leonora", "Leticia", "Lila", "Lillian", "Lily", "Linda", "Lisa", "Lois", "Lola", "Lorena", "Loretta", "Lorraine", "Louisa", "Louise", "Lucille", "Lucinda", "Lucy", "Lydia", "Lynn", "Mabel", "Mackenzie", "Madeline", "Madison", "Maggie", "Mallory", "Mandy", "Marcia", "Margaret", "Margot", "Maria", "Marian", "Marianne", "Marie", "Marilyn", "Marina", "Marjorie", "Marlene", "Martha", "Martina", "Mary", "Matilda", "Maude", "Maureen", "Maxine", "Maya", "Megan", "Melanie", "Melinda", "Melissa", "Melody", "Mercy", "Meredith", "Mia", "Michelle", "Mildred", "Millicent", "Millie", "Mina", "Miranda", "Miriam", "Molly", "Monica", "Muriel", "Myra", "Myrtle", "Nadia", "Nadine", "Nancy", "Naomi", "Natalie", "Natasha", "Nellie", "Nicole", "Nina", "Nora", "Noreen", "Octavia", "Odette", "Olive", "Olivia", "Opal", "Ophelia", "Pamela", "Patricia", "Paula", "Paulette", "Pauline", "Pearl", "Peggy", "Penelope", "Penny", "Petra", "Philippa", "Phoebe", "Phyllis", "Polly", "Portia", "Priscilla", "Prudence", "Rachel", "Ramona", "Rebecca", "Regina", "Renee", "Rhoda", "Rhonda", "Rita", "Roberta", "Rosa", "Rosalie", "Rosalind", "Rose", "Rosemary", "Roxanne", "Ruby", "Ruth", "Sabrina", "Sadie", "Sally", "Samantha", "Sandra", "Sarah", "Savannah", "Scarlett", "Selena", "Selma", "Serena", "Sharon", "Sheila", "Shelby", "Sheryl", "Shirley", "Sienna", "Sierra", "Silvia", "Simone", "Sonia", "Sophia", "Sophie", "Stella", "Stephanie", "Susan", "Susannah", "Suzanne", "Sybil", "Tabitha", "Tamara", "Tara", "Teresa", "Tessa", "Thelma", "Theodora", "Tiffany", "Tina", "Trisha", "Trudy", "Ursula", "Valerie", "Vanessa", "Velma", "Vera", "Verity", "Verna", "Veronica", "Victoria", "Viola", "Violet", "Virginia", "Vivian", "Wanda", "Wendy", "Wilhelmina", "Willa", "Wilma", "Winifred", "Yolanda", "Yvette", "Yvonne", "Zara", "Zelda", "Zoe", "Aaron", "Abel", "Abner", "Abraham", "Adam", "Adrian", "Aidan", "Alan", "Albert", "Alec", "Alejandro", "Alexander", "Alfred", "Allen", "Alvin", "Ambrose", "Amos", "Andrew", "Angus", "Anthony", "Antonio", "Archibald", "Archie", "Arnold", "Arthur", "Asher", "Ashton", "Atticus", "Augustus", "Austin", "Axel", "Barnaby", "Barney", "Barrett", "Barry", "Bartholomew", "Basil", "Benedict", "Benjamin", "Bennett", "Bernard", "Bert", "Blaine", "Blake", "Bradford", "Bradley", "Brady", "Brandon", "Brendan", "Brent", "Brett", "Brian", "Bruce", "Bruno", "Bryant", "Bryce", "Byron", "Caleb", "Calvin", "Cameron", "Carl", "Carlos", "Carlton", "Carter", "Cecil", "Cedric", "Cesar", "Chad", "Chandler", "Charles", "Chester", "Chris", "Christian", "Christopher", "Clarence", "Clark", "Claude", "Clayton", "Clement", "Clifford", "Clifton", "Clinton", "Clive", "Clyde", "Cody", "Colby", "Cole", "Colin", "Connor", "Conrad", "Cooper", "Corey", "Cornelius", "Craig", "Curtis", "Cyril", "Cyrus", "Dale", "Dalton", "Damian", "Damon", "Daniel", "Darren", "Darius", "Darrell", "Daryl", "David", "Dean", "Dennis", "Denzel", "Derek", "Desmond", "Dexter", "Diego", "Dillon", "Dirk", "Dominic", "Donald", "Douglas", "Drew", "Duane", "Duncan", "Dustin", "Dwayne", "Dwight", "Earl", "Eddie", "Edgar", "Edmund", "Eduardo", "Edward", "Edwin", "Eli", "Elias", "Elijah", "Elliot", "Ellis", "Elmer", "Elton", "Elvin", "Emanuel", "Emmett", "Enrique", "Ephraim", "Eric", "Ernest", "Ethan", "Eugene", "Evan", "Everett", "Ezekiel", "Ezra", "Felix", "Ferdinand", "Fergus", "Fernando", "Finley", "Finn", "Fletcher", "Floyd", "Forrest", "Francis", "Francisco", "Frank", "Franklin", "Frederick", "Gabriel", "Garrett", "Garry", "Gavin", "Gene", "Geoffrey", "George", "Gerald", "Gerard", "Gideon", "Gilbert", "Giles", "Glenn", "Gordon", "Graham", "Grant", "Gregory", "Griffin", "Guy", "Hank", "Harley", "Harold", "Harris", "Harrison", "Harry", "Harvey", "Hector", "Henry", "Herbert", "Herman", "Homer", "Horace", "Howard", "Hubert", "Hugh", "Hugo", "Humphrey", "Ian", "Ignatius", "Ira", "Irving", "Isaac", "Isaiah", "Ivan", "Jack", "Jackson", "Jacob", "Jake", "James", "Jared", "Jarvis", "Jason", "Jasper", "Javier", "Jay", "Jed", "Jeffrey", "Jeremiah", "Jeremy", "Jerome", "Jerry", "Jesse", "Jim", "Joaquin", "Joe", "Joel", "John", "Jonah", "Jonas", "Jonathan", "Jorge", "Joseph", "Joshua", "Josiah", "Juan", "Julian", "Julius", "Justin", "Keith", "Kelvin", "Kenneth", "Kent", "Kevin", "Kieran", "Kirk", "Kurt", "Kyle", "Lambert", "Lance", "Landon", "Lars", "Lawrence", "Lee", "Leland", "Lemuel", "Leo", "Leon", "Leonard", "Leroy", "Lester", "Levi", "Lewis", "Liam", "Lincoln", "Linus", "Lionel", "Lloyd", "Logan", "Lorenzo", "Louis", "Lowell", "Lucas", "Luis", "Luke", "Luther", "Lyle", "Malcolm", "Manuel", "Marcel", "Marcus", "Mario", "Mark", "Marshall", "Martin", "Marvin", "Mason", "Matthew", "Maurice", "Max", "Maximilian", "Maxwell", "Melvin", "Michael", "Miguel", "Miles", "Milo", "Milton", "Mitchell", "Monroe", "Montgomery", "Morgan", "Morris", "Murray", "Nathan", "Nathaniel", "Neil", "Nelson", "Neville", "Nicholas", "Nigel", "Noah", "Noel", "Nolan", "Norbert", "Norman", "Oliver", "Omar", "Orlando", "Orson", "Oscar", "Osmond", "Oswald", "Otis", "Otto", "Owen", "Pablo", "Palmer", "Patrick", "Paul", "Percy", "Peter", "Philip", "Phineas", "Pierce", "Preston", "Quentin", "Quincy", "Rafael", "Ralph", "Ramon", "Randall", "Raymond", "Reginald", "Reuben", "Ricardo", "Richard", "Robert", "Roberto", "Roderick", "Rodney", "Roger", "Roland", "Roman", "Ronald", "Rory", "Roscoe", "Ross", "Roy", "Rudolph", "Rufus", "Rupert", "Russell", "Samson", "Samuel", "Saul", "Scott", "Sean", "Sebastian", "Seth", "Seymour", "Shane", "Sheldon", "Sherman", "Sidney", "Silas", "Simon", "Solomon", "Spencer", "Stanley", "Stephen", "Sterling", "Stuart", "Sylvester", "Terence", "Thaddeus", "Theodore", "Thomas", "Timothy", "Tobias", "Toby", "Todd", "Travis", "Trent", "Trevor", "Tristan", "Troy", "Tyler", "Tyrone", "Ulysses", "Vernon", "Victor", "Vincent", "Wade", "Walker", "Wallace", "Walter", "Warren", "Wayne", "Wendell", "Wesley", "Wilbur", "Wilfred", "William", "Willis", "Winston", "Woodrow", "Wyatt", "Xavier", "Zachary", "Zane"]'::jsonb AS given,
           '["Abbott", "Acosta", "Adams", "Adkins", "Aguilar", "Alexander", "Allen", "Allison", "Alvarado", "Alvarez", "Anderson", "Andrews", "Archer", "Armstrong", "Arnold", "Atkins", "Atkinson", "Austin", "Avery", "Avila", "Bailey", "Baird", "Baker", "Baldwin", "Ball", "Ballard", "Banks", "Barber", "Barker", "Barlow", "Barnes", "Barnett", "Barrett", "Barron", "Barry", "Bartlett", "Barton", "Bates", "Bauer", "Beck", "Becker", "Bell", "Bennett", "Benson", "Berry", "Best", "Bishop", "Black", "Blackburn", "Blackwell", "Blair", "Blake", "Blanchard", "Bond", "Booker", "Booth", "Bowen", "Bowers", "Bowman", "Boyd", "Boyle", "Bradford", "Bradley", "Bradshaw", "Brady", "Branch", "Brennan", "Brewer", "Bridges", "Briggs", "Brock", "Brooks", "Brown", "Browning", "Bruce", "Bryan", "Bryant", "Buchanan", "Buck", "Buckley", "Burgess", "Burke", "Burnett", "Burns", "Burton", "Bush", "Butler", "Byrd", "Cabrera", "Cain", "Calderon", "Caldwell", "Calhoun", "Callahan", "Camacho", "Cameron", "Campbell", "Campos", "Cannon", "Cantrell", "Cardenas", "Carey", "Carlson", "Carney", "Carpenter", "Carr", "Carrillo", "Carroll", "Carson", "Carter", "Carver", "Case", "Casey", "Castillo", "Castro", "Chambers", "Chan", "Chandler", "Chang", "Chapman", "Charles", "Chase", "Chavez", "Chen", "Cherry", "Christensen", "Church", "Clark", "Clarke", "Clayton", "Clements", "Cline", "Cobb", "Cochran", "Coffey", "Cohen", "Cole", "Coleman", "Collier", "Collins", "Colon", "Combs", "Compton", "Conley", "Conner", "Conrad", "Contreras", "Conway", "Cook", "Cooke", "Cooper", "Copeland", "Cortez", "Costa", "Cowan", "Cox", "Craig", "Crane", "Crawford", "Crosby", "Cross", "Cruz", "Cummings", "Cunningham", "Curry", "Curtis", "Dale", "Dalton", "Daniels", "Davenport", "Davidson", "Davies", "Davis", "Dawson", "Day", "Dean", "Decker", "Delacruz", "Delaney", "Deleon", "Delgado", "Dennis", "Diaz", "Dickson", "Dillard", "Dillon", "Dixon", "Dodson", "Dominguez", "Donaldson", "Donovan", "Dorsey", "Dougherty", "Douglas", "Downs", "Doyle", "Drake", "Dudley", "Duffy", "Duke", "Duncan", "Dunn", "Duran", "Durham", "Dyer", "Eaton", "Edwards", "Elliott", "Ellis", "Ellison", "Emerson", "English", "Erickson", "Espinoza", "Estes", "Estrada", "Evans", "Everett", "Ewing", "Farley", "Farmer", "Farrell", "Faulkner", "Ferguson", "Fernandez", "Ferrell", "Fields", "Figueroa", "Finch", "Finley", "Fischer", "Fisher", "Fitzgerald", "Fitzpatrick", "Fleming", "Fletcher", "Flores", "Flowers", "Flynn", "Foley", "Forbes", "Ford", "Foreman", "Foster", "Fowler", "Fox", "Franco", "Francis", "Frank", "Franklin", "Franks", "Frazier", "Freeman", "French", "Frost", "Fry", "Frye", "Fuentes", "Fuller", "Fulton", "Gaines", "Gallagher", "Gallegos", "Galloway", "Gamble", "Garcia", "Gardner", "Garner", "Garrett", "Garrison", "Garza", "Gates", "Gay", "Gentry", "George", "Gibbs", "Gibson", "Gilbert", "Giles", "Gill", "Gillespie", "Gilmore", "Glass", "Glenn", "Glover", "Golden", "Gomez", "Gonzales", "Goodman", "Goodwin", "Gordon", "Gould", "Graham", "Grant", "Graves", "Gray", "Green", "Greene", "Greer", "Gregory", "Griffin", "Griffith", "Grimes", "Gross", "Guerra", "Guerrero", "Guthrie", "Gutierrez", "Guzman", "Hahn", "Hale", "Haley", "Hall", "Hamilton", "Hammond", "Hampton", "Hancock", "Hanna", "Hansen", "Hanson", "Hardin", "Harding", "Hardy", "Harmon", "Harper", "Harrell", "Harrington", "Harris", "Harrison", "Hart", "Hartman", "Harvey", "Hawkins", "Hayden", "Hayes", "Haynes", "Heath", "Hebert", "Henderson", "Hendricks", "Hendrix", "Henry", "Hensley", "Henson", "Herman", "Hernandez", "Herrera", "Herring", "Hess", "Hester", "Hewitt", "Hickman", "Hicks", "Higgins", "Hill", "Hines", "Hinton", "Hobbs", "Hodge", "Hodges", "Hoffman", "Hogan", "Holcomb", "Holden", "Holder", "Holland", "Holloway", "Holman", "Holmes", "Holt", "Hood", "Hooper", "Hoover", "Hopkins", "Hopper", "Horn", "Horne", "Horton", "House", "Houston", "Howard", "Howe", "Howell", "Hubbard", "Huber", "Hudson", "Huff", "Huffman", "Hughes", "Hull", "Humphrey", "Hunt", "Hunter", "Hurley", "Hurst", "Hutchinson", "Hyde", "Ingram", "Irwin", "Jackson", "Jacobs", "Jacobson", "James", "Jarvis", "Jefferson", "Jenkins", "Jennings", "Jensen", "Jimenez", "Johns", "Johnson", "Johnston", "Jones", "Jordan", "Joseph", "Joyce", "Juarez", "Kane", "Kaufman", "Keith", "Keller", "Kelley", "Kelly", "Kemp", "Kennedy", "Kent", "Kerr", "Key", "Kim", "King", "Kirby", "Kirk", "Klein", "Knight", "Knox", "Koch", "Kramer", "Lamb", "Lambert", "Lancaster", "Landry", "Lane", "Lang", "Langley", "Lara", "Larsen", "Larson", "Lawrence", "Lawson", "Leach", "Leblanc", "Lee", "Leon", "Leonard", "Lester", "Levine", "Levy", "Lewis", "Lindsay", "Lindsey", "Little", "Livingston", "Lloyd", "Logan", "Long", "Lopez", "Love", "Lowe", "Lowery", "Lucas", "Luna", "Lynch", "Lynn", "Lyons", "Macdonald", "Macias", "Mack", "Madden", "Maddox", "Mann", "Manning", "Marks", "Marquez", "Marsh", "Marshall", "Martin", "Martinez", "Mason", "Massey", "Mathews", "Maxwell", "May", "Mayer", "Maynard", "Mayo", "Mays", "Mcbride", "Mccall", "Mccarthy", "Mcclure", "Mcconnell", "Mccormick", "Mccoy", "Mcdaniel", "Mcdonald", "Mcgee", "Mcguire", "Mckay", "Mckenzie", "Mckinney", "Mclaughlin", "Mclean", "Mcmahon", "Mcmillan", "Meadows", "Medina", "Mejia", "Melendez", "Melton", "Mendez", "Mendoza", "Mercado", "Mercer", "Merrill", "Merritt", "Meyer", "Meyers", "Michael", "Middleton", "Miles", "Miller", "Mills", "Miranda", "Mitchell", "Molina", "Monroe", "Montgomery", "Montoya", "Moody", "Moon", "Mooney", "Moore", "Morales", "Moran", "Moreno", "Morgan", "Morris", "Morrison", "Morrow", "Morse", "Morton", "Moses", "Mosley", "Moss", "Mueller", "Mullen", "Mullins", "Munoz", "Murillo", "Murphy", "Murray", "Myers", "Nash", "Navarro", "Neal", "Nelson", "Newman", "Newton", "Nguyen", "Nichols", "Nicholson", "Nielsen", "Nixon", "Noble", "Nolan", "Norman", "Norris", "Norton", "Nunez"]'::jsonb AS family,
           '["mail.example", "post.example", "letters.example", "inbox.example", "office.example", "garden.example", "harbor.example", "maple.example", "river.example", "stone.example", "meadow.example", "orchard.example", "bakery.example", "bridge.example", "market.example", "lantern.example", "cedar.example", "willow.example", "summit.example", "valley.example", "coast.example", "forest.example", "library.example", "studio.example", "workshop.example", "supply.example", "trading.example", "compass.example", "anchor.example", "beacon.example", "prairie.example", "island.example", "sparrow.example", "falcon.example", "copper.example", "silver.example", "granite.example", "clover.example", "hazel.example", "juniper.example", "aspen.example", "birch.example", "example.com", "example.org", "example.net", "mail.example.com", "mail.example.org", "mail.example.net", "team.example.com", "news.example.org"]'::jsonb AS domains,
           '["London", "Birmingham", "Manchester", "Leeds", "Glasgow", "Sheffield", "Bradford", "Edinburgh", "Liverpool", "Bristol", "Cardiff", "Leicester", "Coventry", "Belfast", "Nottingham", "Newcastle upon Tyne", "Sunderland", "Brighton", "Hull", "Plymouth", "Norwich", "Exeter", "York", "Aberdeen", "Swansea"]'::jsonb AS city,
           '{342077041,494111282,646145522,779175483,893201163,988222564,1064239684,1159261084,1254282485,1349303885,1425321005,1501338126,1558350966,1615363806,1691380926,1767398047,1805406607,1862419447,1900428007,1938436567,1976445127,2014453688,2071466528,2109475088}'::bigint[] AS city_limits,
           '[0:63]={50000,57206,61591,66312,71395,76867,82759,89102,95932,103285,111202,119726,128903,138783,149421,160874,173205,186481,200775,216165,232734,250573,269780,290459,312723,336693,362501,390287,420203,452412,487090,524426,564624,607903,654499,704667,758680,816833,879444,946854,1019431,1097571,1181700,1272278,1369799,1474795,1587839,1709548,1840586,1981668,2133564,2297102,2473176,2662746,2866846,3086591,3323179,3577902,3852150,4147419,4465320,4807588,5176091,5572840}'::bigint[] AS credit_limit_starts,
           '[0:63]={7206,4385,4721,5083,5472,5892,6343,6830,7353,7917,8524,9177,9880,10638,11453,12331,13276,14294,15390,16569,17839,19207,20679,22264,23970,25808,27786,29916,32209,34678,37336,40198,43279,46596,50168,54013,58153,62611,67410,72577,78140,84129,90578,97521,104996,113044,121709,131038,141082,151896,163538,176074,189570,204100,219745,236588,254723,274248,295269,317901,342268,368503,396749,427161}'::bigint[] AS credit_limit_widths,
           '{69273666,277094664,588826162,900557659,1039104991,1246925989,1558657486,1835752151,2043573149}'::bigint[] AS created_at_hour_limits
  ), r1 AS (
    SELECT rs.i AS i,
           (rs.i * 12511 + 11154) % 23760 AS "company_name number",
           hashint8extended(rs.i, 4957116372314194840) & 9223372036854775807 AS "credit_limit draw",
           GREATEST(((hashint8extended(rs.i, 8205297411315021402) & 9223372036854775807) % 1083), ((hashint8extended(rs.i, 3267398812553243060) & 9223372036854775807) % 1083)) / 7 * 7 + width_bucket(((hashint8extended(rs.i, 5986416155232118842) & 9223372036854775807) >> 32), '{415641996,831283993,1246925989,1662567986,2008936316,2078209982}'::bigint[])::bigint AS "created_at weekday"
    FROM generate_series(0::bigint, 24) AS rs (i)
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."credit_limit draw",
           r."created_at weekday",
           (lists.company_name_letters ->> (r."company_name number" / 432)::integer) || ' ' || (lists.company_name_letters_2 ->> (r."company_name number" / 27 % 16)::integer) || ' ' || (lists.company_name_letters_3 ->> (r."company_name number" / 3 % 9)::integer) || ' ' || ('["Ltd", "LLP", "plc"]'::jsonb ->> (r."company_name number" % 3)::integer) AS company_name,
           width_bucket((r."credit_limit draw" >> 32), lists.credit_limit_limits)::bigint AS "credit_limit bucket"
    FROM r1 AS r, lists
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS customer_id,
         r.company_name::character varying(120) AS company_name,
         ((lists.given ->> ((hashint8extended(r.i, 7227731313684497151) & 9223372036854775807) % 850)::integer) || ' ' || (lists.family ->> ((hashint8extended(r.i, 6306102534861888745) & 9223372036854775807) % 579)::integer))::character varying(120) AS contact_name,
         (replace(replace(replace(translate(lower(r.company_name COLLATE "C"), 'àÀáÁâÂãÃäÄåÅăĂąĄæÆçÇćĆčČďĎđĐðÐèÈéÉêÊëËęĘěĚğĞìÌíÍîÎïÏıİłŁñÑńŃňŇòÒóÓôÔõÕöÖøØőŐœŒřŘśŚşŞšŠșȘßťŤțȚþÞùÙúÚûÛüÜůŮűŰýÝÿŸźŹżŻžŽ _/&+–—.,:;!?''"’“”«»()[]%#$@*=№', 'aaaaaaaaaaaaaaaaaaccccccddddddeeeeeeeeeeeeggiiiiiiiiiillnnnnnnoooooooooooooooorrsssssssssttttttuuuuuuuuuuuuyyyyzzzzzz-------'), '--', '-'), '--', '-'), '-', '-') || '-' || ((r.i * 7687 + 9267) % 10000)::text || '@' || (lists.domains ->> ((hashint8extended(r.i, 6656579303554553062) & 9223372036854775807) % 50)::integer))::character varying(160) AS email,
         ('+447700900' || lpad(((hashint8extended(r.i, 6541995957724708619) & 9223372036854775807) % 1000)::text, 3, '0'))::character varying(20) AS phone,
         (lists.city ->> width_bucket(((hashint8extended(r.i, 6742176115305144634) & 9223372036854775807) >> 32), lists.city_limits))::character varying(80) AS city,
         'GB'::character(2) AS country,
         ((((lists.credit_limit_starts)[r."credit_limit bucket"::integer] + ((r."credit_limit draw" & 2147483647) % (lists.credit_limit_widths)[r."credit_limit bucket"::integer]) + (-25000)) / 50000 * 50000 + 50000) * 0.01)::numeric(12,2) AS credit_limit,
         to_timestamp((((CASE WHEN r."created_at weekday" < 1083 THEN r."created_at weekday" ELSE r."created_at weekday" + (-7) END) + 19359) * 86400 + ((width_bucket(((hashint8extended(r.i, 5656143686332704703) & 9223372036854775807) >> 32), lists.created_at_hour_limits)::bigint + 8) * 3600 + ((hashint8extended(r.i, 245403540691297262) & 9223372036854775807) % 3600)))) AS created_at
  FROM r2 AS r, lists
) AS g
LEFT JOIN wholesale.customers AS t ON t.customer_id = g.customer_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.customers', 'created_at: the range is ' || m.found || ', not between 2023-01-02 and 2025-12-19 23:59:59+00'
FROM (
  SELECT CASE WHEN min(t.created_at) < '2023-01-02'::timestamp with time zone OR max(t.created_at) > '2025-12-19 23:59:59+00'::timestamp with time zone THEN min(t.created_at)::text || ' to ' || max(t.created_at)::text END AS found
  FROM wholesale.customers AS t
  WHERE t.customer_id >= 1073741824 AND t.customer_id < 1610612736
) AS m
WHERE NOT m.found IS NULL;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.customers', 'credit_limit: the range is ' || m.found || ', not between 500 and 60000'
FROM (
  SELECT CASE WHEN min(t.credit_limit) < '500'::numeric(12,2) OR max(t.credit_limit) > '60000'::numeric(12,2) THEN min(t.credit_limit)::text || ' to ' || max(t.credit_limit)::text END AS found
  FROM wholesale.customers AS t
  WHERE t.customer_id >= 1073741824 AND t.customer_id < 1610612736
) AS m
WHERE NOT m.found IS NULL;

-- wholesale.carts · curated · update
CREATE TEMP TABLE "seedc wholesale.carts" (
  __key__ text,
  cart_id integer,
  customer_id integer,
  status character varying(12),
  updated_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.carts" FROM stdin;
cart:1	1720823195	1	open	2025-11-18 16:02:11+00
cart:2	2066611999	2102051954	open	2025-11-20 08:45:00+00
cart:3	1747275375	1992503433	ordered	2025-11-06 10:58:00+00
cart:4	1744167509	3	abandoned	2025-08-02 22:30:40+00
cart:5	1739196868	3	open	2025-11-21 11:11:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.carts', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.customer_id, t.status, t.updated_at) IS NOT DISTINCT FROM (s.customer_id, s.status, s.updated_at)))
FROM pg_temp."seedc wholesale.carts" AS s
LEFT JOIN wholesale.carts AS t ON t.cart_id = s.cart_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.carts', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.customer_id, t.status, t.updated_at)
         IS NOT DISTINCT FROM (g.customer_id, g.status, g.updated_at))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '{1,2,3,4,5,6,7,7,8,9,10,10,11,12,13,14,15,15,16,17,18,19,20,20,20,21,22,23,23,24,25,26,27,28,29,30,30,31,31,32,32,32,33,33,34,34,35,36,36,37,38,39,40,41,42,42,43,44,44,45,45,46,47,48,49,50,51,52,53,54,55,55,56,57,58,58,59,60,61,62,63,63,64,65,66,67,68,68,68,69,70,71,71,72,73,74,75,76,77,78,78,79,79,80,80,80,81,81,82,82,83,84,84,85,86,87,88,89,90,90,91,92,92,93,93,94,95,96}'::bigint[] AS "Customers_limits",
           '[0:128]={0,1,2,3,4,5,6,7,7,8,9,10,10,11,12,13,14,15,15,16,17,18,19,20,20,20,21,22,23,23,24,25,26,27,28,29,30,30,31,31,32,32,32,33,33,34,34,35,36,36,37,38,39,40,41,42,42,43,44,44,45,45,46,47,48,49,50,51,52,53,54,55,55,56,57,58,58,59,60,61,62,63,63,64,65,66,67,68,68,68,69,70,71,71,72,73,74,75,76,77,78,78,79,79,80,80,80,81,81,82,82,83,84,84,85,86,87,88,89,90,90,91,92,92,93,93,94,95,96}'::bigint[] AS "Customers_before",
           '{69273666,277094664,588826162,900557659,1039104991,1246925989,1558657486,1835752151,2043573149}'::bigint[] AS created_at_hour_limits
  ), r1 AS (
    SELECT rs.i AS i,
           width_bucket((rs.i + (lists."Customers_before")[((hashint8extended(0::bigint, 1726003315638053979) & 9223372036854775807) % 64)::integer]), lists."Customers_limits")::bigint - ((hashint8extended(0::bigint, 1726003315638053979) & 9223372036854775807) % 64) + 8 + (-8) AS "customer_id index"
    FROM generate_series(0::bigint, 20) AS rs (i), lists
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."customer_id index",
           GREATEST(((hashint8extended(r."customer_id index", 8205297411315021402) & 9223372036854775807) % 1083), ((hashint8extended(r."customer_id index", 3267398812553243060) & 9223372036854775807) % 1083)) / 7 * 7 + width_bucket(((hashint8extended(r."customer_id index", 5986416155232118842) & 9223372036854775807) >> 32), '{415641996,831283993,1246925989,1662567986,2008936316,2078209982}'::bigint[])::bigint AS "customer_id.created_at weekday"
    FROM r1 AS r
    OFFSET 0
  ), r3 AS (
    SELECT r.i AS i,
           r."customer_id index",
           GREATEST(((((CASE WHEN r."customer_id.created_at weekday" < 1083 THEN r."customer_id.created_at weekday" ELSE r."customer_id.created_at weekday" + (-7) END) + 19359) * 86400 + ((width_bucket(((hashint8extended(r."customer_id index", 5656143686332704703) & 9223372036854775807) >> 32), lists.created_at_hour_limits)::bigint + 8) * 3600 + ((hashint8extended(r."customer_id index", 245403540691297262) & 9223372036854775807) % 3600))) / 86400 + 1), 20395) AS "updated_at first"
    FROM r2 AS r, lists
    OFFSET 0
  ), r4 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           width_bucket(r."updated_at first", '{20423}'::bigint[])::bigint AS "updated_at part"
    FROM r3 AS r
    OFFSET 0
  ), r5 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           ('[0:1]={0,521802128372}'::bigint[])[r."updated_at part"::integer] + ((LEAST(GREATEST((r."updated_at first" - ('[0:1]={20395,20423}'::bigint[])[r."updated_at part"::integer]), 0), ('[0:1]={28,31}'::bigint[])[r."updated_at part"::integer]) * ('[0:1]={521802128372,577709499269}'::bigint[])[r."updated_at part"::integer] + (('[0:1]={28,31}'::bigint[])[r."updated_at part"::integer] + (-1))) / ('[0:1]={28,31}'::bigint[])[r."updated_at part"::integer]) AS "updated_at passed"
    FROM r4 AS r
    OFFSET 0
  ), r6 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           r."updated_at passed" + ((hashint8extended(r.i, 2287263802130302415) & 9223372036854775807) % GREATEST((1099511627641 - r."updated_at passed"), 1)) AS "updated_at drawn"
    FROM r5 AS r
    OFFSET 0
  ), r7 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           r."updated_at drawn",
           width_bucket(r."updated_at drawn", '{521802128372}'::bigint[])::bigint AS "updated_at period"
    FROM r6 AS r
    OFFSET 0
  ), r8 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           ('[0:1]={20395,20423}'::bigint[])[r."updated_at period"::integer] + ((r."updated_at drawn" - ('[0:1]={0,521802128372}'::bigint[])[r."updated_at period"::integer]) * ('[0:1]={28,31}'::bigint[])[r."updated_at period"::integer] / ('[0:1]={521802128372,577709499269}'::bigint[])[r."updated_at period"::integer]) AS "updated_at day"
    FROM r7 AS r
    OFFSET 0
  ), r9 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           r."updated_at day",
           r."updated_at day" - ((r."updated_at day" + (-4)) % 7) + width_bucket(((hashint8extended(r.i, 3867254892822376434) & 9223372036854775807) >> 32), '{415641996,831283993,1246925989,1662567986,2008936316,2078209982}'::bigint[])::bigint AS "updated_at moved"
    FROM r8 AS r
    OFFSET 0
  ), r10 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           r."updated_at day",
           (CASE WHEN r."updated_at moved" < r."updated_at first" THEN r."updated_at moved" + 7 ELSE r."updated_at moved" END)::bigint AS "updated_at later"
    FROM r9 AS r
    OFFSET 0
  ), r11 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."updated_at first",
           r."updated_at day",
           (CASE WHEN 20453 < r."updated_at later" THEN r."updated_at later" + (-7) ELSE r."updated_at later" END)::bigint AS "updated_at weekday"
    FROM r10 AS r
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS cart_id,
         (r."customer_id index" + 1073741824)::integer AS customer_id,
         ('["open", "ordered", "abandoned"]'::jsonb ->> width_bucket(((hashint8extended(r.i, 458304722629422611) & 9223372036854775807) >> 32), '{1288490189,1932735283}'::bigint[]))::character varying(12) AS status,
         to_timestamp(((CASE WHEN r."updated_at weekday" < r."updated_at first" THEN r."updated_at day" ELSE r."updated_at weekday" END) * 86400 + ((width_bucket(((hashint8extended(r.i, 686098906559764753) & 9223372036854775807) >> 32), lists.created_at_hour_limits)::bigint + 8) * 3600 + ((hashint8extended(r.i, 8673105727258187511) & 9223372036854775807) % 3600)))) AS updated_at
  FROM r11 AS r, lists
) AS g
LEFT JOIN wholesale.carts AS t ON t.cart_id = g.cart_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.carts', 'updated_at: the range is ' || m.found || ', not between 2025-11-03 and 2025-12-31 23:59:59+00'
FROM (
  SELECT CASE WHEN min(t.updated_at) < '2025-11-03'::timestamp with time zone OR max(t.updated_at) > '2025-12-31 23:59:59+00'::timestamp with time zone THEN min(t.updated_at)::text || ' to ' || max(t.updated_at)::text END AS found
  FROM wholesale.carts AS t
  WHERE t.cart_id >= 1073741824 AND t.cart_id < 1610612736
) AS m
WHERE NOT m.found IS NULL;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.carts', 'foreign key carts_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.carts AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.orders · curated · update
CREATE TEMP TABLE "seedc wholesale.orders" (
  __key__ text,
  order_id integer,
  customer_id integer,
  status character varying(12),
  ordered_at timestamp with time zone,
  total_amount numeric(12,2)
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.orders" FROM stdin;
order:1001	1001	1	shipped	2025-07-22 09:14:00+00	338.33
order:1002	1002	3	shipped	2025-08-03 10:00:25+00	1072.19
order:1003	1003	4	shipped	2025-09-04 07:31:00+00	905.28
order:1004	1651050592	5	shipped	2025-09-15 13:05:00+00	1857.89
order:1005	1989115041	1992503433	shipped	2025-09-26 08:20:00+00	5608.19
order:1006	1792211754	2	cancelled	2025-10-09 15:48:33+00	999.00
order:1007	1971880515	2	shipped	2025-10-14 06:12:00+00	1333.32
order:1008	1742443258	1992503433	picked	2025-11-06 11:00:00+00	2591.00
order:1009	2120286413	1745378966	pending	2025-11-19 17:26:09+00	583.97
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.orders', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.customer_id, t.status, t.ordered_at, t.total_amount)
        IS NOT DISTINCT FROM (s.customer_id, s.status, s.ordered_at, s.total_amount)))
FROM pg_temp."seedc wholesale.orders" AS s
LEFT JOIN wholesale.orders AS t ON t.order_id = s.order_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.orders', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.customer_id, t.status, t.ordered_at, t.total_amount)
         IS NOT DISTINCT FROM (g.customer_id, g.status, g.ordered_at, g.total_amount))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '{356192955,575455438,740537714,875509605,990962897,1092582958,1183808551,1266893495,1343403031,1414472869,1480955844,1543510329,1602656274,1658812214,1712320550,1763465333,1812485082,1859582226,1904930191,1948678808,1990958500,2031883572,2071554818,2110061620}'::bigint[] AS customer_id_limits,
           '{69273666,277094664,588826162,900557659,1039104991,1246925989,1558657486,1835752151,2043573149}'::bigint[] AS created_at_hour_limits
  ), r1 AS (
    SELECT rs.i AS i,
           width_bucket(((hashint8extended(rs.i, 6884860455841665355) & 9223372036854775807) >> 32), lists.customer_id_limits)::bigint + 8 + (-8) AS "customer_id index"
    FROM generate_series(0::bigint, 72) AS rs (i), lists
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."customer_id index",
           GREATEST(((hashint8extended(r."customer_id index", 8205297411315021402) & 9223372036854775807) % 1083), ((hashint8extended(r."customer_id index", 3267398812553243060) & 9223372036854775807) % 1083)) / 7 * 7 + width_bucket(((hashint8extended(r."customer_id index", 5986416155232118842) & 9223372036854775807) >> 32), '{415641996,831283993,1246925989,1662567986,2008936316,2078209982}'::bigint[])::bigint AS "customer_id.created_at weekday"
    FROM r1 AS r
    OFFSET 0
  ), r3 AS (
    SELECT r.i AS i,
           r."customer_id index",
           GREATEST(((((CASE WHEN r."customer_id.created_at weekday" < 1083 THEN r."customer_id.created_at weekday" ELSE r."customer_id.created_at weekday" + (-7) END) + 19359) * 86400 + ((width_bucket(((hashint8extended(r."customer_id index", 5656143686332704703) & 9223372036854775807) >> 32), lists.created_at_hour_limits)::bigint + 8) * 3600 + ((hashint8extended(r."customer_id index", 245403540691297262) & 9223372036854775807) % 3600))) / 86400 + 1), 20395) AS "ordered_at first"
    FROM r2 AS r, lists
    OFFSET 0
  ), r4 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           width_bucket(r."ordered_at first", '{20423}'::bigint[])::bigint AS "ordered_at part"
    FROM r3 AS r
    OFFSET 0
  ), r5 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           ('[0:1]={0,521802128372}'::bigint[])[r."ordered_at part"::integer] + ((LEAST(GREATEST((r."ordered_at first" - ('[0:1]={20395,20423}'::bigint[])[r."ordered_at part"::integer]), 0), ('[0:1]={28,31}'::bigint[])[r."ordered_at part"::integer]) * ('[0:1]={521802128372,577709499269}'::bigint[])[r."ordered_at part"::integer] + (('[0:1]={28,31}'::bigint[])[r."ordered_at part"::integer] + (-1))) / ('[0:1]={28,31}'::bigint[])[r."ordered_at part"::integer]) AS "ordered_at passed"
    FROM r4 AS r
    OFFSET 0
  ), r6 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           r."ordered_at passed" + ((hashint8extended(r.i, 11118901364393367) & 9223372036854775807) % GREATEST((1099511627641 - r."ordered_at passed"), 1)) AS "ordered_at drawn"
    FROM r5 AS r
    OFFSET 0
  ), r7 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           r."ordered_at drawn",
           width_bucket(r."ordered_at drawn", '{521802128372}'::bigint[])::bigint AS "ordered_at period"
    FROM r6 AS r
    OFFSET 0
  ), r8 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           ('[0:1]={20395,20423}'::bigint[])[r."ordered_at period"::integer] + ((r."ordered_at drawn" - ('[0:1]={0,521802128372}'::bigint[])[r."ordered_at period"::integer]) * ('[0:1]={28,31}'::bigint[])[r."ordered_at period"::integer] / ('[0:1]={521802128372,577709499269}'::bigint[])[r."ordered_at period"::integer]) AS "ordered_at day"
    FROM r7 AS r
    OFFSET 0
  ), r9 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           r."ordered_at day",
           r."ordered_at day" - ((r."ordered_at day" + (-4)) % 7) + width_bucket(((hashint8extended(r.i, 6084067591623492066) & 9223372036854775807) >> 32), '{429496730,858993459,1288490189,1717986918,2075900860}'::bigint[])::bigint AS "ordered_at moved"
    FROM r8 AS r
    OFFSET 0
  ), r10 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           r."ordered_at day",
           (CASE WHEN r."ordered_at moved" < r."ordered_at first" THEN r."ordered_at moved" + 7 ELSE r."ordered_at moved" END)::bigint AS "ordered_at later"
    FROM r9 AS r
    OFFSET 0
  ), r11 AS (
    SELECT r.i AS i,
           r."customer_id index",
           r."ordered_at first",
           r."ordered_at day",
           (CASE WHEN 20453 < r."ordered_at later" THEN r."ordered_at later" + (-7) ELSE r."ordered_at later" END)::bigint AS "ordered_at weekday"
    FROM r10 AS r
    OFFSET 0
  ), r12 AS (
    SELECT r.i AS i,
           r."customer_id index",
           (CASE WHEN r."ordered_at weekday" < r."ordered_at first" THEN r."ordered_at day" ELSE r."ordered_at weekday" END) * 86400 + ((width_bucket(((hashint8extended(r.i, 51453922363083131) & 9223372036854775807) >> 32), lists.created_at_hour_limits)::bigint + 8) * 3600 + ((hashint8extended(r.i, 11540653827926483) & 9223372036854775807) % 3600)) AS ordered_at
    FROM r11 AS r, lists
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS order_id,
         (r."customer_id index" + 1073741824)::integer AS customer_id,
         (CASE WHEN r.ordered_at < 1766361600 THEN 'shipped'::text WHEN r.ordered_at < 1766966400 THEN 'picked'::text ELSE 'pending'::text END)::character varying(12) AS status,
         to_timestamp(r.ordered_at) AS ordered_at,
         ((
    WITH rc1 AS (
      SELECT (rcs.i * 121 + 12) % 240 + 20 + (-20) AS "sku_id,batch_no index"
      FROM generate_series(r.i, r.i + (((312 - r.i) / 73) - 1) * 73, 73) AS rcs (i)
      OFFSET 0
    ), rc2 AS (
      SELECT rc."sku_id,batch_no index",
             (rc."sku_id,batch_no index" * 16613721 + 27076884) % 49000000 AS "sku_id,batch_no.batch_no number"
      FROM rc1 AS rc
      OFFSET 0
    ), rc3 AS (
      SELECT rc."sku_id,batch_no index",
             substr((('["BX", "DR", "KN", "LD", "OX", "TH", "WB"]'::jsonb ->> (rc."sku_id,batch_no.batch_no number" / 7000000)::integer) || '25' || lpad((rc."sku_id,batch_no.batch_no number" / 7 % 1000000)::text, 6, '0') || ('["A", "B", "C", "D", "E", "F", "G"]'::jsonb ->> (rc."sku_id,batch_no.batch_no number" % 7)::integer)), 11, 1) AS "quantity part 1"
      FROM rc2 AS rc
      OFFSET 0
    ), rc4 AS (
      SELECT rc."sku_id,batch_no index",
             (CASE WHEN rc."quantity part 1" = 'A' COLLATE "C" THEN 4::bigint WHEN rc."quantity part 1" = 'B' COLLATE "C" THEN 6::bigint WHEN rc."quantity part 1" = 'C' COLLATE "C" THEN 10::bigint WHEN rc."quantity part 1" = 'D' COLLATE "C" THEN 12::bigint WHEN rc."quantity part 1" = 'E' COLLATE "C" THEN 20::bigint WHEN rc."quantity part 1" = 'F' COLLATE "C" THEN 24::bigint ELSE 48::bigint END)::bigint AS quantity
      FROM rc3 AS rc
      OFFSET 0
    )
    SELECT coalesce(sum((rc.quantity * ((rc."sku_id,batch_no index" % 60 + 12 + (-12) + 1073741824) % 9973 * 7919 % 256 * 10 + 1445) * (10000 - (CASE WHEN 10 <= rc.quantity THEN 35::bigint ELSE 0::bigint END) * 10) * 2 + 10000) / 20000), 0)::bigint
    FROM rc4 AS rc) * 0.01)::numeric(12,2) AS total_amount
  FROM r12 AS r
) AS g
LEFT JOIN wholesale.orders AS t ON t.order_id = g.order_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.orders', 'total_amount is no sum of wholesale.order_items: ' || count(*) || ' rows disagree'
FROM wholesale.orders AS t
LEFT JOIN (
  SELECT c.order_id, sum(c.line_total) AS found
  FROM wholesale.order_items AS c
  GROUP BY c.order_id
) AS c ON c.order_id = t.order_id
WHERE t.order_id >= 1073741824 AND t.order_id < 1610612736
  AND t.total_amount IS DISTINCT FROM coalesce(c.found, 0)
HAVING count(*) > 0;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.orders', 'ordered_at: the range is ' || m.found || ', not between 2025-11-03 and 2025-12-31 23:59:59+00'
FROM (
  SELECT CASE WHEN min(t.ordered_at) < '2025-11-03'::timestamp with time zone OR max(t.ordered_at) > '2025-12-31 23:59:59+00'::timestamp with time zone THEN min(t.ordered_at)::text || ' to ' || max(t.ordered_at)::text END AS found
  FROM wholesale.orders AS t
  WHERE t.order_id >= 1073741824 AND t.order_id < 1610612736
) AS m
WHERE NOT m.found IS NULL;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.orders', 'foreign key orders_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.orders AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.products · curated · update
CREATE TEMP TABLE "seedc wholesale.products" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  perishable boolean
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products" FROM stdin;
product:basmati	1627514206	Basmati Rice 5 kg	Golden Delta	Dry goods	false
product:tomatoes	1717327571	Chopped Tomatoes 2.5 kg	Campo Rosso	Tinned	false
product:jam	1986287492	Strawberry Jam 340 g	Wye Valley Preserves	Spreads	false
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.perishable) IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.perishable)))
FROM pg_temp."seedc wholesale.products" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.products 2" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  perishable boolean,
  description text
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products 2" FROM stdin;
product:tea	1984261604	English Breakfast Tea, 240 bags	Penhale & Sons	Beverages	false	Assam and Kenyan leaf; plastic-free bags.
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.perishable, t.description)
        IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.perishable, s.description)))
FROM pg_temp."seedc wholesale.products 2" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.products 3" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  storage int4range
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products 3" FROM stdin;
product:milk	1791251496	Whole Milk UHT 1 L	Severn Vale	Dairy	[2,26)
product:haddock	1772463004	Haddock Fillets, frozen	Loch Ardle	Fish	[-25,-17)
product:butter	1969353802	Salted Butter 250 g	Quantock Dairy	Dairy	[1,7)
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.storage) IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.storage)))
FROM pg_temp."seedc wholesale.products 3" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.products 4" (
  __key__ text,
  product_id integer,
  name character varying(120),
  brand character varying(80),
  category character varying(40),
  storage int4range,
  description text
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.products 4" FROM stdin;
product:cheddar	2076356509	Mature Cheddar	Quantock Dairy	Dairy	[2,6)	Matured for twelve months; waxed 350 g truckles.
product:salmon	1783851551	Smoked Salmon 200 g	Loch Ardle	Fish	[0,5)	Oak smoked, long sliced, interleaved.
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.products', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.name, t.brand, t.category, t.storage, t.description)
        IS NOT DISTINCT FROM (s.name, s.brand, s.category, s.storage, s.description)))
FROM pg_temp."seedc wholesale.products 4" AS s
LEFT JOIN wholesale.products AS t ON t.product_id = s.product_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.products', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.name, t.brand, t.category, t.perishable, t.storage, t.description)
         IS NOT DISTINCT FROM (g.name, g.brand, g.category, g.perishable, g.storage, g.description))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '["Bodmin", "Buxton", "Dorset", "Dundee", "Durham", "Exmoor", "Henley", "Ilkley", "Kendal", "Ludlow", "Malton", "Oakham", "Orkney", "Oxford", "Ripley", "Surrey", "Thirsk", "Totnes", "Whitby", "Wilton"]'::jsonb AS name_letters,
           '["Artisan", "Classic", "Coastal", "Cottage", "Country", "Gourmet", "Harvest", "Kitchen", "Natural", "Orchard", "Organic", "Premium", "Regency", "Seaside", "Special", "Village", "Vintage"]'::jsonb AS name_letters_2,
           '["Beetroot", "Biscuits", "Couscous", "Crackers", "Crumpets", "Gherkins", "Halloumi", "Macaroni", "Mackerel", "Marzipan", "Molasses", "Oatcakes", "Pancakes", "Porridge", "Pretzels", "Sardines", "Sausages", "Teacakes", "Tomatoes", "Yoghurts"]'::jsonb AS name_letters_3
  ), r1 AS (
    SELECT rs.i AS i,
           (rs.i * 21343 + 35827) % 54400 AS "name number"
    FROM generate_series(0::bigint, 11) AS rs (i)
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           (lists.name_letters ->> (r."name number" / 2720)::integer) || ' ' || (lists.name_letters_2 ->> (r."name number" / 160 % 17)::integer) || ' ' || (lists.name_letters_3 ->> (r."name number" / 8 % 20)::integer) || ' ' || ('["200 g", "250 g", "340 g", "400 g", "500 g", "680 g", "750 g", "900 g"]'::jsonb ->> (r."name number" % 8)::integer) AS name
    FROM r1 AS r, lists
    OFFSET 0
  ), r3 AS (
    SELECT r.i AS i,
           r.name,
           substr(r.name, 16, 8) AS "category part 1"
    FROM r2 AS r
    OFFSET 0
  ), r4 AS (
    SELECT r.i AS i,
           r.name,
           (CASE WHEN (r."category part 1" = 'Mackerel' COLLATE "C") OR (r."category part 1" = 'Sardines' COLLATE "C") THEN 'Fish'::text WHEN (r."category part 1" = 'Halloumi' COLLATE "C") OR (r."category part 1" = 'Yoghurts' COLLATE "C") THEN 'Dairy'::text WHEN substr(r.name, 16, 8) = 'Sausages' COLLATE "C" THEN 'Meat'::text WHEN ((r."category part 1" = 'Crumpets' COLLATE "C") OR (r."category part 1" = 'Pancakes' COLLATE "C")) OR (r."category part 1" = 'Teacakes' COLLATE "C") THEN 'Bakery'::text WHEN ((r."category part 1" = 'Beetroot' COLLATE "C") OR (r."category part 1" = 'Gherkins' COLLATE "C")) OR (r."category part 1" = 'Tomatoes' COLLATE "C") THEN 'Tinned'::text WHEN ((r."category part 1" = 'Couscous' COLLATE "C") OR (r."category part 1" = 'Macaroni' COLLATE "C")) OR (r."category part 1" = 'Porridge' COLLATE "C") THEN 'Dry goods'::text ELSE 'Biscuits and sweets'::text END)::text AS category
    FROM r3 AS r
    OFFSET 0
  ), r5 AS (
    SELECT r.i AS i,
           r.name,
           r.category,
           ((r.category = 'Fish' COLLATE "C") OR (r.category = 'Dairy' COLLATE "C")) OR (r.category = 'Meat' COLLATE "C") AS "perishable value"
    FROM r4 AS r
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS product_id,
         r.name::character varying(120) AS name,
         (substr(r.name, 1, 6) || ' Provisions')::character varying(80) AS brand,
         r.category::character varying(40) AS category,
         (r."perishable value" OR (r.category = 'Bakery' COLLATE "C")) AS perishable,
         (CASE WHEN r."perishable value" THEN '["[0,5)", "[1,6)", "[2,6)"]'::jsonb ->> ((hashint8extended(r.i, 1128247243948723866) & 9223372036854775807) % 3)::integer END)::int4range AS storage,
         NULL::text AS description
  FROM r5 AS r
) AS g
LEFT JOIN wholesale.products AS t ON t.product_id = g.product_id;

-- wholesale.product_skus · curated · update
CREATE TEMP TABLE "seedc wholesale.product_skus" (
  __key__ text,
  sku_id integer,
  product_id integer,
  sku_code character varying(24),
  pack_size smallint,
  unit_price numeric(10,2),
  reorder_level integer
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.product_skus" FROM stdin;
sku:cheddar-6	2060297053	2076356509	CHD-MAT-6	6	21.60	20
sku:cheddar-24	1803925337	2076356509	CHD-MAT-24	24	79.20	6
sku:milk-12	2042361141	1791251496	MLK-UHT-12	12	11.40	100
sku:salmon-10	1980234596	1783851551	SAL-SMK-10	10	54.00	15
sku:haddock-20	1812655593	1772463004	HAD-FRZ-20	20	88.50	5
sku:basmati-1	2061540615	1627514206	BAS-5KG-1	1	13.75	30
sku:basmati-4	2098714761	1627514206	BAS-5KG-4	4	51.00	10
sku:tea-6	2128402444	1984261604	TEA-EBR-6	6	31.80	12
sku:tomatoes-6	1919073544	1717327571	TOM-CHP-6	6	17.10	40
sku:butter-20	1941561516	1969353802	BUT-SLT-20	20	46.00	10
sku:butter-40	1632748041	1969353802	BUT-SLT-40	40	89.00	4
sku:jam-6	1859583640	1986287492	JAM-STR-6	6	14.70	8
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.product_skus', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.product_id, t.sku_code, t.pack_size, t.unit_price, t.reorder_level)
        IS NOT DISTINCT FROM (s.product_id, s.sku_code, s.pack_size, s.unit_price, s.reorder_level)))
FROM pg_temp."seedc wholesale.product_skus" AS s
LEFT JOIN wholesale.product_skus AS t ON t.sku_id = s.sku_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.product_skus', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.product_id, t.sku_code, t.pack_size, t.unit_price, t.reorder_level)
         IS NOT DISTINCT FROM (g.product_id, g.sku_code, g.pack_size, g.unit_price, g.reorder_level))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '[0:9]={5,6,8,10,12,15,20,30,40,60}'::bigint[] AS reorder_level
  ), r1 AS (
    SELECT rs.i AS i,
           rs.i / 12 * 2 + 12 AS pack_size
    FROM generate_series(0::bigint, 59) AS rs (i)
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS sku_id,
         (r.i % 12 + 9 + (-9) + 1073741824)::integer AS product_id,
         ('WHS-' || lpad((r.i + 1)::text, 7, '0') || '-' || r.pack_size::text)::character varying(24) AS sku_code,
         r.pack_size::smallint AS pack_size,
         (((r.i + 1073741824) % 9973 * 7919 % 256 * 10 + 1445) * 0.01)::numeric(10,2) AS unit_price,
         (lists.reorder_level)[((hashint8extended(r.i, 4213756356565240853) & 9223372036854775807) % 10)::integer]::integer AS reorder_level
  FROM r1 AS r, lists
) AS g
LEFT JOIN wholesale.product_skus AS t ON t.sku_id = g.sku_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.product_skus', 'foreign key product_skus_product_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.product_skus AS r
  WHERE (r.product_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.products AS p WHERE p.product_id = r.product_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.cart_items · curated · update
CREATE TEMP TABLE "seedc wholesale.cart_items" (
  __key__ text,
  cart_id integer,
  sku_id integer,
  quantity integer
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.cart_items" FROM stdin;
cart:1:cheddar	1720823195	2060297053	4
cart:1:jam	1720823195	1859583640	3
cart:2:tea	2066611999	2128402444	24
cart:3:salmon	1747275375	1980234596	30
cart:3:butter	1747275375	1941561516	25
cart:4:basmati	1744167509	2061540615	8
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.cart_items', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND (t.quantity IS NOT DISTINCT FROM s.quantity))
FROM pg_temp."seedc wholesale.cart_items" AS s
LEFT JOIN wholesale.cart_items AS t ON t.cart_id = s.cart_id AND t.sku_id = s.sku_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.cart_items', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.quantity)
         IS NOT DISTINCT FROM (g.quantity))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '[0:120]={0,2,6,8,10,16,18,19,23,26,30,35,36,41,45,46,47,50,56,60,66,69,74,78,84,89,91,94,98,103,108,110,115,119,124,126,127,128,134,137,143,149,151,152,158,159,163,165,166,169,171,177,180,183,186,190,193,199,200,205,210,212,216,218,220,226,228,229,233,236,240,245,246,251,255,256,257,260,266,270,276,279,284,288,294,299,301,304,308,313,318,320,325,329,334,336,337,338,344,347,353,359,361,362,368,369,373,375,376,379,381,387,390,393,396,400,403,409,410,415,420}'::bigint[] AS "Carts_before",
           '{2,6,8,10,16,18,19,23,26,30,35,36,41,45,46,47,50,56,60,66,69,74,78,84,89,91,94,98,103,108,110,115,119,124,126,127,128,134,137,143,149,151,152,158,159,163,165,166,169,171,177,180,183,186,190,193,199,200,205,210,212,216,218,220,226,228,229,233,236,240,245,246,251,255,256,257,260,266,270,276,279,284,288,294,299,301,304,308,313,318,320,325,329,334,336,337,338,344,347,353,359,361,362,368,369,373,375,376,379,381,387,390,393,396,400,403,409,410,415,420}'::bigint[] AS "Carts_limits",
           '[0:11]={2061540615,2098714761,2128402444,1632748041,1941561516,1812655593,1803925337,2042361141,1859583640,2060297053,1919073544,1980234596}'::bigint[] AS sku_id_sku_id,
           '[0:10]={1,2,3,4,5,6,8,10,12,20,24}'::bigint[] AS quantity,
           '{268435456,603979776,805306368,1073741824,1207959552,1476395008,1610612736,1811939328,2013265920,2080374784}'::bigint[] AS quantity_limits
  ), r1 AS (
    SELECT rs.i AS i,
           rs.i + (lists."Carts_before")[((hashint8extended(0::bigint, 7427444605858805136) & 9223372036854775807) % 60)::integer] AS "cart_id row value"
    FROM generate_series(0::bigint, 66) AS rs (i), lists
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."cart_id row value",
           width_bucket(r."cart_id row value", lists."Carts_limits")::bigint AS "cart_id row bucket"
    FROM r1 AS r, lists
    OFFSET 0
  ), r3 AS (
    SELECT r.i AS i,
           r."cart_id row value",
           r."cart_id row bucket",
           r."cart_id row bucket" - ((hashint8extended(0::bigint, 7427444605858805136) & 9223372036854775807) % 60) + 5 AS "cart_id row"
    FROM r2 AS r
    OFFSET 0
  ), r4 AS (
    SELECT r.i AS i,
           r."cart_id row",
           ((hashint8extended(r."cart_id row", 4946318694359963023) & 9223372036854775807) % 72 + (r."cart_id row value" - (lists."Carts_before")[r."cart_id row bucket"::integer]) * 37) % 72 AS "sku_id row"
    FROM r3 AS r, lists
    OFFSET 0
  )
  SELECT (r."cart_id row" + (-5) + 1073741824)::integer AS cart_id,
         (CASE WHEN r."sku_id row" < 12 THEN (lists.sku_id_sku_id)[r."sku_id row"::integer] ELSE GREATEST((r."sku_id row" + (-12)), 0) + 1073741824 END)::integer AS sku_id,
         (lists.quantity)[width_bucket(((hashint8extended(r.i, 6113044607130779488) & 9223372036854775807) >> 32), lists.quantity_limits)]::integer AS quantity
  FROM r4 AS r, lists
) AS g
LEFT JOIN wholesale.cart_items AS t ON t.cart_id = g.cart_id AND t.sku_id = g.sku_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.cart_items', 'foreign key cart_items_cart_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.cart_items AS r
  WHERE (r.cart_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.carts AS p WHERE p.cart_id = r.cart_id)
  LIMIT 10
) AS x
GROUP BY x.total;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.cart_items', 'foreign key cart_items_sku_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.cart_items AS r
  WHERE (r.sku_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.product_skus AS p WHERE p.sku_id = r.sku_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.inventory_batches · curated · update
CREATE TEMP TABLE "seedc wholesale.inventory_batches" (
  __key__ text,
  batch_id bigint,
  sku_id integer,
  batch_no character varying(40),
  expiry_date date,
  received_quantity integer,
  quantity integer,
  received_at timestamp with time zone
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.inventory_batches" FROM stdin;
batch:QD-250611-A	8792136899984444	2060297053	QD-250611-A	2025-12-11	60	0	2025-06-18 06:30:00+00
batch:QD-250802-B	6755697999823950	2060297053	QD-250802-B	2026-02-02	80	68	2025-08-09 06:30:00+00
batch:QD-250930-A	8112308580896148	2060297053	QD-250930-A	2026-03-30	80	80	2025-10-06 06:45:00+00
batch:QD-250802-C	7345762174124442	1803925337	QD-250802-C	2026-02-02	20	18	2025-08-09 06:30:00+00
batch:SV-77120	8106913850955563	2042361141	SV-77120	2025-11-30	240	0	2025-07-01 05:50:00+00
batch:SV-77981	7140732156400122	2042361141	SV-77981	2026-02-15	300	300	2025-09-02 05:50:00+00
batch:LA-0917	7295701456579266	1980234596	LA-0917	2025-10-17	40	0	2025-09-18 04:20:00+00
batch:LA-1001	8282931818106153	1980234596	LA-1001	2025-11-02	40	28	2025-10-02 04:20:00+00
batch:LA-1103	7880021115724857	1980234596	LA-1103	2025-12-05	60	30	2025-11-04 04:25:00+00
batch:LA-F2208	8833351275300532	1812655593	LA-F2208	2026-08-22	30	22	2025-08-25 04:30:00+00
batch:GD-2025-041	7243097336242950	2061540615	GD-2025-041	2027-04-30	120	120	2025-05-12 12:00:00+00
batch:GD-2025-042	8113318535068391	2098714761	GD-2025-042	2027-04-30	40	30	2025-05-12 12:00:00+00
batch:GD-2025-077	7763595498959004	2098714761	GD-2025-077	2027-09-30	40	40	2025-10-20 12:00:00+00
batch:PS-B5512	7087892747569738	2128402444	PS-B5512	2027-01-31	72	48	2025-03-03 09:15:00+00
batch:CR-L4410	7861571911762692	1919073544	CR-L4410	2027-06-30	150	126	2025-04-14 10:40:00+00
batch:CR-L4519	7792889522853047	1919073544	CR-L4519	2027-10-31	150	150	2025-09-29 10:40:00+00
batch:QD-B250715	7288171107248250	1941561516	QD-B250715	2025-10-13	50	0	2025-07-20 06:30:00+00
batch:QD-B250915	6961289726573762	1941561516	QD-B250915	2025-12-14	50	25	2025-09-20 06:30:00+00
batch:QD-B251101	6984546549664015	1941561516	QD-B251101	2026-01-30	30	30	2025-11-05 06:30:00+00
batch:WV-S0301	7351389876339223	1859583640	WV-S0301	2026-09-01	36	0	2025-03-10 08:00:00+00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.inventory_batches', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.sku_id, t.batch_no, t.expiry_date, t.received_quantity, t.quantity, t.received_at)
        IS NOT DISTINCT FROM (s.sku_id, s.batch_no, s.expiry_date, s.received_quantity, s.quantity, s.received_at)))
FROM pg_temp."seedc wholesale.inventory_batches" AS s
LEFT JOIN wholesale.inventory_batches AS t ON t.batch_id = s.batch_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.inventory_batches', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.sku_id, t.batch_no, t.expiry_date, t.received_quantity, t.quantity, t.received_at)
         IS NOT DISTINCT FROM (g.sku_id, g.batch_no, g.expiry_date, g.received_quantity, g.quantity, g.received_at))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '{80006501,158017490,234058225,308153825,380329618,450610701,519022276,585589580,650337829,713292169,774477782,833919960,891643897,947674649,1002037586,1054757807,1105860569,1155371088,1203314578,1249716183,1294601103,1337994509,1379921717,1420407847,1459478079,1497157627,1533471711,1568445589,1602104396,1634473302,1665577560,1695442382,1724092935,1751554415,1777852045,1803011024,1827056550,1850013822,1871908059,1892764435,1912608161,1931464438,1949358460,1966315433,1982360548,1997519011,2011816035,2025276808,2037926539,2049790427,2060893677,2071261475,2080919031,2089891548,2098204229,2105882270,2112950868,2119435229,2125360552,2130752039,2135634894,2140034312,2143975497}'::bigint[] AS expiry_date_limits,
           '[0:63]={15552000,15917877,16288404,16663701,17043892,17429107,17819480,18215151,18616266,19022977,19435442,19853826,20278302,20709050,21146257,21590121,22040847,22498651,22963759,23436408,23916846,24405334,24902146,25407572,25921915,26445495,26978650,27521737,28075134,28639239,29214474,29801288,30400157,31011586,31636113,32274312,32926795,33594216,34277275,34976723,35693365,36428068,37181766,37955467,38750262,39567333,40407965,41273558,42165639,43085881,44036120,45018378,46034887,47088123,48180840,49316114,50497394,51728566,53014032,54358802,55768614,57250082,58810880,60459988}'::bigint[] AS expiry_date_starts,
           '[0:63]={365877,370527,375297,380191,385215,390373,395671,401115,406711,412465,418384,424476,430748,437207,443864,450726,457804,465108,472649,480438,488488,496812,505426,514343,523580,533155,543087,553397,564105,575235,586814,598869,611429,624527,638199,652483,667421,683059,699448,716642,734703,753698,773701,794795,817071,840632,865593,892081,920242,950239,982258,1016509,1053236,1092717,1135274,1181280,1231172,1285466,1344770,1409812,1481468,1560798,1649108,1748013}'::bigint[] AS expiry_date_widths
  ), r1 AS (
    SELECT rs.i AS i,
           (rs.i * 16613721 + 27076884) % 49000000 AS "batch_no number",
           (hashint8extended(rs.i, 2802080176171133973) & 9223372036854775807) % 117 / 7 * 7 + width_bucket(((hashint8extended(rs.i, 2350220430772909563) & 9223372036854775807) >> 32), '{412977625,825955249,1238932874,1651910498,2064888123}'::bigint[])::bigint AS "received_at weekday",
           hashint8extended(rs.i, 2434562821296372371) & 9223372036854775807 AS "expiry_date draw"
    FROM generate_series(0::bigint, 239) AS rs (i)
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."expiry_date draw",
           ('["BX", "DR", "KN", "LD", "OX", "TH", "WB"]'::jsonb ->> (r."batch_no number" / 7000000)::integer) || '25' || lpad((r."batch_no number" / 7 % 1000000)::text, 6, '0') || ('["A", "B", "C", "D", "E", "F", "G"]'::jsonb ->> (r."batch_no number" % 7)::integer) AS batch_no,
           ((CASE WHEN r."received_at weekday" < 117 THEN r."received_at weekday" ELSE r."received_at weekday" + (-7) END) + 20276) * 86400 + ((width_bucket(((hashint8extended(r.i, 6156646666011685005) & 9223372036854775807) >> 32), '{397682157,1113510040,1590728628,1829337922,1988410785,2067947217}'::bigint[])::bigint + 4) * 3600 + ((hashint8extended(r.i, 4989003157006087229) & 9223372036854775807) % 3600)) AS received_at,
           width_bucket((r."expiry_date draw" >> 32), lists.expiry_date_limits)::bigint AS "expiry_date bucket"
    FROM r1 AS r, lists
    OFFSET 0
  ), r3 AS (
    SELECT r.i AS i,
           r.batch_no,
           r.received_at,
           r."expiry_date draw",
           r."expiry_date bucket",
           substr(r.batch_no, 11, 1) AS "received_quantity part 1",
           substr(r.batch_no, 11, 1) AS "quantity part 1"
    FROM r2 AS r
    OFFSET 0
  ), r4 AS (
    SELECT r.i AS i,
           r.batch_no,
           r.received_at,
           r."expiry_date draw",
           r."expiry_date bucket",
           r."quantity part 1",
           (CASE WHEN substr(r.batch_no, 9, 1) = '0' COLLATE "C" THEN CASE WHEN r."received_quantity part 1" = 'A' COLLATE "C" THEN 4::bigint WHEN r."received_quantity part 1" = 'B' COLLATE "C" THEN 6::bigint WHEN r."received_quantity part 1" = 'C' COLLATE "C" THEN 10::bigint WHEN r."received_quantity part 1" = 'D' COLLATE "C" THEN 12::bigint WHEN r."received_quantity part 1" = 'E' COLLATE "C" THEN 20::bigint WHEN r."received_quantity part 1" = 'F' COLLATE "C" THEN 24::bigint ELSE 48::bigint END ELSE ('[0:6]={60,80,100,120,160,200,240}'::bigint[])[((hashint8extended(r.i, 8709839369364984299) & 9223372036854775807) % 7)::integer] END)::bigint AS received_quantity
    FROM r3 AS r
    OFFSET 0
  )
  SELECT (r.i + 4503599627370496) AS batch_id,
         (r.i % 60 + 12 + (-12) + 1073741824)::integer AS sku_id,
         r.batch_no::character varying(40) AS batch_no,
         (date '1970-01-01' + ((r.received_at + (((lists.expiry_date_starts)[r."expiry_date bucket"::integer] + ((r."expiry_date draw" & 2147483647) % (lists.expiry_date_widths)[r."expiry_date bucket"::integer]) + (-15508800)) / 86400 * 86400 + 15552000)) / 86400)::integer) AS expiry_date,
         r.received_quantity::integer AS received_quantity,
         (r.received_quantity - (CASE WHEN r."quantity part 1" = 'A' COLLATE "C" THEN 4::bigint WHEN r."quantity part 1" = 'B' COLLATE "C" THEN 6::bigint WHEN r."quantity part 1" = 'C' COLLATE "C" THEN 10::bigint WHEN r."quantity part 1" = 'D' COLLATE "C" THEN 12::bigint WHEN r."quantity part 1" = 'E' COLLATE "C" THEN 20::bigint WHEN r."quantity part 1" = 'F' COLLATE "C" THEN 24::bigint ELSE 48::bigint END))::integer AS quantity,
         to_timestamp(r.received_at) AS received_at
  FROM r4 AS r, lists
) AS g
LEFT JOIN wholesale.inventory_batches AS t ON t.batch_id = g.batch_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.inventory_batches', 'quantity: the range is ' || m.found || ', not between 0 and 236'
FROM (
  SELECT CASE WHEN min(t.quantity) < '0'::integer OR max(t.quantity) > '236'::integer THEN min(t.quantity)::text || ' to ' || max(t.quantity)::text END AS found
  FROM wholesale.inventory_batches AS t
  WHERE t.batch_id >= 4503599627370496 AND t.batch_id < 6755399441055744
) AS m
WHERE NOT m.found IS NULL;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.inventory_batches', 'quantity: the share of 0 is ' || m.found || ', not between 0.05 and 0.2'
FROM (
  SELECT round(avg(coalesce(t.quantity::text = '0', false)::integer), 6) AS found
  FROM wholesale.inventory_batches AS t
  WHERE t.batch_id >= 4503599627370496 AND t.batch_id < 6755399441055744
) AS m
WHERE NOT coalesce(m.found BETWEEN '0.05'::numeric AND '0.2'::numeric, true);
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.inventory_batches', 'expiry_date: the range is ' || m.found || ', not between 2026-01-02 and 2027-10-31'
FROM (
  SELECT CASE WHEN min(t.expiry_date) < '2026-01-02'::date OR max(t.expiry_date) > '2027-10-31'::date THEN min(t.expiry_date)::text || ' to ' || max(t.expiry_date)::text END AS found
  FROM wholesale.inventory_batches AS t
  WHERE t.batch_id >= 4503599627370496 AND t.batch_id < 6755399441055744
) AS m
WHERE NOT m.found IS NULL;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.inventory_batches', 'foreign key inventory_batches_sku_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.inventory_batches AS r
  WHERE (r.sku_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.product_skus AS p WHERE p.sku_id = r.sku_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.order_items · curated · update
CREATE TEMP TABLE "seedc wholesale.order_items" (
  __key__ text,
  order_item_id integer,
  order_id integer,
  sku_id integer,
  batch_no character varying(40),
  quantity integer,
  unit_price numeric(10,2),
  discount_percentage numeric(5,2),
  line_total numeric(12,2)
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.order_items" FROM stdin;
order:1001:1	1759994568	1001	2060297053	QD-250611-A	12	21.60	3.50	250.13
order:1001:2	1778763148	1001	1859583640	WV-S0301	6	14.70	0.00	88.20
order:1002:1	2055876338	1002	2098714761	GD-2025-042	10	51.00	3.50	492.15
order:1002:2	1681320396	1002	1919073544	CR-L4410	24	17.10	3.50	396.04
order:1002:3	2001594007	1002	1941561516	QD-B250715	4	46.00	0.00	184.00
order:1003:1	1729281283	1003	2042361141	SV-77120	60	11.40	8.00	629.28
order:1003:2	1910321819	1003	1941561516	QD-B250715	6	46.00	0.00	276.00
order:1004:1	1766530741	1651050592	2060297053	QD-250611-A	48	21.60	12.00	912.38
order:1004:2	1729271814	1651050592	2060297053	QD-250802-B	12	21.60	12.00	228.10
order:1004:3	1692207823	1651050592	2128402444	PS-B5512	24	31.80	6.00	717.41
order:1005:1	1699355386	1989115041	1941561516	QD-B250715	40	46.00	5.00	1748.00
order:1005:2	2128628683	1989115041	2042361141	SV-77120	180	11.40	9.25	1862.19
order:1005:3	1902236097	1989115041	1980234596	LA-0917	40	54.00	7.50	1998.00
order:1006:1	1841251971	1792211754	1980234596	LA-1001	20	54.00	7.50	999.00
order:1007:1	2141484221	1971880515	1812655593	LA-F2208	8	88.50	0.00	708.00
order:1007:2	1945531843	1971880515	1980234596	LA-1001	12	54.00	3.50	625.32
order:1008:1	1640001715	1742443258	1980234596	LA-1103	30	54.00	7.50	1498.50
order:1008:2	2143301770	1742443258	1941561516	QD-B250915	25	46.00	5.00	1092.50
order:1009:1	1721477750	2120286413	1803925337	QD-250802-C	2	79.20	0.00	158.40
order:1009:2	1774553367	2120286413	1859583640	WV-S0301	30	14.70	3.50	425.57
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.order_items', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.order_id, t.sku_id, t.batch_no, t.quantity, t.unit_price, t.discount_percentage, t.line_total)
        IS NOT DISTINCT FROM (s.order_id, s.sku_id, s.batch_no, s.quantity, s.unit_price, s.discount_percentage, s.line_total)))
FROM pg_temp."seedc wholesale.order_items" AS s
LEFT JOIN wholesale.order_items AS t ON t.order_item_id = s.order_item_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.order_items', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.order_id, t.sku_id, t.batch_no, t.quantity, t.unit_price, t.discount_percentage, t.line_total)
         IS NOT DISTINCT FROM (g.order_id, g.sku_id, g.batch_no, g.quantity, g.unit_price, g.discount_percentage, g.line_total))
FROM (
  WITH r1 AS (
    SELECT rs.i AS i,
           (rs.i * 121 + 12) % 240 + 20 + (-20) AS "sku_id,batch_no index"
    FROM generate_series(0::bigint, 239) AS rs (i)
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."sku_id,batch_no index" % 60 + 12 + (-12) + 1073741824 AS sku_id,
           (r."sku_id,batch_no index" * 16613721 + 27076884) % 49000000 AS "sku_id,batch_no.batch_no number"
    FROM r1 AS r
    OFFSET 0
  ), r3 AS (
    SELECT r.i AS i,
           r.sku_id,
           ('["BX", "DR", "KN", "LD", "OX", "TH", "WB"]'::jsonb ->> (r."sku_id,batch_no.batch_no number" / 7000000)::integer) || '25' || lpad((r."sku_id,batch_no.batch_no number" / 7 % 1000000)::text, 6, '0') || ('["A", "B", "C", "D", "E", "F", "G"]'::jsonb ->> (r."sku_id,batch_no.batch_no number" % 7)::integer) AS batch_no,
           r.sku_id % 9973 * 7919 % 256 * 10 + 1445 AS unit_price
    FROM r2 AS r
    OFFSET 0
  ), r4 AS (
    SELECT r.i AS i,
           r.sku_id,
           r.batch_no,
           r.unit_price,
           substr(r.batch_no, 11, 1) AS "quantity part 1"
    FROM r3 AS r
    OFFSET 0
  ), r5 AS (
    SELECT r.i AS i,
           r.sku_id,
           r.batch_no,
           r.unit_price,
           (CASE WHEN r."quantity part 1" = 'A' COLLATE "C" THEN 4::bigint WHEN r."quantity part 1" = 'B' COLLATE "C" THEN 6::bigint WHEN r."quantity part 1" = 'C' COLLATE "C" THEN 10::bigint WHEN r."quantity part 1" = 'D' COLLATE "C" THEN 12::bigint WHEN r."quantity part 1" = 'E' COLLATE "C" THEN 20::bigint WHEN r."quantity part 1" = 'F' COLLATE "C" THEN 24::bigint ELSE 48::bigint END)::bigint AS quantity
    FROM r4 AS r
    OFFSET 0
  ), r6 AS (
    SELECT r.i AS i,
           r.sku_id,
           r.batch_no,
           r.quantity,
           r.unit_price,
           (CASE WHEN 10 <= r.quantity THEN 35::bigint ELSE 0::bigint END) * 10 AS discount_percentage
    FROM r5 AS r
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS order_item_id,
         (r.i % 73 + 9 + (-9) + 1073741824)::integer AS order_id,
         r.sku_id::integer AS sku_id,
         r.batch_no::character varying(40) AS batch_no,
         r.quantity::integer AS quantity,
         (r.unit_price * 0.01)::numeric(10,2) AS unit_price,
         (r.discount_percentage * 0.01)::numeric(5,2) AS discount_percentage,
         (((r.quantity * r.unit_price * (10000 - r.discount_percentage) * 2 + 10000) / 20000) * 0.01)::numeric(12,2) AS line_total
  FROM r6 AS r
) AS g
LEFT JOIN wholesale.order_items AS t ON t.order_item_id = g.order_item_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.order_items', 'discount_percentage: the range is ' || m.found || ', not between 0 and 3.5'
FROM (
  SELECT CASE WHEN min(t.discount_percentage) < '0'::numeric(5,2) OR max(t.discount_percentage) > '3.5'::numeric(5,2) THEN min(t.discount_percentage)::text || ' to ' || max(t.discount_percentage)::text END AS found
  FROM wholesale.order_items AS t
  WHERE t.order_item_id >= 1073741824 AND t.order_item_id < 1610612736
) AS m
WHERE NOT m.found IS NULL;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.order_items', 'foreign key order_items_order_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.order_items AS r
  WHERE (r.order_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.orders AS p WHERE p.order_id = r.order_id)
  LIMIT 10
) AS x
GROUP BY x.total;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.order_items', 'foreign key order_items_sku_id_batch_no_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.order_items AS r
  WHERE (r.sku_id IS NOT NULL AND r.batch_no IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.inventory_batches AS p WHERE p.sku_id = r.sku_id AND p.batch_no = r.batch_no)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.pricing_rules · curated · update
CREATE TEMP TABLE "seedc wholesale.pricing_rules" (
  __key__ text,
  rule_id integer,
  sku_id integer,
  customer_id integer,
  min_quantity integer,
  discount_percentage numeric(5,2)
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.pricing_rules" FROM stdin;
rule:everything-10	2036763933	\N	\N	10	3.50
rule:tea-24	2143373536	2128402444	\N	24	6.00
rule:salmon-20	1740601931	1980234596	\N	20	7.50
rule:kestrel	1684093926	\N	1992503433	1	5.00
rule:kestrel-bulk	2010030521	\N	1992503433	50	9.25
rule:blackrock-cheddar	1719399704	2060297053	5	12	12.00
rule:hollow-oak-milk	1893349072	2042361141	4	1	8.00
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.pricing_rules', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.sku_id, t.customer_id, t.min_quantity, t.discount_percentage)
        IS NOT DISTINCT FROM (s.sku_id, s.customer_id, s.min_quantity, s.discount_percentage)))
FROM pg_temp."seedc wholesale.pricing_rules" AS s
LEFT JOIN wholesale.pricing_rules AS t ON t.rule_id = s.rule_id
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.pricing_rules', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.sku_id, t.customer_id, t.min_quantity, t.discount_percentage)
         IS NOT DISTINCT FROM (g.sku_id, g.customer_id, g.min_quantity, g.discount_percentage))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '[0:128]={0,2,2,2,2,2,2,2,2,2,2,2,2,2,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,6,7,7,7,7,7,7,7,8,8,8,9,11,11,11,11,11,12,14,15,15,15,17,18,19,20,21,21,21,21,21,21,23,23,23,23,23,23,23,23,23,23,23,23,23,24,24,24,24,24,24,24,24,24,24,24,24,24,24,24,24,25,25,25,27,28,28,28,28,28,28,28,29,29,29,30,32,32,32,32,32,33,35,36,36,36,38,39,40,41,42,42,42,42,42,42}'::bigint[] AS "Product_SKUs_before",
           '{2,2,2,2,2,2,2,2,2,2,2,2,2,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,6,7,7,7,7,7,7,7,8,8,8,9,11,11,11,11,11,12,14,15,15,15,17,18,19,20,21,21,21,21,21,21,23,23,23,23,23,23,23,23,23,23,23,23,23,24,24,24,24,24,24,24,24,24,24,24,24,24,24,24,24,25,25,25,27,28,28,28,28,28,28,28,29,29,29,30,32,32,32,32,32,33,35,36,36,36,38,39,40,41,42,42,42,42,42,42}'::bigint[] AS "Product_SKUs_limits",
           '{76325735,149961247,221001358,300723050,377176228,450494898,520807572,588237493,652902852,714916992,774388611,831421950,886116976,945885136,1002861095,1057175296,1108952090,1158310017,1205362080,1250216002,1292974474,1338694747,1382019221,1423073438,1461976362,1498840724,1533773347,1570444690,1604987210,1637524487,1668172929,1697042185,1724235540,1752328508,1778632856,1803262461,1826323951,1849810656,1871670886,1892017275,1912472282,1931397243,1948906606,1966300996,1982298318,1997010780,2011465403,2024679807,2037527895,2049203570,2060443851,2070597530,2080280693,2089431778,2098004668,2105611111,2112676779,2119186208,2125135131,2130529195,2135562009,2140022756,2143947508}'::bigint[] AS discount_percentage_limits,
           '[0:63]={400,406,412,418,425,432,439,446,453,460,467,474,481,488,496,504,512,520,528,536,544,552,561,570,579,588,597,606,616,626,636,646,656,666,677,688,699,710,722,734,746,759,772,785,799,813,827,842,857,873,889,906,923,941,960,980,1000,1021,1043,1066,1090,1116,1143,1171}'::bigint[] AS discount_percentage_starts,
           '[0:63]={6,6,6,7,7,7,7,7,7,7,7,7,7,8,8,8,8,8,8,8,8,9,9,9,9,9,9,10,10,10,10,10,10,11,11,11,11,12,12,12,13,13,13,14,14,14,15,15,16,16,17,17,18,19,20,20,21,22,23,24,26,27,28,30}'::bigint[] AS discount_percentage_widths
  ), r1 AS (
    SELECT rs.i AS i,
           rs.i + (lists."Product_SKUs_before")[((hashint8extended(0::bigint, 6549236736408580690) & 9223372036854775807) % 64)::integer] AS "sku_id row value",
           (CASE WHEN ((hashint8extended(rs.i, 2672842948371796338) & 9223372036854775807) >> 32) < 1073741824 THEN NULL ELSE (hashint8extended(rs.i, 3051656623044580326) & 9223372036854775807) % 25 + 8 END)::bigint AS "customer_id row",
           hashint8extended(rs.i, 5792715706380423602) & 9223372036854775807 AS "discount_percentage draw"
    FROM generate_series(0::bigint, 17) AS rs (i), lists
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."sku_id row value",
           r."customer_id row",
           r."discount_percentage draw",
           width_bucket(r."sku_id row value", lists."Product_SKUs_limits")::bigint AS "sku_id row bucket",
           width_bucket((r."discount_percentage draw" >> 32), lists.discount_percentage_limits)::bigint AS "discount_percentage bucket"
    FROM r1 AS r, lists
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS rule_id,
         (r."sku_id row bucket" - ((hashint8extended(0::bigint, 6549236736408580690) & 9223372036854775807) % 64) + 12 + (-12) + 1073741824)::integer AS sku_id,
         (CASE WHEN r."customer_id row" IS NULL THEN NULL ELSE r."customer_id row" + (-8) + 1073741824 END)::integer AS customer_id,
         ('[0:1]={60,120}'::bigint[])[(r."sku_id row value" - (lists."Product_SKUs_before")[r."sku_id row bucket"::integer])::integer]::integer AS min_quantity,
         ((((lists.discount_percentage_starts)[r."discount_percentage bucket"::integer] + ((r."discount_percentage draw" & 2147483647) % (lists.discount_percentage_widths)[r."discount_percentage bucket"::integer]) + (-388)) / 25 * 25 + 400) * 0.01)::numeric(5,2) AS discount_percentage
  FROM r2 AS r, lists
) AS g
LEFT JOIN wholesale.pricing_rules AS t ON t.rule_id = g.rule_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.pricing_rules', 'min_quantity: the range is ' || m.found || ', not between 60 and 120'
FROM (
  SELECT CASE WHEN min(t.min_quantity) < '60'::integer OR max(t.min_quantity) > '120'::integer THEN min(t.min_quantity)::text || ' to ' || max(t.min_quantity)::text END AS found
  FROM wholesale.pricing_rules AS t
  WHERE t.rule_id >= 1073741824 AND t.rule_id < 1610612736
) AS m
WHERE NOT m.found IS NULL;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.pricing_rules', 'foreign key pricing_rules_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.pricing_rules AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.pricing_rules', 'foreign key pricing_rules_sku_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.pricing_rules AS r
  WHERE (r.sku_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.product_skus AS p WHERE p.sku_id = r.sku_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- wholesale.users · curated · update
CREATE TEMP TABLE "seedc wholesale.users" (
  __key__ text,
  user_id integer,
  username character varying(60),
  password_hash character varying(255),
  role character varying(20),
  customer_id integer
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.users" FROM stdin;
user:admin	1	admin	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	admin	\N
user:warehouse	2	warehouse	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	warehouse	\N
user:green-larder	1655434288	green-larder	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	1
user:north-quay	2027914682	north-quay	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	2
user:saffron-street	1814685206	saffron-street	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	3
user:hollow-oak	1802033382	hollow-oak	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	4
user:blackrock	1960977343	blackrock	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	5
user:riverside	1780426903	riverside	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	2102051954
user:kestrel	2133712025	kestrel	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	1992503433
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.users', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.password_hash, t.role, t.customer_id) IS NOT DISTINCT FROM (s.password_hash, s.role, s.customer_id)))
FROM pg_temp."seedc wholesale.users" AS s
LEFT JOIN wholesale.users AS t ON t.username = s.username
GROUP BY s.ctid, s.__key__;
CREATE TEMP TABLE "seedc wholesale.users 2" (
  __key__ text,
  user_id integer,
  username character varying(60),
  password_hash character varying(255),
  role character varying(20),
  customer_id integer,
  is_active boolean
) ON COMMIT DROP;
COPY pg_temp."seedc wholesale.users 2" FROM stdin;
user:moorland	1653785372	moorland	scrypt:32768:8:1$seedcDemoSalt016$ea2e198e93550a1391ff7b004cf02426d8872b424eb42dc41ce61b6db3829496cb193bbe73298f7c28e4471b05e5da724ccc3e8a9874420bf8463753a3072770	customer	1745378966	false
\.
INSERT INTO pg_temp."seedc outcome"
SELECT 'wholesale.users', s.__key__,
       bool_or(t.tableoid IS NOT NULL),
       bool_or(t.tableoid IS NOT NULL
               AND ((t.password_hash, t.role, t.customer_id, t.is_active)
        IS NOT DISTINCT FROM (s.password_hash, s.role, s.customer_id, s.is_active)))
FROM pg_temp."seedc wholesale.users 2" AS s
LEFT JOIN wholesale.users AS t ON t.username = s.username
GROUP BY s.ctid, s.__key__;
INSERT INTO pg_temp."seedc counted"
SELECT 'wholesale.users', count(*), count(t.tableoid),
       count(*) FILTER (WHERE t.tableoid IS NOT NULL
         AND (t.username, t.password_hash, t.role, t.customer_id, t.is_active)
         IS NOT DISTINCT FROM (g.username, g.password_hash, g.role, g.customer_id, g.is_active))
FROM (
  WITH lists AS NOT MATERIALIZED (
    SELECT '["Abbey", "Alder", "Amber", "Apple", "Ashby", "Aspen", "Beech", "Berry", "Birch", "Briar", "Brook", "Cedar", "Clare", "Clove", "Clyde", "Coral", "Crown", "Derby", "Dover", "Eagle", "Ember", "Ferry", "Finch", "Flint", "Forge", "Grove", "Hazel", "Heath", "Heron", "Holly", "Honey", "Ivory", "Lilac", "Maple", "Marsh", "Mercy", "Olive", "Otter", "Pearl", "Peony", "Plume", "Quill", "Raven", "River", "Robin", "Rowan", "Royal", "Sable", "Spire", "Stone", "Swift", "Tansy", "Thorn", "Tudor", "Wharf"]'::jsonb AS company_name_letters,
           '["Bridge", "Castle", "Church", "Common", "Corner", "Garden", "Island", "Market", "Meadow", "Priory", "Quarry", "Square", "Street", "Valley", "Vestry", "Warren"]'::jsonb AS company_name_letters_2,
           '["Bakery", "Bistro", "Eatery", "Grocer", "Larder", "Pantry", "Stores", "Tavern", "Cellar"]'::jsonb AS company_name_letters_3,
           '["mail.example", "post.example", "letters.example", "inbox.example", "office.example", "garden.example", "harbor.example", "maple.example", "river.example", "stone.example", "meadow.example", "orchard.example", "bakery.example", "bridge.example", "market.example", "lantern.example", "cedar.example", "willow.example", "summit.example", "valley.example", "coast.example", "forest.example", "library.example", "studio.example", "workshop.example", "supply.example", "trading.example", "compass.example", "anchor.example", "beacon.example", "prairie.example", "island.example", "sparrow.example", "falcon.example", "copper.example", "silver.example", "granite.example", "clover.example", "hazel.example", "juniper.example", "aspen.example", "birch.example", "example.com", "example.org", "example.net", "mail.example.com", "mail.example.org", "mail.example.net", "team.example.com", "news.example.org"]'::jsonb AS domains
  ), r1 AS (
    SELECT rs.i AS i,
           rs.i + 8 + (-8) AS "customer_id index"
    FROM generate_series(0::bigint, 24) AS rs (i)
    OFFSET 0
  ), r2 AS (
    SELECT r.i AS i,
           r."customer_id index",
           (r."customer_id index" * 12511 + 11154) % 23760 AS "customer_id.company_name number"
    FROM r1 AS r
    OFFSET 0
  )
  SELECT (r.i + 1073741824)::integer AS user_id,
         (replace(replace(replace(translate(lower(((lists.company_name_letters ->> (r."customer_id.company_name number" / 432)::integer) || ' ' || (lists.company_name_letters_2 ->> (r."customer_id.company_name number" / 27 % 16)::integer) || ' ' || (lists.company_name_letters_3 ->> (r."customer_id.company_name number" / 3 % 9)::integer) || ' ' || ('["Ltd", "LLP", "plc"]'::jsonb ->> (r."customer_id.company_name number" % 3)::integer)) COLLATE "C"), 'àÀáÁâÂãÃäÄåÅăĂąĄæÆçÇćĆčČďĎđĐðÐèÈéÉêÊëËęĘěĚğĞìÌíÍîÎïÏıİłŁñÑńŃňŇòÒóÓôÔõÕöÖøØőŐœŒřŘśŚşŞšŠșȘßťŤțȚþÞùÙúÚûÛüÜůŮűŰýÝÿŸźŹżŻžŽ _/&+–—.,:;!?''"’“”«»()[]%#$@*=№', 'aaaaaaaaaaaaaaaaaaccccccddddddeeeeeeeeeeeeggiiiiiiiiiillnnnnnnoooooooooooooooorrsssssssssttttttuuuuuuuuuuuuyyyyzzzzzz-------'), '--', '-'), '--', '-'), '-', '-') || '-' || ((r."customer_id index" * 7687 + 9267) % 10000)::text || '@' || (lists.domains ->> ((hashint8extended(r."customer_id index", 6656579303554553062) & 9223372036854775807) % 50)::integer))::character varying(60) AS username,
         'scrypt:32768:8:1$6cTfCsQutKB4TXky$3429ff4e912d4b5cc92d80f5e95266e7a4f3379a1f80c3350c63e196fc849867b7e2a48888a906a2ae90184aa810fb34366ba8e354f211a9febae06efef8c248'::character varying(255) AS password_hash,
         'customer'::character varying(20) AS role,
         (r."customer_id index" + 1073741824)::integer AS customer_id,
         (((hashint8extended(r.i, 6537391419702102999) & 9223372036854775807) % 100) < 97) AS is_active
  FROM r2 AS r, lists
) AS g
LEFT JOIN wholesale.users AS t ON t.user_id = g.user_id;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.users', 'foreign key users_customer_id_fkey: ' || x.total
       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')
FROM (
  SELECT count(*) OVER () AS total,
         coalesce((
          SELECT string_agg(a.attname || ' = ' || (to_jsonb(r.*) ->> a.attname), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_index AS i
          JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
          WHERE i.indrelid = r.tableoid AND i.indisprimary), r.ctid::text) AS name
  FROM wholesale.users AS r
  WHERE (r.customer_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM wholesale.customers AS p WHERE p.customer_id = r.customer_id)
  LIMIT 10
) AS x
GROUP BY x.total;

-- sequences
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.customers', 'sequence wholesale.customers_customer_id_seq: stands at ' || q.last_value || ', but customer_id reaches ' || m.reached
FROM (SELECT max(t.customer_id) AS reached FROM wholesale.customers AS t WHERE t.customer_id < 1073741824) AS m
CROSS JOIN wholesale.customers_customer_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.customers_customer_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.carts', 'sequence wholesale.carts_cart_id_seq: stands at ' || q.last_value || ', but cart_id reaches ' || m.reached
FROM (SELECT max(t.cart_id) AS reached FROM wholesale.carts AS t WHERE t.cart_id < 1073741824) AS m
CROSS JOIN wholesale.carts_cart_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.carts_cart_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.orders', 'sequence wholesale.orders_order_id_seq: stands at ' || q.last_value || ', but order_id reaches ' || m.reached
FROM (SELECT max(t.order_id) AS reached FROM wholesale.orders AS t WHERE t.order_id < 1073741824) AS m
CROSS JOIN wholesale.orders_order_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.orders_order_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.products', 'sequence wholesale.products_product_id_seq: stands at ' || q.last_value || ', but product_id reaches ' || m.reached
FROM (SELECT max(t.product_id) AS reached FROM wholesale.products AS t WHERE t.product_id < 1073741824) AS m
CROSS JOIN wholesale.products_product_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.products_product_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.product_skus', 'sequence wholesale.product_skus_sku_id_seq: stands at ' || q.last_value || ', but sku_id reaches ' || m.reached
FROM (SELECT max(t.sku_id) AS reached FROM wholesale.product_skus AS t WHERE t.sku_id < 1073741824) AS m
CROSS JOIN wholesale.product_skus_sku_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.product_skus_sku_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.inventory_batches', 'sequence wholesale.inventory_batches_batch_id_seq: stands at ' || q.last_value || ', but batch_id reaches ' || m.reached
FROM (SELECT max(t.batch_id) AS reached FROM wholesale.inventory_batches AS t WHERE t.batch_id < 4503599627370496) AS m
CROSS JOIN wholesale.inventory_batches_batch_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.inventory_batches_batch_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.order_items', 'sequence wholesale.order_items_order_item_id_seq: stands at ' || q.last_value || ', but order_item_id reaches ' || m.reached
FROM (SELECT max(t.order_item_id) AS reached FROM wholesale.order_items AS t WHERE t.order_item_id < 1073741824) AS m
CROSS JOIN wholesale.order_items_order_item_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.order_items_order_item_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.pricing_rules', 'sequence wholesale.pricing_rules_rule_id_seq: stands at ' || q.last_value || ', but rule_id reaches ' || m.reached
FROM (SELECT max(t.rule_id) AS reached FROM wholesale.pricing_rules AS t WHERE t.rule_id < 1073741824) AS m
CROSS JOIN wholesale.pricing_rules_rule_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.pricing_rules_rule_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;
INSERT INTO pg_temp."seedc problem"
SELECT 'wholesale.users', 'sequence wholesale.users_user_id_seq: stands at ' || q.last_value || ', but user_id reaches ' || m.reached
FROM (SELECT max(t.user_id) AS reached FROM wholesale.users AS t WHERE t.user_id < 1073741824) AS m
CROSS JOIN wholesale.users_user_id_seq AS q
JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = 'wholesale.users_user_id_seq'::regclass AND p.seqincrement > 0
WHERE CASE WHEN q.is_called THEN q.last_value < m.reached ELSE q.last_value <= m.reached END;

INSERT INTO pg_temp."seedc problem"
SELECT o.name, 'missing: ' || count(*) || ' rows, among them '
       || array_to_string((array_agg(o.key ORDER BY o.key COLLATE "C"))[1:10], ', ')
FROM pg_temp."seedc outcome" AS o
WHERE NOT o.present
GROUP BY o.name
UNION ALL
SELECT o.name, 'different: ' || count(*) || ' rows, among them '
       || array_to_string((array_agg(o.key ORDER BY o.key COLLATE "C"))[1:10], ', ')
FROM pg_temp."seedc outcome" AS o
JOIN pg_temp."seedc checked" AS c ON c.name = o.name
WHERE o.present AND NOT o.equal AND c.strict
GROUP BY o.name
UNION ALL
SELECT g.name, 'missing: ' || sum(g.expected - g.present) || ' generated rows'
FROM pg_temp."seedc counted" AS g
GROUP BY g.name
HAVING sum(g.expected - g.present) > 0
UNION ALL
SELECT g.name, 'different: ' || sum(g.present - g.equal) || ' generated rows'
FROM pg_temp."seedc counted" AS g
JOIN pg_temp."seedc checked" AS c ON c.name = g.name AND c.strictly
GROUP BY g.name
HAVING sum(g.present - g.equal) > 0;

-- In the order of loading, which is that of the lines above.
SELECT c.name AS "table", o.expected + g.expected AS expected,
       o.present + g.present AS present, o.equal + g.equal AS equal,
       CASE WHEN EXISTS (SELECT FROM pg_temp."seedc problem" AS p WHERE p.name = c.name) THEN 'FAILED'
            WHEN o.equal + g.equal < o.present + g.present THEN 'ok, kept' ELSE 'ok' END AS verdict
FROM pg_temp."seedc checked" AS c
CROSS JOIN LATERAL (
  SELECT count(*) AS expected, count(*) FILTER (WHERE o.present) AS present,
         count(*) FILTER (WHERE o.equal) AS equal
  FROM pg_temp."seedc outcome" AS o
  WHERE o.name = c.name) AS o
CROSS JOIN LATERAL (
  SELECT coalesce(sum(g.expected), 0)::bigint AS expected,
         coalesce(sum(g.present), 0)::bigint AS present,
         coalesce(sum(g.equal), 0)::bigint AS equal
  FROM pg_temp."seedc counted" AS g
  WHERE g.name = c.name) AS g
ORDER BY c.ctid;

DO $seedc$
DECLARE
  problems text;
BEGIN
  SELECT string_agg(p.name || ': ' || p.line, E'\n' ORDER BY p.name COLLATE "C", p.line COLLATE "C")
  INTO problems
  FROM pg_temp."seedc problem" AS p;
  IF problems IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = E'seedc: the database does not hold what the seed says\n' || problems,
      HINT = 'Applying the seed again mends rows that are missing or different.';
  END IF;
END
$seedc$;
ROLLBACK;
\set QUIET :seedc_quiet
