import type { Person, WorldApp } from './definition.ts'

/** A mini-program in somebody's hand. */
export interface Holder {
  readonly person: Pick<Person, 'id' | 'name' | 'phone' | 'countryCode'>
  readonly app: WorldApp
}

/** The client calls `fail`: `<api>:fail <message>`. */
export class ClientFailure extends Error {
  constructor(words: string) {
    super(words)
    this.name = 'ClientFailure'
  }
}

/** One API of the WeChat client that needs WeChat's servers. Answers what `success` gets, or throws ClientFailure. */
export interface ClientApi {
  /** `login` for `wx.login`; `getPhoneNumber` for a button of that open-type. */
  readonly name: string
  readonly answer: (
    holder: Holder,
    options: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>
}
