import { runGroups, vitestGroup } from './checks/groups.ts'

/** All of them together may take 40 minutes. */
const LIMIT_SECONDS = 40 * 60

await runGroups([vitestGroup('long', LIMIT_SECONDS)], 'npm run test:long -- [--filter <part of a test name>]')
