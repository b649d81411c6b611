import * as v from 'valibot'
import type { Actions, ActionWorld } from './action.ts'
import { readFields, tableNotFound } from './errors.ts'
import type { Collection, Permission } from './state.ts'
import { environmentOf } from './state.ts'

const COLLECTION = { EnvId: v.string(), CollectionName: v.string() }
const FUNCTIONS = { EnvId: v.string(), ResourceType: v.literal('FUNCTION') }

/** Only CUSTOM comes with a rule. */
const CUSTOM = {
  AclTag: v.literal('CUSTOM'),
  Rule: v.pipe(
    v.string(),
    v.check((text) => v.is(RuleSchema, text), 'a rule is a JSON object'),
  ),
}
const RuleSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()))

const BasicSchema = v.strictObject({
  ...COLLECTION,
  AclTag: v.picklist(['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY']),
})

const find = (
  world: ActionWorld,
  { EnvId, CollectionName }: { readonly EnvId: string; readonly CollectionName: string },
): Collection => {
  const collection = environmentOf(world.account, EnvId).collections.get(CollectionName)
  if (collection === undefined) throw tableNotFound(CollectionName)
  return collection
}

const described = ({ tag, rule }: Permission) => ({ AclTag: tag, ...(rule !== undefined && { Rule: rule }) })

/**
 * Actions of tcb.tencentcloudapi.com about who may do what. Fields: the tools readSecurityRule and writeSecurityRule of
 * @cloudbase/cli 2.12.10. Assumption: an environment whose functions have no rule answers neither tag nor rule.
 */
export const RULE_ACTIONS: Actions = {
  DescribeSafeRule: (body, world) =>
    described(find(world, readFields(v.strictObject(COLLECTION), body)).permission),
  ModifySafeRule: (body, world) => {
    const fields = readFields(v.strictObject({ ...COLLECTION, ...CUSTOM }), body)
    find(world, fields).permission = { tag: fields.AclTag, rule: fields.Rule }
    return {}
  },
  ModifyDatabaseACL: (body, world) => {
    const fields = readFields(BasicSchema, body)
    find(world, fields).permission = { tag: fields.AclTag }
    return {}
  },
  DescribeSecurityRule: (body, world) => {
    const { EnvId } = readFields(v.strictObject(FUNCTIONS), body)
    const { functionRules } = environmentOf(world.account, EnvId)
    return functionRules === undefined ? {} : described(functionRules)
  },
  ModifySecurityRule: (body, world) => {
    const fields = readFields(v.strictObject({ ...FUNCTIONS, ...CUSTOM }), body)
    environmentOf(world.account, fields.EnvId).functionRules = { tag: fields.AclTag, rule: fields.Rule }
    return {}
  },
}
