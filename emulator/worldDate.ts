/**
 * A `Date` that follows the world clock: `new Date()`, `Date()` and `Date.now()` ask `now`; everything else, from
 * parsing to `instanceof`, is the engine's own.
 * @param now world time in milliseconds since 1970
 */
export const makeWorldDate = (RealDate: DateConstructor, now: () => number): DateConstructor =>
  new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
