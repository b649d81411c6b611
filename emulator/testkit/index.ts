/**
 * The test kit: a simulated world in memory, and a mocked WeChat context for handlers.
 * @module
 */
export { createWorld } from './createWorld.ts'
export { openPhone } from './phonePage.ts'
export { withContext } from './withContext.ts'
