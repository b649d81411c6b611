import { inflateRawSync } from 'node:zlib'

/** A file of an archive. */
export interface ZipEntry {
  /** With forward slashes, from the archive's top. */
  readonly path: string
  readonly content: Buffer
}

// APPNOTE.TXT 6.3.10 of PKWARE, 4.3: the central directory at the end of the file names all entries.
const [END_OF_DIRECTORY, DIRECTORY_ENTRY, LOCAL_HEADER] = [0x06054b50, 0x02014b50, 0x04034b50]
const END_BYTES = 22
const [STORED, DEFLATED] = [0, 8]

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** The sum of an entry. Node has one of its own since 20.15 only. */
const crc32 = (content: Buffer): number => {
  let sum = 0xffffffff
  for (const byte of content) sum = (sum >>> 8) ^ (CRC_TABLE[(sum ^ byte) & 0xff] ?? 0)
  return (sum ^ 0xffffffff) >>> 0
}

const damaged = (words: string): Error => new Error(`no zip: ${words}`)

const directoryOf = (zip: Buffer): { readonly entries: number; readonly offset: number } => {
  for (let at = zip.length - END_BYTES; at >= 0 && at >= zip.length - END_BYTES - 0xffff; at -= 1)
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY)
      return { entries: zip.readUInt16LE(at + 10), offset: zip.readUInt32LE(at + 16) }
  throw damaged('it has no central directory')
}

/** A path that leads out of the folder into which it is unpacked. */
const leadsOut = (path: string): boolean =>
  /^[\\/]|^[A-Za-z]:|\\/.test(path) || path.split('/').includes('..')

const contentAt = (zip: Buffer, local: number, method: number, size: number, length: number): Buffer => {
  if (zip.readUInt32LE(local) !== LOCAL_HEADER) throw damaged('an entry has no header')
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(start, start + size)
  if (method === STORED) return packed
  if (method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: Math.max(1, length) })
  throw damaged(`method ${method} is not known`)
}

/**
 * The files of an archive, folders left out.
 * @throws Error when it is none, is damaged, or has a path that leads out of its folder
 */
export const readZip = (zip: Buffer): readonly ZipEntry[] => {
  const { entries, offset } = directoryOf(zip)
  const files: ZipEntry[] = []
  let at = offset
  for (let index = 0; index < entries; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged('its directory is damaged')
    const [method, crc] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)]
    const [size, length] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)]
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const pathEnd = at + 46 + (name ?? 0)
    const path = zip.toString('utf8', at + 46, pathEnd)
    if (leadsOut(path)) throw damaged(`${path} leads out of it`)
    const local = zip.readUInt32LE(at + 42)
    at = pathEnd + (extra ?? 0) + (comment ?? 0)
    if (path.endsWith('/')) continue
    const content = contentAt(zip, local, method, size, length)
    if (crc32(content) !== crc) throw damaged(`${path} is damaged`)
    files.push({ path, content })
  }
  return files
}
