import type { Reached } from './asking.ts'

/** Numbers of pages, of clients and of the cloud. */
export const REACHED_ELSEWHERE: Reached = [
  [10003, 'the page of web authorisation, another host', (a) => a.page()],
  [
    -4,
    'a mobile app, refused',
    (a) => a.story.change('/mobile-logins', { person: a.person, app: 'phone', answer: 'refuse' }),
  ],
  [
    -2,
    'a mobile app, given up',
    (a) => a.story.change('/mobile-logins', { person: a.person, app: 'phone', answer: 'give-up' }),
  ],
  [-601005, 'a CloudID of nobody', (a) => a.cloudId(() => 'x')],
  [
    -601006,
    'a CloudID after 5:01',
    (a) =>
      a.cloudId(async (id) => {
        await a.story.later('5m1s')
        return id
      }),
  ],
  [-601007, 'a CloudID of somebody else', (a) => a.cloudId((id) => id, 'bob')],
  [
    -601009,
    'a CloudID of a number that is no more',
    (a) =>
      a.cloudId(async (id) => {
        await a.story.change('/people', { id: a.person, name: a.person })
        return id
      }),
  ],
  [
    -601016,
    'a shared environment, with what no init gave',
    (a) => a.shared('callFunction', { 'x-resource-auth': 'x' }),
  ],
  [-601015, 'a shared environment, cloudbase_auth without an errCode', (a) => a.shared('init')],
  [
    -601017,
    'a shared environment, cloudbase_auth says no',
    async (a) => {
      await a.story.call('deny')
      return a.shared('init')
    },
  ],
  [
    -604001,
    'a result of more than 1 MB',
    (a) =>
      a.story.world
        .person('alice')
        .in('shop')
        .call('large')
        .then(Object, ({ errCode }: { readonly errCode: number }) => ({ errCode })),
  ],
  [-604100, 'a cloud call that nobody answers', (a) => a.sdk('nobody.knows')],
  [-604101, 'a cloud call that config.json does not list', (a) => a.story.call('unlisted', { openid: 'o' })],
  [-604103, 'a cloud call whose answer throws', (a) => a.sdk('broken.api')],
  [
    -604104,
    'a cloud call of a function that HTTP called',
    async (a) => Object(await a.story.world.callAs({ source: 'wx_http' }, 'paid', { openid: 'o' })),
  ],
]
