import { Type } from '@sinclair/typebox';

/** Pieces of schemas that several routes share. Descriptions complete the sentence "must be ..." in error messages. */

export const productId = Type.String({
  pattern: '^[1-9][0-9]{0,8}$',
  description: "a product's id: a whole number",
});

export const uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'an id as this API gives it out: a UUID in lower case',
});
