import type { z } from 'zod';

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

/**
 * Places of all values that a schema has, such as `environments[].network.cidr`: of objects each field by itself, of lists of
 * objects those of one of them. All else is one value, records and lists of texts included.
 */
export function placesOf(schema: z.ZodType, place = ''): readonly string[] {
  const { type, innerType, element, options, shape } = schema.def as unknown as Definition;
  if (innerType) return placesOf(innerType, place);
  if (shape) return Object.entries(shape).flatMap(([key, field]) => placesOf(field, place ? `${place}.${key}` : key));
  if (options) return [...new Set(options.flatMap((option) => placesOf(option, place)))];
  if (type === 'array' && element && 'shape' in element) return placesOf(element, `${place}[]`);
  return [place];
}
