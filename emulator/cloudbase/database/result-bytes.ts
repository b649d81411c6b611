/** Bytes of the documents of a reply, which are EJSON texts: what the platform's limit of a client's result is of. */
export const resultBytes = (list: readonly string[]) =>
  list.reduce((bytes, document) => bytes + Buffer.byteLength(document), 0)
