import { pushedMessage, pushedVerification } from '../common/flows/pushed.ts'
import type { Described } from './describe.ts'
import type { Gate } from './gate.ts'
import { openToWeChat, parameter } from './gate.ts'

/** Every answer but this one makes WeChat send the message again. */
const TAKEN = { text: 'success' }

/** Where WeChat sends the messages of an app: the URL in its settings. */
export const pushEndpoints = (gate: Gate): readonly Described[] => [
  openToWeChat(gate, {
    method: 'GET',
    path: '/push/:app',
    summary: 'WeChat verifies the URL that was entered in the settings of an app',
    reply: 'text',
    answer: async (asked) => {
      const { config, secretOf } = gate
      const { query, arrivedAt: now } = asked.call
      return { text: pushedVerification({ config, secretOf }, parameter(asked, 'app'), query, now) }
    },
  }),
  openToWeChat(gate, {
    method: 'POST',
    path: '/push/:app',
    summary: 'WeChat tells who follows, follows no more, or has withdrawn an authorisation',
    reply: 'text',
    answer: async (asked) => {
      const { config, secretOf } = gate
      const { query, text, ports, arrivedAt: now, note } = asked.call
      const alias = parameter(asked, 'app')
      const message = { query, body: await text() }
      note({ app: alias, taken: await pushedMessage({ config, secretOf, ports }, alias, message, now) })
      return TAKEN
    },
  }),
]
