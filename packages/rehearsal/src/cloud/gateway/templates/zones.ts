/** Letters of the zones that the emulator has in every region. */
const letters = ['a', 'b', 'c'] as const;

/**
 * The emulator's zones that stand for those which a template names by id, by id.
 *
 * Of ids the emulator knows only the first three of a region, and puts every other one silently into its first zone: two
 * zones of an environment would be one. So the zones of a template get the emulator's names, in the order in which they come.
 *
 * @param template the template's text
 */
export function emulatorZones(template: string, region: string): ReadonlyMap<string, string> {
  const ids = [...template.matchAll(/"AvailabilityZoneId"\s*:\s*"([^"]+)"/g)].map(([, id = '']) => id);
  return new Map([...new Set(ids)].map((id, index) => [id, `${region}${letters[index % letters.length]}`]));
}
