import { z } from 'zod';

/**
 * Tags as the strictest of the services takes them that tag something here: CloudFormation gives the tags of a stack to
 * everything in it.
 *
 * - 50 on one resource (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html).
 * - Keys of 127 and values of 255 characters are CodeBuild's limit
 *   (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Tag.html); others take one more.
 * - CloudFormation and RDS take no empty value, and RDS keeps `rds:` to itself as everyone keeps `aws:`, in keys and in
 *   values (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Tag.html).
 * - Spaces at either end are none of ELB's (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-tags.html).
 * - IAM holds keys that differ by case alone for one (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).
 */
const mostOnAResource = 50;

/** The CDK's own on a subnet: its name, its kind, its group. No resource has more. */
const mostOfTheCdk = 3;

/** The CDK gives it to roles too. */
const keyOfTheCdk = 'Name';

const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const kept = /^(aws|rds):/i;
const allowed = 'letters, digits, spaces and _.:/=+-@';

const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(characters, `allowed are ${allowed}`)
    .refine((value) => value.trim() === value, 'has a space at its beginning or end')
    .refine((value) => !kept.test(value), 'begins with "aws:" or "rds:", which AWS keeps to itself');

export const tags = z
  .record(text(127), text(255))
  .refine((all) => Object.keys(all).length <= mostOnAResource - mostOfTheCdk, {
    error: `expected at most ${mostOnAResource - mostOfTheCdk} tags: AWS takes ${mostOnAResource}, of which a subnet gets ${mostOfTheCdk} by itself`,
  })
  .superRefine((all, context) => {
    const seen = new Map([[keyOfTheCdk.toLowerCase(), keyOfTheCdk]]);
    for (const key of Object.keys(all)) {
      const other = seen.get(key.toLowerCase()) ?? key;
      if (other !== key) {
        context.addIssue({ code: 'custom', path: [key], message: `is the same key as "${other}" to IAM` });
      }
      seen.set(key.toLowerCase(), other);
    }
  });
