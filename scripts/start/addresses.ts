import type { LocalCloud } from '../../emulator/localCloudOptions.ts'

const COLUMN = 12

const line = (name: string, content: string): string => `  ${name.padEnd(COLUMN)} ${content}`

/** What is printed under `ready in <n> ms`. */
export const addresses = (
  { url, httpUrl, world }: LocalCloud,
  hasMiniProgram: boolean,
): readonly string[] => {
  const [first] = world.people
  const pages = hasMiniProgram ? world.apps.filter(({ kind }) => kind === 'mini-program') : []
  return [
    ...pages.map(({ alias }) => line(alias, `${url}/simulator/?person=${first?.id ?? ''}&app=${alias}`)),
    line('http', `${httpUrl}/http/<function>/`),
    line('people', world.people.map(({ id }) => id).join(', ')),
    line('health', `${url}/health`),
  ]
}
