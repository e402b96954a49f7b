/** Characters of a value that an error repeats: enough to find it again. */
const most = 200;

/** A text as an error shows it: whole where it is short, else its beginning and how long it is. */
export function shortened(text: string): string {
  return text.length <= most ? text : `${text.slice(0, most)}... (${text.length} characters)`;
}
