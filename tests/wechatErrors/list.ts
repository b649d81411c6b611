/**
 * Every number that the pages name which a backend of identities meets (developers.weixin.qq.com, 2026-11:
 * code2Session, checkSessionKey, resetUserSessionKey, Cloud.CloudID, getPaidUnionId, getPhoneNumber, web authorisation,
 * user management, access tokens, website and mobile login, changeopenid, the page of return codes, the page of error
 * codes of cloud development): how it is met here, or why it cannot be.
 */

/** Numbers of the pages above, in their order: api.weixin.qq.com, then pages and clients, then the cloud. */
export const ALL: readonly number[] = [
  -1, 0, 40001, 40002, 40003, 40013, 40014, 40029, 40030, 40031, 40032, 40066, 40125, 40163, 40164, 40226,
  41001, 41002, 41003, 41004, 41008, 41009, 42001, 42002, 42003, 43001, 43002, 43003, 43004, 44002, 45009,
  45011, 47001, 48001, 48004, 50002, 61004, 61007, 63178, 87008, 87009, 89000, 89001, 89002, 89003, 89004,
  89036, 89300, 10003, -2, -4, 1400001, -601005, -601006, -601007, -601009, -601015, -601016, -601017,
  -604001, -604100, -604101, -604102, -604103, -604104,
]

export const NOT_REACHED: Readonly<Record<number, string>> = {
  42003: 'an expired code is answered with 40029, as public reports have it',
  43003: 'the simulated host is reached by HTTP after the redirection, whatever the function asked for',
  43004: 'only APIs that write to a follower answer it, and none of them is simulated',
  61004: 'third-party platforms (component) are not simulated',
  61007: 'third-party platforms (component) are not simulated',
  89000: 'cgi-bin/open is not simulated: apps are bound by the control API',
  89001: 'cgi-bin/open is not simulated: apps are bound by the control API',
  89003: 'cgi-bin/open is not simulated: apps are bound by the control API',
  89004: 'cgi-bin/open is not simulated: apps are bound by the control API',
  89036: 'cgi-bin/open is not simulated: apps are bound by the control API',
  1400001: 'phone numbers cost nothing here, so that no quota runs out',
  [-604102]: 'cloud calls are answered at once; a slow wire is a time-out of the SDK, not of the platform',
}
