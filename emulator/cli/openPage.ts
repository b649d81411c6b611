import { spawn } from 'node:child_process'

const opener = (url: string): readonly [string, readonly string[]] => {
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]
  return [process.platform === 'darwin' ? 'open' : 'xdg-open', [url]]
}

/** Opens a page in the browser of the desktop. Without a desktop nothing happens: the address is printed anyway. */
export const openPage = (url: string): void => {
  const [command, args] = opener(url)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
