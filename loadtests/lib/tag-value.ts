/**
 * A text as a tag holds it: no more than so many characters, encoded as in a URL, because k6 writes tags as `key=value` joined by `&`.
 *
 * Cut between characters: half of one can't be encoded, and would throw.
 */
export function tagValue(text: string, longest: number): string {
  const characters = [...text].slice(0, longest).map((one) => (isHalf(one) ? '\u{fffd}' : one));
  return encodeURIComponent(characters.join(''));
}

/** A surrogate on its own. */
function isHalf(character: string): boolean {
  return character.length === 1 && character >= '\ud800' && character <= '\udfff';
}
