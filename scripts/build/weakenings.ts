import { CodedError } from '@delivery/coded-error';

/** Environment variables with which the CDK would look at less, and why each is refused. */
const refusedVariables: Readonly<Record<string, string>> = {
  CDK_VALIDATION: 'switches the validator off, and lets errors and warnings inside a Stage through',
  CDK_APP: 'synthesizes another app',
  CDK_APP_MODE: 'changes what a failed validation does',
  CDK_CONTEXT: 'changes the context',
  CDK_CONTEXT_JSON: 'changes the context',
  CDK_IGNORE_ERRORS: 'lets errors through',
  CDK_STRICT: 'may let warnings through',
  CDK_VERSION_REPORTING: 'takes the metadata away that the validator expects',
};

/** Context values that must be exactly so, wherever context comes from. */
const requiredContext: Readonly<Record<string, unknown>> = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
};

/** Context values that may be absent or so, and nothing else. */
const allowedContext: Readonly<Record<string, unknown>> = {
  '@aws-cdk/core:failSynthOnValidationErrors': true,
  '@aws-cdk/core:appMode': 'process',
  'aws:cdk:version-reporting': true,
};

/** Settings of cdk.json beside its context that may be absent or so, and nothing else. */
const allowedSettings: Readonly<Record<string, unknown>> = {
  ignoreErrors: false,
  versionReporting: true,
};

/** A place where the CDK's command line takes settings from, in the order in which later ones win. */
export interface SettingsSource {
  /** File name, for the message. */
  readonly file: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Context of this place. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** @throws CodedError TAP2001 if an environment variable would make the CDK look at less */
export function refuseWeakVariables(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, why] of Object.entries(refusedVariables)) {
    if (env[name] !== undefined) {
      throw new CodedError(
        'TAP2001',
        `environment variable ${name}="${env[name]}": ${why}; unset it for the strict gate`,
      );
    }
  }
}

/** @throws CodedError TAP2002 if a setting or context value would make the CDK look at less */
export function refuseWeakSettings(places: readonly SettingsSource[]): void {
  for (const { file, content, context } of places) {
    refuseOthers(file, content, allowedSettings);
    refuseOthers(file, context, { ...allowedContext, ...requiredContext });
  }
  const effective = Object.assign({}, ...places.map(({ context }) => context)) as Record<string, unknown>;
  for (const [key, value] of Object.entries(requiredContext)) {
    if (effective[key] !== value) {
      throw new CodedError(
        'TAP2002',
        `cdk.json: context "${key}" is missing; the strict gate needs ${JSON.stringify(value)}`,
      );
    }
  }
}

function refuseOthers(
  file: string,
  received: Readonly<Record<string, unknown>>,
  allowed: Readonly<Record<string, unknown>>,
): void {
  for (const [key, value] of Object.entries(allowed)) {
    if (key in received && received[key] !== value) {
      throw new CodedError(
        'TAP2002',
        `${file}: "${key}" is ${JSON.stringify(received[key])}; the strict gate allows only ${JSON.stringify(value)}`,
      );
    }
  }
}
