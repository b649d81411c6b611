import { accountEndpoints } from './account.ts'
import type { Described } from './describe.ts'
import type { Gate } from './gate.ts'
import { open } from './gate.ts'
import { oauthEndpoints } from './oauth.ts'
import { pushEndpoints } from './push.ts'
import { serverEndpoints } from './servers.ts'
import { sessionEndpoints } from './sessions.ts'

/** Keys change when somebody changes the configuration; until then nobody need ask for them again and again. */
const KEYS_SECONDS = 300

const publicEndpoints = (gate: Gate): readonly Described[] => [
  open(gate, {
    method: 'GET',
    path: '/.well-known/jwks.json',
    summary: 'The public keys of access tokens',
    reply: 'keys',
    fromPages: true,
    answer: async () => ({ json: gate.tokens().keySet(), maxAgeSeconds: KEYS_SECONDS }),
  }),
  open(gate, {
    method: 'GET',
    path: '/health',
    summary: 'Whether the configuration is complete',
    reply: 'health',
    answer: async () => {
      gate.tokens()
      gate.secretOf(gate.config.secret)
      return { json: { ok: true } }
    },
  }),
]

/** Every path of `gateway`; docs/openapi.json is printed from this list. */
export const endpointsOf = (gate: Gate): readonly Described[] => [
  ...sessionEndpoints(gate),
  ...accountEndpoints(gate),
  ...oauthEndpoints(gate),
  ...pushEndpoints(gate),
  ...serverEndpoints(gate),
  ...publicEndpoints(gate),
]
