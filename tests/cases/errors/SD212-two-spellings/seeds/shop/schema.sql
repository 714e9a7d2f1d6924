CREATE TABLE coupons (coupon_id bigint PRIMARY KEY, code text NOT NULL, percent integer);
