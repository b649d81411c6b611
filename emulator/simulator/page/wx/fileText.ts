/**
 * Texts and bytes in the encodings of
 * developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html (2026-11).
 */
interface Encoding {
  readonly decode: (bytes: Uint8Array) => string
  readonly encode: (text: string) => Uint8Array
}

const letters = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
const codes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

const utf8: Encoding = {
  decode: (bytes) => new TextDecoder().decode(bytes),
  encode: (text) => new TextEncoder().encode(text),
}
const latin1: Encoding = { decode: letters, encode: codes }
const base64: Encoding = {
  decode: (bytes) => btoa(letters(bytes)),
  encode: (text) => codes(atob(text)),
}
const hex: Encoding = {
  decode: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  encode: (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
}
const utf16: Encoding = {
  decode: (bytes) => new TextDecoder('utf-16le').decode(bytes),
  encode: (text) =>
    Uint8Array.from(
      [...Array(text.length).keys()].flatMap((at) => [text.charCodeAt(at) & 0xff, text.charCodeAt(at) >> 8]),
    ),
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  'utf-8': utf8,
  utf8,
  ascii: latin1,
  latin1,
  binary: latin1,
  base64,
  hex,
  ucs2: utf16,
  'ucs-2': utf16,
  utf16le: utf16,
  'utf-16le': utf16,
}

/** @throws Error; Assumption: the words */
export function encodingOf(name: unknown): Encoding {
  const found = ENCODINGS[String(name).toLowerCase()]
  if (!found) throw new Error(`invalid encoding "${name}"`)
  return found
}

/** What is written: a copy of the bytes, or of a text in that encoding. */
export function bytesOf(data: unknown, encoding: unknown = 'utf8'): Uint8Array {
  return data instanceof ArrayBuffer
    ? new Uint8Array(data.slice(0))
    : encodingOf(encoding).encode(String(data))
}
