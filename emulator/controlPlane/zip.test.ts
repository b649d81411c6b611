import { describe, expect, it } from 'vitest'
import { readZip } from './zip.ts'

/** Made by Info-ZIP 3.0 of a stored file, a folder and a deflated file. */
const ARCHIVE = Buffer.from(
  'UEsDBAoAAAAAAAAAdF0x9Yy1EQAAABEAAAAIAAAAaW5kZXguanNleHBvcnRzLm1haW4gPSAxClBLAwQKAAAAAAAAAHRdAAAAAAAA' +
    'AAAAAAAABAAAAGxpYi9QSwMEFAAAAAgAAAB0XX2610cGAAAAMgAAAAkAAABsaWIvYS50eHRLTCQVAABQSwECHgMKAAAAAAAAAHRd' +
    'MfWMtREAAAARAAAACAAAAAAAAAABAAAApIEAAAAAaW5kZXguanNQSwECHgMKAAAAAAAAAHRdAAAAAAAAAAAAAAAABAAAAAAAAAAA' +
    'ABAA7UE3AAAAbGliL1BLAQIeAxQAAAAIAAAAdF19utdHBgAAADIAAAAJAAAAAAAAAAEAAACkgVkAAABsaWIvYS50eHRQSwUGAAAA' +
    'AAMAAwCfAAAAhgAAAAAA',
  'base64',
)

/** The same of one file called `../index.js`. */
const LEADS_OUT = Buffer.from(
  'UEsDBAoAAAAAAAAAdF0x9Yy1EQAAABEAAAALAAAALi4vaW5kZXguanNleHBvcnRzLm1haW4gPSAxClBLAQIeAwoAAAAAAAAAdF0x' +
    '9Yy1EQAAABEAAAALAAAAAAAAAAEAAACkgQAAAAAuLi9pbmRleC5qc1BLBQYAAAAAAQABADkAAAA6AAAAAAA=',
  'base64',
)

const changed = (offset: number, byte: number): Buffer => {
  const copy = Buffer.from(ARCHIVE)
  copy[offset] = byte
  return copy
}

describe('an archive', () => {
  it('has files, stored and deflated', () => {
    expect(readZip(ARCHIVE).map(({ path, content }) => [path, content.toString()])).toEqual([
      ['index.js', 'exports.main = 1\n'],
      ['lib/a.txt', 'a'.repeat(50)],
    ])
  })

  it.each([
    ['that is none', Buffer.from('exports.main = 1'), 'no zip: it has no central directory'],
    ['that is empty', Buffer.alloc(0), 'no zip: it has no central directory'],
    ['that was cut', ARCHIVE.subarray(0, -30), 'no zip: it has no central directory'],
    ['of which a byte was changed', changed(38, 0x58), 'no zip: index.js is damaged'],
    ['that leads out of its folder', LEADS_OUT, 'no zip: ../index.js leads out of it'],
  ])('%s is refused', (_, archive, words) => {
    expect(() => readZip(archive)).toThrow(words)
  })
})
