import { tables } from './0001-tables';
import { productsMigration } from './0002-products';
import { customerOrders } from './0003-customer-orders';
import type { Migration } from './migration';

/** All migrations in their order. */
export const migrations: readonly Migration[] = [tables, productsMigration, customerOrders];
