import * as v from 'valibot'

/** Ids of documents that replies name and requests bring back: 192 bits of a hash or of chance, in base64url. */
const idOf = (kind: string) => v.pipe(v.string(), v.regex(new RegExp(`^${kind}-[A-Za-z0-9_-]{32}$`)))

/** One identity of a user; says nothing about the openid. */
export const IdentityDocumentIdSchema = idOf('wx')

export const ConflictIdSchema = idOf('cf')

export const JobIdSchema = idOf('jb')
