import { runGroups, typesGroup, vitestGroup } from './checks/groups.ts'

// In the order in which they are worth knowing: a wrong type explains most of what fails behind it.
await runGroups(
  [typesGroup, ...['unit', 'sdk', 'flows', 'browser', 'tools'].map((name) => vitestGroup(name))],
  'npm test -- [types] [unit] [sdk] [flows] [browser] [tools] [--filter <part of a test name>]',
)
