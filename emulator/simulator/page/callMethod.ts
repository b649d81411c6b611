/** Calls a method that mini-program code may have left out; one that throws is reported and stops nothing. */
export function callMethod(target: object, name: string, ...given: unknown[]): void {
  const method: unknown = Reflect.get(target, name)
  if (typeof method !== 'function') return
  try {
    Reflect.apply(method, target, given)
  } catch (error) {
    console.error(error)
  }
}
