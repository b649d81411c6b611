/**
 * What stands in a bundle where a package of wx-server-sdk would be evaluated at once. The build puts this file into
 * the bundles, so it imports nothing.
 */

/** What must be known of a package before it is evaluated. */
export interface PackageShape {
  /** What it exports is a function or a class. */
  readonly callable: boolean
  /** It says `__esModule`: its `default` is a property like any other. */
  readonly esModule: boolean
}

/** Without properties of its own: those that cannot be configured would bind the proxy. */
const blank = (callable: boolean): object => {
  if (!callable) return {}
  // Of the things that can be called with `new`, only a bound function has no `prototype`.
  const target = function nothing(): void {}.bind(undefined)
  Reflect.deleteProperty(target, 'name')
  Reflect.deleteProperty(target, 'length')
  return target
}

const functionOf = (loaded: object) => {
  if (typeof loaded !== 'function') throw new TypeError('this package is no function')
  return loaded
}

/**
 * A package that is evaluated when it is first used: anything but being handed on and being asked for `__esModule`.
 * It differs from the package in two ways: its properties can all be configured, and it cannot be frozen.
 */
export const late = (load: () => object, { callable, esModule }: PackageShape): object => {
  // Getters and constructors shall see the package, unless something that inherits from it was asked.
  const real = <Asked>(asked: Asked): Asked | object => (asked === proxy ? load() : asked)
  const proxy: object = new Proxy(blank(callable), {
    apply: (_, self, given) => Reflect.apply(functionOf(load()), self, given),
    construct: (_, given, made) => {
      const loaded = functionOf(load())
      return Reflect.construct(loaded, given, made === proxy ? loaded : made)
    },
    get: (_, key, receiver) =>
      key === '__esModule' ? esModule || undefined : Reflect.get(load(), key, real(receiver)),
    set: (_, key, value, receiver) => Reflect.set(load(), key, value, real(receiver)),
    has: (_, key) => Reflect.has(load(), key),
    deleteProperty: (_, key) => Reflect.deleteProperty(load(), key),
    ownKeys: () => Reflect.ownKeys(load()),
    getOwnPropertyDescriptor: (_, key) => {
      const found = Reflect.getOwnPropertyDescriptor(load(), key)
      return found && { ...found, configurable: true }
    },
    defineProperty: (_, key, described) => Reflect.defineProperty(load(), key, described),
    getPrototypeOf: () => Reflect.getPrototypeOf(load()),
    setPrototypeOf: (_, prototype) => Reflect.setPrototypeOf(load(), prototype),
    preventExtensions: () => false,
  })
  return proxy
}

/**
 * A package that is not in the bundle. It can be imported in every way, for the SDK does so at once; whoever wants
 * anything of it gets the error.
 */
export const leftOut = (name: string): object => {
  const fail = (): never => {
    throw new Error(
      `${name} is not part of this function: delete its line in scripts/build/packages.ts and build again`,
    )
  }
  const proxy: object = new Proxy(blank(true), {
    apply: fail,
    construct: fail,
    set: fail,
    has: fail,
    // Both ways of importing a default lead to this proxy, and no symbol is anything that a package exports.
    get: (_, key) => {
      if (key === '__esModule') return true
      if (key === 'default') return proxy
      return typeof key === 'symbol' ? undefined : fail()
    },
  })
  return proxy
}
