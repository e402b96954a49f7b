import type { AwsPlace } from './aws-place';
import { isNamed } from './is-named';

/** Something that holds a name, whoever made it. */
export interface Holder {
  readonly name: string;
  /** Id by which CloudFormation knows it; absent where the name tells it. */
  readonly id?: string;
}

/** A type of resource that the stacks name themselves, of whose names AWS takes each once. */
export interface NamedType {
  /** In words, in the plural. */
  readonly words: string;
  /** Property that has the name; dots lead into objects. */
  readonly property: string;
  /**
   * Type of what holds the name in a stack.
   *
   * @default the type that gives it
   */
  readonly heldBy?: string;
  /** Who holds which of the names, in as few calls as the service allows; names has at least one. */
  readonly holders: (aws: AwsPlace, names: readonly string[]) => Promise<readonly Holder[]>;
}

/**
 * Whether an id by which CloudFormation knows a resource is that of what has this name: the name itself, or an ARN that ends with
 * it. Which of the two it is differs from type to type, and is written on the page of each as what *Ref* returns
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html).
 */
export function tellsName(id: string, name: string): boolean {
  if (id === name) return true;
  // arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or :TYPE/RESOURCE, or :TYPE:RESOURCE; names have slashes and colons, too
  // (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
  const resource = /^arn:(?:[^:]*:){4}(.+)$/.exec(id)?.[1];
  return resource !== undefined && (resource === name || resource.replace(/^[^:/]*[:/]/, '') === name);
}

/** How a service is asked that tells of one name at a time. */
export interface OneByOne<Answer> {
  /** Names of the error by which the service says that there is none. */
  readonly missing: readonly string[];
  readonly find: (aws: AwsPlace, name: string) => Promise<Answer>;
  /** Id by which CloudFormation knows what was found, where the name does not tell it. */
  readonly idIn?: (answer: Answer) => string | undefined;
}

/** Asks for each name by itself: an error of the names in `missing` means that it is free. */
export function oneByOne<Answer>({ missing, find, idIn }: OneByOne<Answer>): NamedType['holders'] {
  const holderOf = async (aws: AwsPlace, name: string): Promise<readonly Holder[]> => {
    try {
      const answer = await find(aws, name);
      return [{ name, id: idIn?.(answer) }];
    } catch (error) {
      if (isNamed(error, ...missing)) return [];
      throw error;
    }
  };
  return async (aws, names) => (await Promise.all(names.map((name) => holderOf(aws, name)))).flat();
}

/** Of all that a service lists, asked for once for all stacks of the account and region: what has one of the names. */
export function fromList(what: string, list: (aws: AwsPlace) => Promise<readonly Holder[]>): NamedType['holders'] {
  return async (aws, names) => (await aws.once(what, () => list(aws))).filter(({ name }) => names.includes(name));
}
