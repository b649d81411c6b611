const told = new Set<string>()

/** Says once in the console, where tests look, that something is missing. */
export function notEmulated(what: string): string {
  const message = `${what} is not emulated by the simulator yet`
  if (!told.has(message)) console.error(message)
  told.add(message)
  return message
}

/**
 * `wx` with an answer for everything that it lacks: naming such a member is reported once in the console, where tests
 * look, and calling it throws.
 */
export function reportingUnknown(name: string, known: Readonly<Record<string, unknown>>): object {
  return new Proxy(known, {
    get(target, key) {
      // `then` is asked for by `await`, symbols by the language and by debuggers.
      if (typeof key === 'symbol' || key === 'then' || Object.hasOwn(target, key))
        return Reflect.get(target, key)
      const message = notEmulated(`${name}.${key}`)
      return () => {
        throw new Error(message)
      }
    },
  })
}
