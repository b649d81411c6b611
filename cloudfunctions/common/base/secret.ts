const SHOWN = '[secret]'

/** A value that no log line, error or reply can show by accident: only `reveal` gives it away. */
export class Secret<Value> {
  readonly #value: Value

  constructor(value: Value) {
    this.#value = value
  }

  reveal(): Value {
    return this.#value
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  /** What console.log() of Node prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN
  }
}
