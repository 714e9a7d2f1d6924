-- wholesale: a food wholesaler. Customers log in, fill carts, and order SKUs, which are picked from
-- batches first expired, first out (FEFO). Batches without stock stay: they are history.
--
-- Names are written in mixed case without quotes, so PostgreSQL folds them to lower case.

CREATE SCHEMA wholesale;

SET search_path TO wholesale;

CREATE TABLE Customers (
    customer_id     SERIAL PRIMARY KEY,
    company_name    VARCHAR(120) NOT NULL UNIQUE,
    contact_name    VARCHAR(120) NOT NULL,
    email           VARCHAR(160) NOT NULL UNIQUE CHECK (email LIKE '%_@_%._%'),
    phone           VARCHAR(20),
    city            VARCHAR(80)  NOT NULL,
    country         CHAR(2)      NOT NULL DEFAULT 'GB',
    credit_limit    DECIMAL(12,2) NOT NULL DEFAULT 0 CHECK (credit_limit >= 0),
    created_at      TIMESTAMPTZ  NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE Users (
    user_id         SERIAL PRIMARY KEY,
    username        VARCHAR(60)  NOT NULL UNIQUE CHECK (LENGTH(username) >= 3),
    password_hash   VARCHAR(255) NOT NULL,
    role            VARCHAR(20)  NOT NULL CHECK (role IN ('admin', 'warehouse', 'customer')),
    customer_id     INTEGER UNIQUE REFERENCES Customers ON DELETE CASCADE,
    is_active       BOOLEAN      NOT NULL DEFAULT TRUE,
    CONSTRAINT Users_Role_Has_Customer CHECK ((role = 'customer') = (customer_id IS NOT NULL))
);

COMMENT ON TABLE Users IS 'Logins: one for each customer, and the staff';

-- Every login of the seed has the hash of Customer@123 with one published salt.
COMMENT ON COLUMN Users.password_hash IS
    'Werkzeug''s scrypt form. The seed''s is a demo credential: change it in any real system';

CREATE TABLE Products (
    product_id      SERIAL PRIMARY KEY,
    name            VARCHAR(120) NOT NULL UNIQUE,
    brand           VARCHAR(80)  NOT NULL,
    category        VARCHAR(40)  NOT NULL,
    perishable      BOOLEAN      NOT NULL DEFAULT TRUE,
    storage         INT4RANGE,
    description     TEXT
);

COMMENT ON COLUMN Products.storage IS 'Storage temperatures in degrees Celsius';

CREATE TABLE Product_SKUs (
    sku_id          SERIAL PRIMARY KEY,
    product_id      INTEGER      NOT NULL REFERENCES Products (product_id) ON DELETE CASCADE,
    sku_code        VARCHAR(24)  NOT NULL UNIQUE CHECK (sku_code ~ '^[A-Z]{3}-[A-Z0-9]+-[0-9]+$'),
    pack_size       SMALLINT     NOT NULL CHECK (pack_size BETWEEN 1 AND 500),
    unit_price      DECIMAL(10,2) NOT NULL CHECK (unit_price > 0),
    reorder_level   INTEGER      NOT NULL DEFAULT 0 CHECK (reorder_level >= 0),
    UNIQUE (product_id, pack_size)
);

COMMENT ON COLUMN Product_SKUs.unit_price IS 'List price of one pack in pounds, before any rule';

CREATE TABLE Inventory_Batches (
    batch_id            BIGSERIAL PRIMARY KEY,
    sku_id              INTEGER      NOT NULL REFERENCES Product_SKUs (sku_id) ON DELETE CASCADE,
    batch_no            VARCHAR(40)  NOT NULL,
    expiry_date         DATE         NOT NULL,
    received_quantity   INTEGER      NOT NULL CHECK (received_quantity > 0),
    quantity            INTEGER      NOT NULL CHECK (quantity >= 0),
    received_at         TIMESTAMPTZ  NOT NULL DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (sku_id, batch_no),
    CHECK (quantity <= received_quantity)
);

COMMENT ON COLUMN Inventory_Batches.quantity IS 'Packs still there; zero once the batch is sold out';

-- FEFO asks for the batches of one SKU that have stock, soonest expiry first.
CREATE INDEX Idx_Batches_FEFO ON Inventory_Batches (sku_id, expiry_date) WHERE quantity > 0;

-- The expiry report asks the same across all SKUs.
CREATE INDEX Idx_Batches_Expiry ON Inventory_Batches (expiry_date) WHERE quantity > 0;

CREATE TABLE Pricing_Rules (
    rule_id                 SERIAL PRIMARY KEY,
    sku_id                  INTEGER REFERENCES Product_SKUs ON DELETE CASCADE,
    customer_id             INTEGER REFERENCES Customers ON DELETE CASCADE,
    min_quantity            INTEGER NOT NULL DEFAULT 1 CHECK (min_quantity > 0),
    discount_percentage     DECIMAL(5,2) NOT NULL
                            CHECK (discount_percentage > 0 AND discount_percentage < 100),
    UNIQUE NULLS NOT DISTINCT (sku_id, customer_id, min_quantity)
);

COMMENT ON TABLE Pricing_Rules IS
    'A discount for a SKU, a customer, both, or (both NULL) everything; the highest one wins';

CREATE INDEX Idx_Pricing_Customer ON Pricing_Rules (customer_id, sku_id, min_quantity);

CREATE TABLE Carts (
    cart_id         SERIAL PRIMARY KEY,
    customer_id     INTEGER      NOT NULL REFERENCES Customers ON DELETE CASCADE,
    status          VARCHAR(12)  NOT NULL DEFAULT 'open'
                    CHECK (status IN ('open', 'ordered', 'abandoned')),
    updated_at      TIMESTAMPTZ  NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE UNIQUE INDEX Carts_One_Open ON Carts (customer_id) WHERE status = 'open';

CREATE TABLE Cart_Items (
    cart_id         INTEGER NOT NULL REFERENCES Carts ON DELETE CASCADE,
    sku_id          INTEGER NOT NULL REFERENCES Product_SKUs,
    quantity        INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (cart_id, sku_id)
);

CREATE TABLE Orders (
    order_id        SERIAL PRIMARY KEY,
    customer_id     INTEGER      NOT NULL REFERENCES Customers,
    status          VARCHAR(12)  NOT NULL DEFAULT 'pending'
                    CHECK (status IN ('pending', 'picked', 'shipped', 'cancelled')),
    ordered_at      TIMESTAMPTZ  NOT NULL DEFAULT CURRENT_TIMESTAMP,
    total_amount    DECIMAL(12,2) NOT NULL CHECK (total_amount >= 0)
);

CREATE INDEX Idx_Orders_Customer ON Orders (customer_id, ordered_at);

-- A line is picked from one batch: the batch says which SKU it is.
CREATE TABLE Order_Items (
    order_item_id           SERIAL PRIMARY KEY,
    order_id                INTEGER NOT NULL REFERENCES Orders ON DELETE CASCADE,
    sku_id                  INTEGER NOT NULL,
    batch_no                VARCHAR(40) NOT NULL,
    quantity                INTEGER NOT NULL CHECK (quantity > 0),
    unit_price              DECIMAL(10,2) NOT NULL CHECK (unit_price > 0),
    discount_percentage     DECIMAL(5,2) NOT NULL DEFAULT 0
                            CHECK (discount_percentage BETWEEN 0 AND 100),
    line_total              DECIMAL(12,2) NOT NULL CHECK (line_total >= 0),
    UNIQUE (order_id, sku_id, batch_no),
    FOREIGN KEY (sku_id, batch_no) REFERENCES Inventory_Batches (sku_id, batch_no)
);

RESET search_path;
