import busboy from 'busboy'

/** What a multipart/form-data body holds. Of several parts with one name the last counts. */
export interface Multipart {
  /** Parts of text, read as UTF-8. */
  readonly fields: Readonly<Record<string, string>>
  /** Everything else, byte by byte: parts with a file name, and Buffers, which the SDK sends without one. */
  readonly parts: Readonly<Record<string, Uint8Array>>
}

/** More than any request of the SDK has; our own bound against a body that is only parts. */
const PARTS_MAX = 100

/**
 * Reads a multipart/form-data body. The SDK sends a Buffer as a part of type application/octet-stream without a file
 * name (form-data 4, and request 2 in the SDKs before 4.0).
 * @returns words about what is wrong when it is none
 */
export const readMultipart = (
  contentType: string,
  body: Uint8Array,
): Promise<Multipart | { readonly problem: string }> =>
  new Promise((resolve) => {
    const fields = new Map<string, string>()
    const parts = new Map<string, Uint8Array>()
    const wrong = (error: unknown): void =>
      resolve({
        problem: `malformed multipart body: ${error instanceof Error ? error.message : 'unreadable'}`,
      })
    try {
      const reader = busboy({
        headers: { 'content-type': contentType },
        defParamCharset: 'utf8',
        limits: { fieldSize: body.length + 1, parts: PARTS_MAX },
      })
      reader.on('field', (name, text) => fields.set(name, text))
      reader.on('file', (name, stream) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => parts.set(name, Buffer.concat(chunks)))
        // A body that ends inside a part is an error of the part and of the whole; the whole is answered.
        stream.on('error', wrong)
      })
      reader.on('partsLimit', () => wrong(new Error(`more than ${PARTS_MAX} parts`)))
      reader.on('error', wrong)
      reader.on('close', () =>
        resolve({ fields: Object.fromEntries(fields), parts: Object.fromEntries(parts) }),
      )
      reader.end(body)
    } catch (error) {
      wrong(error)
    }
  })
