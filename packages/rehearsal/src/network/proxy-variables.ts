/**
 * What is never asked of a proxy: this machine. A leading dot stands for the names below, and the brackets are for the clients that
 * compare an address as it stands in a URL.
 */
export const unproxied = 'localhost,.localhost,127.0.0.1,::1,[::1]';

/**
 * Variables that lead a program's requests to a proxy.
 *
 * Both cases, because curl reads `http_proxy` in lower case alone (https://everything.curl.dev/usingcurl/proxies/env), and others
 * read the upper case. Package managers have settings of their own, in files of the repository or the machine, which win over
 * those; their variables win over the files. Yarn 2 and newer read theirs alone, and have none for `unproxied`.
 */
export function proxyVariables(url: string): Readonly<Record<string, string>> {
  return {
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    NO_PROXY: unproxied,
    http_proxy: url,
    https_proxy: url,
    no_proxy: unproxied,
    npm_config_proxy: url,
    npm_config_https_proxy: url,
    npm_config_noproxy: unproxied,
    YARN_HTTP_PROXY: url,
    YARN_HTTPS_PROXY: url,
    PIP_PROXY: url,
    // Node.js itself reads them only if it is told to, from 22.21 and 24 on: https://nodejs.org/api/cli.html#node_use_env_proxy1
    NODE_USE_ENV_PROXY: '1',
  };
}
