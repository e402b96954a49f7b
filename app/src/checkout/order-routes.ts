import { Type } from '@sinclair/typebox';
import type { ShopDatabase } from '../database/open-database';
import { ApiError } from '../errors';
import { uuid } from '../http/schemas';
import type { ShopServer } from '../http/type-provider';
import { order } from './checkout-schemas';
import { readOrder } from './orders';
import { placeOrder } from './place-order';

const orderBody = Type.Object(
  { cartId: uuid },
  { additionalProperties: false, description: 'an object like {"cartId": "..."}' },
);

/** The order routes of the service `checkout`. */
export function registerOrderRoutes(app: ShopServer, database: ShopDatabase): void {
  app.post(
    '/api/orders',
    { schema: { body: orderBody, response: { 200: order, 201: order } } },
    async (request, reply) => {
      const key = idempotencyKey(request.headers['idempotency-key']);
      const { order: placed, replayed } = await placeOrder(database, key, request.body);
      if (replayed) {
        return reply.code(200).header('idempotency-replayed', 'true').send(placed);
      }
      return reply.code(201).header('location', `/api/orders/${placed.id}`).send(placed);
    },
  );

  app.get(
    '/api/orders/:id',
    { schema: { params: Type.Object({ id: uuid }), response: { 200: order } } },
    async (request) => readOrder(database, request.params.id),
  );
}

/** @throws ApiError TAP5131 */
function idempotencyKey(header: string | string[] | undefined): string {
  if (typeof header !== 'string' || !/^[\x21-\x7e]{8,128}$/.test(header)) {
    throw new ApiError(
      'TAP5131',
      'The header Idempotency-Key must hold 8 to 128 printable ASCII characters without spaces, for example a UUID',
    );
  }
  return header;
}
