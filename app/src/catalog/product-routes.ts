import { Type } from '@sinclair/typebox';
import type { ShopDatabase } from '../database/open-database';
import { ApiError } from '../errors';
import { productId } from '../http/schemas';
import type { ShopServer } from '../http/type-provider';
import { product, productPage, productQuery } from './product-schemas';
import { findProduct, listProducts } from './products';

/** The routes of the service `catalog`. */
export function registerProductRoutes(app: ShopServer, database: ShopDatabase): void {
  app.get(
    '/api/products',
    { schema: { querystring: productQuery, response: { 200: productPage } } },
    async (request) => {
      const { search, limit, cursor } = request.query;
      return listProducts(database, {
        search,
        ...(limit !== undefined && { limit: Number(limit) }),
        cursor,
      });
    },
  );

  app.get(
    '/api/products/:id',
    { schema: { params: Type.Object({ id: productId }), response: { 200: product } } },
    async (request) => {
      const found = await findProduct(database, Number(request.params.id));
      if (!found) {
        throw new ApiError('TAP5110', `There is no product ${request.params.id}`);
      }
      return found;
    },
  );
}
