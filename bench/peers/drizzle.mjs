// drizzle-seed fills shop.products: node drizzle.mjs CONNECTION ROWS.
//
// CONNECTION is the configuration of node-postgres as JSON. Prints the seconds from the first row
// to the last, without what starting Node.js, importing and connecting take.
import { drizzle } from "drizzle-orm/node-postgres";
import { bigint, boolean, integer, numeric, pgSchema, text, timestamp } from "drizzle-orm/pg-core";
import { seed } from "drizzle-seed";
import pg from "pg";

const [connection, rows] = process.argv.slice(2);
const products = pgSchema("shop").table("products", {
  id: bigint({ mode: "number" }).primaryKey(),
  supplierId: bigint("supplier_id", { mode: "number" }).notNull(),
  name: text().notNull(),
  sku: text().notNull().unique(),
  price: numeric({ precision: 10, scale: 2 }).notNull(),
  stock: integer().notNull(),
  active: boolean().notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
});

const client = new pg.Client(JSON.parse(connection));
await client.connect();
const start = performance.now();
await seed(drizzle(client), { products }, { count: Number(rows), seed: 1 }).refine((f) => ({
  products: {
    columns: {
      id: f.intPrimaryKey(),
      supplierId: f.int({ minValue: 1, maxValue: 1000 }),
      name: f.companyName(),
      sku: f.string({ isUnique: true }),
      price: f.number({ minValue: 5, maxValue: 900, precision: 100 }),
      stock: f.int({ minValue: 0, maxValue: 100 }),
      active: f.weightedRandom([
        { weight: 0.9, value: f.default({ defaultValue: true }) },
        { weight: 0.1, value: f.default({ defaultValue: false }) },
      ]),
      createdAt: f.timestamp(),
    },
  },
}));
console.log((performance.now() - start) / 1000);
await client.end();
