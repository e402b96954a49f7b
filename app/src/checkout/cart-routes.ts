import { Type } from '@sinclair/typebox';
import type { ShopDatabase } from '../database/open-database';
import { productId, uuid } from '../http/schemas';
import type { ShopServer } from '../http/type-provider';
import { createCart, readCart, setQuantity } from './carts';
import { cart, mostPieces } from './checkout-schemas';

const quantityBody = Type.Object(
  {
    quantity: Type.Integer({
      minimum: 0,
      maximum: mostPieces,
      description: `a whole number from 0 to ${mostPieces}`,
    }),
  },
  { additionalProperties: false, description: 'an object like {"quantity": 2}' },
);

/** The cart routes of the service `checkout`. */
export function registerCartRoutes(app: ShopServer, database: ShopDatabase): void {
  app.post('/api/carts', { schema: { response: { 201: cart } } }, async (_request, reply) => {
    const created = await createCart(database);
    return reply.code(201).header('location', `/api/carts/${created.id}`).send(created);
  });

  app.get(
    '/api/carts/:id',
    { schema: { params: Type.Object({ id: uuid }), response: { 200: cart } } },
    async (request) => readCart(database, request.params.id),
  );

  app.put(
    '/api/carts/:id/items/:productId',
    { schema: { params: Type.Object({ id: uuid, productId }), body: quantityBody, response: { 200: cart } } },
    async (request) => {
      const { id, productId: product } = request.params;
      return setQuantity(database, id, Number(product), request.body.quantity);
    },
  );
}
