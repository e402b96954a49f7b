/**
 * Loaded before a job's programs in Node: the AWS SDK for JavaScript v2 does not know AWS_ENDPOINT_URL, and would ask AWS itself.
 * Older releases of cdk-assets call AWS by it.
 */
/** @type {any} */
const Module = require('node:module');

const { AWS_ENDPOINT_URL: endpoint } = process.env;
const { _load: load } = Module;

/** Whether a module is the core of the SDK, which every way into it loads. */
const isCore = (/** @type {string} */ request, /** @type {any} */ loaded) =>
  /(^|\/)core(\.js)?$/.test(request) && /^2\./.test(loaded?.VERSION) && loaded.Service && loaded.config;

if (endpoint) {
  Module._load = function loadWithEndpoint(/** @type {unknown[]} */ ...args) {
    const loaded = Reflect.apply(load, this, args);
    if (isCore(String(args[0]), loaded)) loaded.config.update({ endpoint, s3ForcePathStyle: true });
    return loaded;
  };
}
