import type { FaultPlan } from '../faults.ts'
import type { ClockReading } from './clock.ts'
import type { CompleteWorld } from './definition.ts'
import type { World } from './world.ts'
import type { Tie } from './worldState.ts'

/**
 * The present world as a world file: started with it, a local cloud gives everybody the same ids and the same answers.
 * What is issued to somebody (codes, tokens, orders) belongs to no file, and neither does a clock that runs.
 */
export const exportWorld = (world: World, faults: FaultPlan, clock: ClockReading): CompleteWorld => {
  const tied = (ties: readonly Tie[]) =>
    ties.map(({ personId, appid }) => ({ person: personId, app: world.app(appid).alias }))
  const owner = world.environmentOwner
  return {
    policy: world.policy,
    ...(owner !== undefined && { environmentOwner: owner.alias }),
    openPlatforms: [...world.openPlatforms],
    apps: [...world.apps],
    merchants: [...world.merchants],
    people: [...world.people],
    follows: tied(world.ties.follows),
    signIns: tied(world.ties.signIns),
    ...(faults.faults.length > 0 && { faults }),
    ...(clock.frozen && { clock: { frozenAt: new Date(clock.now).toISOString() } }),
  }
}
