/** Files in which a repository tells its package managers of registries. */
export const registryFiles: readonly string[] = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'requirements.txt'];

/**
 * A line of such a file: `@scope:registry=URL` (npm), `registry "URL"` (Yarn 1), `npmRegistryServer: URL` (Yarn 2 and newer), `-i URL`,
 * `--index-url URL` or `--extra-index-url URL` (pip). One that begins with a sign of comment counts for nothing.
 */
const line = /^(?![\s#;]*[#;]).*?(?:registry|npmRegistryServer|index-url|^-i)["']?[\s=:]+["']?(https?:\/\/[^\s"']+)/gm;

/** The URLs of registries that a file of one of these names tells of. */
export function registriesIn(text: string): readonly string[] {
  return [...text.matchAll(line)].map(([, url = '']) => url);
}

/** The URLs of registries in npm's own list of its settings, those of scopes among them. */
export function npmRegistries(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'string' && /(^|:)registry$/.test(name) ? [value] : [],
  );
}

/** Where pip looks for packages, as its own list of its settings says it. */
export interface PipIndexes {
  readonly index?: string | undefined;
  /** Further ones, with spaces between them, as `PIP_EXTRA_INDEX_URL` has them. */
  readonly extra?: string | undefined;
}

/** Where pip's settings come from; what comes last wins. */
const pipSections = ['global', 'install', ':env:'];

/** Reads what `pip config list` prints. */
export function pipIndexes(list: string): PipIndexes {
  const found = (name: string) => {
    const values = pipSections.flatMap((section) => {
      const [, value] = new RegExp(`^${section}\\.${name}='(.*)'$`, 'm').exec(list) ?? [];
      return value === undefined ? [] : [value.replaceAll('\\n', ' ').trim()];
    });
    return values.at(-1);
  };
  const [index, extra] = [found('index-url'), found('extra-index-url')];
  return { index, extra };
}
