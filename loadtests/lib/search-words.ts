/** What a search looks through. */
interface Searched {
  readonly name: string;
  readonly description: string;
  readonly sku: string;
}

/** A shop may look for so many words alone. */
const mostWords = 3;

/** Words of a name that a search for it is made of. */
export function firstWords(name: string, most = mostWords): string {
  return name.split(/\s+/).slice(0, most).join(' ');
}

/** True if a search for all of these words may find the product. */
export function mentions({ name, description, sku }: Searched, words: string): boolean {
  const text = `${name} ${description} ${sku}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
