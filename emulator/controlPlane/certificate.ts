import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** An authority of its own, and a certificate that it signed: made anew at every start, kept in memory only. */
export interface Certificates {
  /** PEM of the authority: what a client is told to trust. */
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

const HOUR_MS = 3_600_000

const [INTEGER, BIT_STRING, OCTET_STRING, OBJECT_ID, UTF8, UTC_TIME] = [0x02, 0x03, 0x04, 0x06, 0x0c, 0x17]
const [SEQUENCE, SET, CONTEXT_0, CONTEXT_3] = [0x30, 0x31, 0xa0, 0xa3]
/** A DNS name among the alternative names. */
const DNS_NAME = 0x82

const lengthOf = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

/** One element of DER (X.690). */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

const objectId = (hex: string): Buffer => der(OBJECT_ID, Buffer.from(hex, 'hex'))

/** RFC 5758, ecdsa-with-SHA256. */
const SIGNED_WITH = der(SEQUENCE, objectId('2a8648ce3d040302'))
const COMMON_NAME = '550403'
/** RFC 5280, 4.2.1: extensions by their object id. */
const [ALTERNATIVE_NAMES, BASIC_CONSTRAINTS, EXTENDED_USE] = ['551d11', '551d13', '551d25']
const SERVER = objectId('2b06010505070301')
const TRUE = Buffer.from([0x01, 0x01, 0xff])

const nameOf = (name: string): Buffer =>
  der(SEQUENCE, der(SET, der(SEQUENCE, objectId(COMMON_NAME), der(UTF8, Buffer.from(name)))))

const time = (ms: number): Buffer =>
  der(UTC_TIME, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))

const extension = (id: string, content: Buffer, critical: boolean): Buffer =>
  der(SEQUENCE, objectId(id), ...(critical ? [TRUE] : []), der(OCTET_STRING, content))

const pem = (content: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${content.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`

interface Content {
  readonly issuer: string
  readonly subject: string
  readonly publicKey: KeyObject
  readonly extensions: readonly Buffer[]
}

/** RFC 5280, 4.1: node:crypto reads certificates and makes none. */
const certificateOf = (content: Content, signer: KeyObject, now: number, days: number): string => {
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(8)])
  const body = der(
    SEQUENCE,
    der(CONTEXT_0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, serial),
    SIGNED_WITH,
    nameOf(content.issuer),
    // Clocks differ.
    der(SEQUENCE, time(now - HOUR_MS), time(now + days * 24 * HOUR_MS)),
    nameOf(content.subject),
    content.publicKey.export({ type: 'spki', format: 'der' }),
    der(CONTEXT_3, der(SEQUENCE, ...content.extensions)),
  )
  const signature = sign('sha256', body, signer)
  return pem(der(SEQUENCE, body, SIGNED_WITH, der(BIT_STRING, Buffer.from([0]), signature)))
}

const keys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

/**
 * @param hosts names that the certificate is for; `*.` stands for one label
 * @param now milliseconds since 1970
 */
export const makeCertificates = (hosts: readonly string[], now: number): Certificates => {
  const [ca, server] = [keys(), keys()]
  const issuer = 'Local control plane, worth nothing elsewhere'
  const isAuthority = extension(BASIC_CONSTRAINTS, der(SEQUENCE, TRUE), true)
  const isServer = [
    extension(EXTENDED_USE, der(SEQUENCE, SERVER), false),
    extension(
      ALTERNATIVE_NAMES,
      der(SEQUENCE, ...hosts.map((host) => der(DNS_NAME, Buffer.from(host)))),
      false,
    ),
  ]
  const authority = { issuer, subject: issuer, publicKey: ca.publicKey, extensions: [isAuthority] }
  const certificate = { issuer, subject: 'control plane', publicKey: server.publicKey, extensions: isServer }
  return {
    authority: certificateOf(authority, ca.privateKey, now, 30),
    certificate: certificateOf(certificate, ca.privateKey, now, 30),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
