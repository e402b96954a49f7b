/**
 * Removes list members (`<member>...</member>`, also nested ones) from an XML answer.
 *
 * @param unwanted is asked for each outermost member that holds `marker`
 */
export function withoutMembers(xml: string, marker: string, unwanted: (member: string) => boolean): string {
  if (!xml.includes(marker)) return xml;
  const tags = /<member>|<\/member>/g;
  let depth = 0;
  let start = 0;
  let kept = '';
  let copied = 0;
  for (let tag = tags.exec(xml); tag !== null; tag = tags.exec(xml)) {
    if (tag[0] === '<member>') {
      if (depth === 0) start = tag.index;
      depth += 1;
      continue;
    }
    depth -= 1;
    if (depth !== 0) continue;
    const end = tag.index + tag[0].length;
    const member = xml.slice(start, end);
    if (member.includes(marker) && unwanted(member)) {
      kept += xml.slice(copied, start);
      copied = end;
    }
  }
  return kept + xml.slice(copied);
}
