import { decode } from './ejson.ts'
import type { Version } from './model.ts'
import { type Document, isDocumentId, isFields } from './values.ts'

/** A document as a file holds it: decoded when somebody looks at it first, so that a large file opens at once. */
export class StoredVersion implements Version {
  /** Before every commit of this process. */
  readonly time = 0
  #held: string | Document

  /** @param body EJSON */
  constructor(body: string) {
    this.#held = body
  }

  /** @throws Error if the body is no document: somebody else has written the file */
  get document(): Document {
    if (typeof this.#held !== 'string') return this.#held
    const document = decode(this.#held, 0)
    if (!isDocument(document)) throw new Error(`the database file is damaged: ${this.#held.slice(0, 80)}`)
    this.#held = document
    return document
  }
}

function isDocument(value: unknown): value is Document {
  return isFields(value) && isDocumentId(value['_id'])
}
