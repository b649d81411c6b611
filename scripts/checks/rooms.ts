import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folders of the house that hold code. */
const ROOMS: readonly string[] = ['cloudfunctions', 'emulator', 'miniprogram', 'scripts', 'tests']

/** Installed, built or local: nobody wrote it here. Dot folders belong to tools. */
function isForeign(folder: string): boolean {
  return (
    folder === 'node_modules' || folder === 'miniprogram_npm' || folder === 'dist' || folder.startsWith('.')
  )
}

function filesBelow(root: string, folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return isForeign(entry.name) ? [] : filesBelow(root, path, pattern)
    return pattern.test(entry.name) ? [path] : []
  })
}

/** The rooms that exist below `root`; a fresh tree need not have all of them. */
export function existingRooms(root: string): string[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return ROOMS.filter((room) => folders.some((folder) => folder.name === room))
}

/** Files of all rooms whose name matches, as paths from `root` with forward slashes, sorted. */
export function filesOfRooms(root: string, pattern: RegExp): string[] {
  return existingRooms(root)
    .flatMap((room) => filesBelow(root, room, pattern))
    .sort()
}
