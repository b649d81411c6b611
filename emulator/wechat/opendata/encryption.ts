import { createCipheriv, createHash } from 'node:crypto'

/**
 * encryptedData: AES-128-CBC with PKCS#7; key and IV are what the base64 texts stand for (page "Signature and
 * decryption of user data", 2026-11).
 */
export const encryptOpenData = (plaintext: string, sessionKey: string, iv: string): string => {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'))
  return Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64')
}

/** signature beside rawData; here the base64 text of the key counts as it is (same page). */
export const rawDataSignature = (rawData: string, sessionKey: string): string =>
  createHash('sha1').update(`${rawData}${sessionKey}`).digest('hex')
