import { randomUUID } from 'node:crypto'
import { basename } from 'node:path/posix'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { readMultipart } from './cloudbase/multipart.ts'
import type { Storage } from './cloudbase/storage/index.ts'
import { COS_ERRORS, cosErrorBody, FILE_MAX_BYTES } from './cloudbase/storage/index.ts'
import { contentTypeOf } from './contentTypes.ts'
import { readBody } from './requestBody.ts'

/**
 * Whoever uses the local cloud uploads what he likes, and it is served from our own origin: a page or an SVG among it
 * must not run here, whatever it is taken for.
 */
const HARMLESS = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const

type CosProblem = Parameters<typeof cosErrorBody>[0]

const problem = (context: Context, error: CosProblem): Response => {
  const requestId = randomUUID()
  return new Response(cosErrorBody(error, new URL(context.req.url).pathname, requestId), {
    status: error.status,
    headers: { ...HARMLESS, 'content-type': 'application/xml', 'x-cos-request-id': requestId },
  })
}

/** `/storage/…`: the object store that the SDK uploads to and everybody downloads from. */
export const createStorageRoute = (storage: Storage): Hono => {
  const app = new Hono()
  const store = async (context: Context, authorization: string | undefined, bytes: Uint8Array) => {
    const refused = await storage.upload(new URL(context.req.url).pathname, authorization, bytes)
    return refused === undefined ? context.body('', 200) : problem(context, refused)
  }

  // wx-server-sdk 4.0.2.
  app.put('/*', async (context) => {
    const bytes = await readBody(context.req.raw.body, FILE_MAX_BYTES)
    if (bytes === undefined) return problem(context, COS_ERRORS.TOO_LARGE)
    return store(context, context.req.header('authorization'), bytes)
  })

  // wx-server-sdk 2.6.3 and 3.0.4 send a form.
  app.post('/*', async (context) => {
    const body = await readBody(context.req.raw.body, FILE_MAX_BYTES)
    if (body === undefined) return problem(context, COS_ERRORS.TOO_LARGE)
    const form = await readMultipart(context.req.header('content-type') ?? '', body)
    if ('problem' in form || form.parts['file'] === undefined) return problem(context, COS_ERRORS.MALFORMED)
    return store(context, form.fields['Signature'], form.parts['file'])
  })

  // HEAD as well: the same headers, and no body.
  app.get('/*', async (context) => {
    const { pathname, searchParams } = new URL(context.req.url)
    const file = await storage.download(pathname, searchParams)
    if ('code' in file) return problem(context, file)
    const name = encodeURIComponent(basename(file.path)).replaceAll(
      /['()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16)}`,
    )
    return context.body(new Uint8Array(file.bytes), 200, {
      ...HARMLESS,
      'content-type': contentTypeOf(file.path) ?? 'application/octet-stream',
      'content-length': String(file.bytes.length),
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    })
  })
  return app
}
