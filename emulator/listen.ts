import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { UserError } from './userError.ts'

/** One of our servers: on the loopback interface only. */
export interface Listening {
  readonly port: number
  readonly close: () => Promise<void>
}

/**
 * The SDK keeps idle sockets and does not retry one that was closed under it; Node's default is 5 s.
 */
const KEEP_ALIVE_MS = 65_000

/**
 * @param port 0 for any free one
 * @throws UserError PORT_IN_USE
 */
export const listen = (app: Hono, port: number): Promise<Listening> => {
  const server = createAdaptorServer({ fetch: app.fetch })
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE_MS
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return reject(error)
      reject(new UserError('PORT_IN_USE', `port ${port} is in use`, 'npm start -- --port 0'))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close })
    })
  })
}
