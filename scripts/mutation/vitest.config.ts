import { defineConfig } from 'vitest/config'

/** For the copy in which Stryker works: the unit tests of the two rooms, and no others. */
export default defineConfig({
  test: {
    include: ['cloudfunctions/common/{identity,routes}/**/*.test.ts'],
    // On a busy machine a slow test is not a dead mutant.
    testTimeout: 60_000,
    // How long tests of mutants took is not to be remembered in the node_modules that the copy shares.
    cache: false,
  },
})
