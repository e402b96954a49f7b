import { proxyVariables } from './proxy-variables';

/** The family of names by which SDKs and tools are told of AWS: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
const awsPrefix = 'AWS_';
/** Of a file in which boto finds credentials: https://docs.aws.amazon.com/boto3/latest/guide/credentials.html */
const others = ['BOTO_CONFIG'] as const;
/**
 * The names of that family whose values lead nowhere and let nobody in. `AWS_ENDPOINT_URL_ACCOUNT` is the endpoint of a service
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 */
const placeOfAws = /^AWS_(?!ENDPOINT)(?:\w+_)?(?:REGION|ACCOUNT|ACCOUNT_ID)$/;

/** What the rehearsal itself tells every program that it starts: where programs, its home folder and the run's proxy are. */
const own: readonly string[] = ['PATH', 'HOME', 'ALL_PROXY', 'all_proxy', ...Object.keys(proxyVariables(''))];

/** Whether a variable decides where or with which credentials AWS is called, or may. */
function isOfAws(name: string): boolean {
  return name.startsWith(awsPrefix) || others.some((other) => name === other);
}

/**
 * Why nobody may set a variable for what is executed; undefined if it may be set.
 *
 * A region or an account may be: without an endpoint and without credentials they lead nowhere.
 */
export function whyNotSet(name: string): string | undefined {
  if (isOfAws(name) && !placeOfAws.test(name)) {
    return 'decides where AWS is called, or with which credentials, and nothing of a rehearsal reaches AWS; of these only a region and an account can be set, such as AWS_REGION and AWS_ACCOUNT_ID';
  }
  return own.includes(name) ? 'is set by the rehearsal itself for everything that it executes' : undefined;
}

/**
 * Why a variable of the person's may not be handed to what is executed; undefined if it may be.
 *
 * @param wanted its name; a `*` at the end stands for any rest, and may stand for none of AWS's
 */
export function whyNotPassedOn(wanted: string): string | undefined {
  const matched = [awsPrefix, ...others].find((name) => takes(wanted, name));
  if (isOfAws(wanted) || matched !== undefined) {
    return `takes ${matched === awsPrefix ? `${awsPrefix}*` : (matched ?? wanted)}, and nothing of a person's AWS configuration is handed on`;
  }
  return whyNotSet(wanted);
}

/** Whether a wanted name, with a `*` at its end or without, is this one. */
function takes(wanted: string, name: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : wanted === name;
}

/** The variables of these names, as far as they are set. */
export function passedOn(
  wanted: readonly string[],
  variables: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && wanted.some((one) => takes(one, name))) found[name] = value;
  }
  return found;
}
