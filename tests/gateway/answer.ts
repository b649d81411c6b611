/** What the gateway answered. A body that is no JSON stands under `text`. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}
