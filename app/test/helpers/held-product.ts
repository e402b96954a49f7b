import type { ShopSchema } from './shop-schema';

/** Longest wait for an order to meet the held row; it comes within milliseconds. */
const limitMs = 10_000;

/** Holds a product's row until the returned function is called, so that an order of it stays open. */
export async function holdProduct(schema: ShopSchema, id: number): Promise<() => Promise<void>> {
  const connection = await schema.server.connect(schema.name);
  await connection.query('START TRANSACTION');
  await connection.query('SELECT * FROM products WHERE id = ? FOR UPDATE', [id]);
  return async () => {
    await connection.query('ROLLBACK');
    connection.destroy();
  };
}

/** Resolves once a statement waits for the row that `holdProduct` holds. */
export async function untilOrderWaits(schema: ShopSchema): Promise<void> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; ) {
    const [row] = await schema.query(
      "SELECT COUNT(*) AS count FROM information_schema.processlist WHERE db = ? AND info LIKE 'update `products`%'",
      [schema.name],
    );
    if (Number(row?.count) > 0) return;
  }
  throw new Error('no statement waits for the row');
}
