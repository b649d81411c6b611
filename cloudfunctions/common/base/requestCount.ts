const sent = new WeakMap<object, number>()

/** One more request was sent to a database. */
export const countRequest = (database: object): void => {
  sent.set(database, requestsSent(database) + 1)
}

/** The requests that were sent to it so far. */
export const requestsSent = (database: object): number => sent.get(database) ?? 0
