/**
 * Loaded before a container's program in Node: a server that names the port of its container listens on the one that the task
 * has on this machine.
 */
const { Server } = require('node:net');

const { REHEARSAL_PORTS: ports = '', REHEARSAL_PORT: port } = process.env;
const inside = new Set(ports.split(',').map(Number));
const here = { host: '127.0.0.1', port: Number(port) };
const { listen } = Server.prototype;

Server.prototype.listen = function listenHere(...args) {
  const [first] = args;
  const options = typeof first === 'object' && first !== null ? first : { port: first };
  if (!inside.has(Number(options.port ?? Number.NaN))) return Reflect.apply(listen, this, args);
  const callback = args.findLast((argument) => typeof argument === 'function');
  return listen.call(this, { ...options, ...here }, callback);
};
