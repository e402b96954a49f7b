import type { ShopDatabase } from '../database/open-database';
import { decodeCursor, encodeCursor } from './cursor';
import { defaultPageSize, type Product, type ProductPage } from './product-schemas';

export interface ProductListing {
  /** Words that all must occur in name, SKU or description. */
  readonly search?: string;
  /** Default: `defaultPageSize`. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** Words beyond this many are not looked for, so that no request makes the database compare without end. */
const mostWords = 5;

const columns = [
  'id',
  'sku',
  'name',
  'description',
  'price_cents as priceCents',
  'currency',
  'stock',
  'test_product as testProduct',
] as const;

type Row = Omit<Product, 'testProduct'> & { testProduct: number };

/**
 * One page of products in the order of their ids. It starts after the cursor's product, not at a number of rows, so that
 * every product shows up exactly once even while others are added or removed, and the last page costs as much as the first.
 *
 * @throws ApiError TAP5106 for a cursor that isn't one
 */
export async function listProducts(database: ShopDatabase, listing: ProductListing): Promise<ProductPage> {
  const limit = listing.limit ?? defaultPageSize;
  let query = database
    .selectFrom('products')
    .select(columns)
    .orderBy('id')
    // One more than asked for tells whether there is another page.
    .limit(limit + 1);
  if (listing.cursor !== undefined) {
    query = query.where('id', '>', decodeCursor(listing.cursor));
  }
  for (const word of words(listing.search)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((e) =>
      e.or([e('name', 'like', pattern), e('sku', 'like', pattern), e('description', 'like', pattern)]),
    );
  }
  const rows = await query.execute();
  const items = rows.slice(0, limit).map(toProduct);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null };
}

/** One product; undefined if there is none with this id. */
export async function findProduct(database: ShopDatabase, id: number): Promise<Product | undefined> {
  const row = await database.selectFrom('products').select(columns).where('id', '=', id).executeTakeFirst();
  return row && toProduct(row);
}

function toProduct(row: Row): Product {
  return { ...row, testProduct: row.testProduct === 1 };
}

function words(search: string | undefined): string[] {
  return (search ?? '').split(/\s+/).filter(Boolean).slice(0, mostWords);
}
