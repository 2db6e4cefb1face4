import { syncBuiltinESMExports } from 'node:module';

const NAME = '_X_AMZN_TRACE_ID';

/**
 * `process.env` with the trace of the call. Every value that is written into the environment of a process stays in its
 * memory until it ends, and a trace is another one at every call: this one is kept beside it.
 */
export class TraceVariable {
  value: string | undefined;

  install(): void {
    const own = { enumerable: true, configurable: true, writable: true };
    process.env = new Proxy(process.env, {
      get: (env, name) => (name === NAME ? this.value : Reflect.get(env, name)),
      has: (env, name) => (name === NAME ? this.value !== undefined : Reflect.has(env, name)),
      ownKeys: (env) => (this.value === undefined ? Reflect.ownKeys(env) : [...Reflect.ownKeys(env), NAME]),
      getOwnPropertyDescriptor: (env, name) => {
        if (name !== NAME) return Reflect.getOwnPropertyDescriptor(env, name);
        return this.value === undefined ? undefined : { ...own, value: this.value };
      },
      set: (env, name, value) => {
        if (name !== NAME) return Reflect.set(env, name, value);
        this.value = String(value);
        return true;
      },
      deleteProperty: (env, name) => {
        if (name !== NAME) return Reflect.deleteProperty(env, name);
        this.value = undefined;
        return true;
      },
    });
    syncBuiltinESMExports();
  }
}
