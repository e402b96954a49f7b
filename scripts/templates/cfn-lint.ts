import { basename } from 'node:path';
import { z } from 'zod';
import { allEnded } from './all-ended';
import { captureJson } from './capture';
import type { PlantedCopy } from './planted-copies';
import type { Report } from './report';

const output = z.array(
  z.looseObject({
    Filename: z.string(),
    Message: z.string(),
    Rule: z.looseObject({ Id: z.string() }),
    Location: z.looseObject({ Path: z.array(z.union([z.string(), z.number()])).nullish() }),
  }),
);

/**
 * cfn-lint's errors and warnings, each template held against the region that it is deployed to.
 *
 * @param folder where the copies are
 * @throws CodedError TAP2052 if cfn-lint can't be started or prints something else
 */
export async function cfnLint(
  program: string,
  copies: readonly PlantedCopy[],
  folder: string,
): Promise<readonly Report[]> {
  const regions = [...new Set(copies.map(({ region }) => region))];
  const found = await allEnded(
    regions.map((region) => {
      const files = copies.filter((copy) => copy.region === region).map(({ file }) => file);
      // `--mandatory-checks`: a template's own metadata must not silence a rule.
      const args = ['--format', 'json', '--regions', region, '--mandatory-checks', 'E', 'W', '--template', ...files];
      return captureJson(program, args, folder);
    }),
  );
  return found.flatMap((json) =>
    output.parse(json).map(({ Filename, Message, Rule, Location }) => {
      const path = Location.Path ?? [];
      const [section, resource] = path;
      return {
        file: basename(Filename),
        id: Rule.Id,
        ...(section === 'Resources' && { resource: String(resource) }),
        message: `${path.join('/')}: ${Message}`,
      };
    }),
  );
}
