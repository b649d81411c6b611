/**
 * What the platform refuses, in the platform's own words. The SDK turns `code` into its numeric errCode
 * (unknown codes become -501001) and `message` into errMsg.
 */
export class PlatformError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'PlatformError'
    this.code = code
  }
}
