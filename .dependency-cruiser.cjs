/**
 * The arrows of the house. Each law forbids one kind of import; its name says the law, its comment why it stands.
 * Imports of types count too. Three laws that this tool cannot see with its swc parser are in scripts/layering.ts,
 * which runs it: what must be `import type`, and that every file and every import was read.
 */

const TEST = '\\.test\\.ts$'
const BROWSER_TEST = '\\.browser\\.test\\.ts$'
const TEST_TOOLS = '^node_modules/(vitest|fast-check)/'
const CONTRACT = '^miniprogram/services/oneid/contract\\.ts$'
const CONFIG = '^cloudfunctions/oneid\\.config\\.ts$'

const common = (...rooms) => `^cloudfunctions/common/(${rooms.join('|')})/`
const packages = (...names) => `^node_modules/(${names.join('|')})/`
const node = (...names) => `^(${names.join('|')})$`

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** A room that names all it may import. Test tools are no question of rooms: they have a law of their own. */
const onlyImports = (name, comment, from, allowed) =>
  forbid(name, comment, { path: from }, { pathNot: [...allowed, TEST_TOOLS] })

const functions = [
  onlyImports(
    'base-imports-nothing',
    'Everything stands on base, so base stands on nothing; valibot only describes its types.',
    common('base'),
    [common('base'), packages('valibot')],
  ),
  forbid(
    'identity-imports-only-base',
    'decide must be explorable exhaustively: no SDK, no clock, no network, not even a hash. Its tests parse ids.',
    { path: common('identity'), pathNot: TEST },
    { pathNot: [common('base', 'identity')] },
  ),
  onlyImports(
    'tests-of-identity-import-only-base',
    'They show that decide needs no world around it. Branded ids come from their schemas, hence valibot.',
    `${common('identity')}.*${TEST}`,
    [common('base', 'identity'), packages('valibot')],
  ),
  onlyImports(
    'wechat-imports-only-base',
    'A client of WeChat knows what WeChat says, not what we make of it.',
    common('wechat'),
    [common('base', 'wechat'), packages('valibot', 'fast-xml-parser', 'wx-server-sdk'), node('crypto')],
  ),
  onlyImports(
    'routes-import-only-base-identity-and-wechat',
    'A route turns untrusted input into evidence; stored facts come in as arguments, so that it cannot read or write.',
    common('routes'),
    [common('base', 'identity', 'wechat', 'routes'), packages('valibot')],
  ),
  onlyImports(
    'store-imports-only-base-and-identity',
    'The store keeps what was decided. It neither asks WeChat nor decides.',
    common('store'),
    [common('base', 'identity', 'store'), packages('valibot', 'wx-server-sdk'), node('crypto')],
  ),
  onlyImports(
    'flows-import-only-the-rooms-they-join',
    'Flows join the other rooms and touch no SDK: what they do can be tested with a store in memory.',
    common('flows'),
    [common('base', 'identity', 'wechat', 'routes', 'store', 'flows')],
  ),
  onlyImports(
    'runtime-imports-only-base-wechat-and-the-server-libraries',
    'The runtime wraps handlers of any kind: it knows no identity, and the configuration comes in as an argument.',
    common('runtime'),
    [
      common('base', 'wechat', 'runtime'),
      packages('wx-server-sdk', 'hono', 'jose', 'valibot'),
      node('crypto', 'timers/promises'),
      CONTRACT,
    ],
  ),
  onlyImports(
    'currentUser-imports-only-base-and-store',
    'Business functions copy this file: what it needs must stay small.',
    '^cloudfunctions/common/currentUser(\\.test)?\\.ts$',
    [common('base', 'store'), '^cloudfunctions/common/currentUser\\.ts$'],
  ),
  onlyImports(
    'handlers-import-only-runtime-routes-flows-and-base',
    'A handler is a screenful: it captures the context, asks a route, runs a flow. It never reads the store, and no function needs another.',
    '^cloudfunctions/(?!common/)([^/]+)/',
    ['^cloudfunctions/$1/', common('runtime', 'routes', 'flows', 'base'), CONFIG, CONTRACT],
  ),
  forbid(
    'common-imports-no-handler-and-no-configuration',
    'Common code is bundled into every function; what differs between them and between teams comes in as arguments.',
    { path: '^cloudfunctions/common/' },
    { path: ['^cloudfunctions/(?!common/)[^/]+/', CONFIG] },
  ),
  forbid(
    'functions-import-nothing-of-other-rooms-but-the-contract',
    'What is deployed must not need what is not. The contract is types, agreed on with the mini-program.',
    { path: '^cloudfunctions/' },
    { path: '^(emulator|miniprogram|scripts|tests|dist)/', pathNot: CONTRACT },
  ),
  forbid(
    'wx-server-sdk-only-in-runtime-wechat-and-store',
    'One place starts the SDK; two more know its types. Elsewhere it would bring back global state and its error codes.',
    { path: '^cloudfunctions/', pathNot: common('runtime', 'wechat', 'store') },
    { path: packages('wx-server-sdk') },
  ),
]

const emulator = [
  forbid(
    'emulator-imports-nothing-of-the-product',
    'The local cloud runs any project, and a mistake of the product must not be repeated by what tests it.',
    { path: '^emulator/' },
    { path: '^(cloudfunctions|miniprogram|scripts|tests|dist)/' },
  ),
  forbid(
    'cloudbase-imports-no-other-room-of-the-emulator',
    'The emulated cloud works without a simulated world; the server joins the two.',
    { path: '^emulator/cloudbase/' },
    { path: '^emulator/(wechat|simulator|console|testkit|cli)/' },
  ),
  forbid(
    'simulated-wechat-imports-no-other-room-of-the-emulator',
    'The world works without an emulated cloud; the server joins the two.',
    { path: '^emulator/wechat/' },
    { path: '^emulator/(cloudbase|simulator|console|testkit|cli)/' },
  ),
  forbid(
    'emulated-services-do-not-import-each-other',
    'A new service is a new folder and one line in a list. What services share stands beside their folders.',
    { path: '^emulator/cloudbase/([^/]+)/' },
    { path: '^emulator/cloudbase/[^/]+/', pathNot: '^emulator/cloudbase/$1/' },
  ),
  forbid(
    'local-cloud-imports-no-control-plane',
    'What is deployed to is another service: only the tests of a deployment start it.',
    { path: '^emulator/', pathNot: '^emulator/controlPlane/' },
    { path: '^emulator/controlPlane/' },
  ),
  forbid(
    'simulator-imports-no-server',
    'The simulator is a browser page: it reaches the cloud by HTTP, as a phone does.',
    { path: '^emulator/simulator/', pathNot: BROWSER_TEST },
    { path: '^emulator/(cloudbase|wechat|testkit|cli)/' },
  ),
  forbid(
    'browser-tests-of-the-simulator-start-a-server-only-by-testkit',
    'The testkit is the one way to start a local cloud in a test.',
    { path: `^emulator/simulator/.*${BROWSER_TEST}` },
    { path: '^emulator/(cloudbase|wechat|cli)/' },
  ),
  forbid(
    'emulator-server-imports-no-console-testkit-or-cli',
    'The server is composed of its services; console, testkit and command line are its users.',
    { path: '^emulator/[^/]+\\.ts$' },
    { path: '^emulator/(console|testkit|cli)/' },
  ),
]

const everywhere = [
  onlyImports(
    'miniprogram-imports-nothing-outside-itself',
    'WeChat DevTools compiles this folder alone.',
    '^miniprogram/',
    ['^miniprogram/'],
  ),
  forbid(
    'test-tools-only-in-tests',
    'Neither a deployed function nor the local cloud of another project may need a test runner.',
    { path: '^(cloudfunctions|emulator|miniprogram)/', pathNot: TEST },
    { path: TEST_TOOLS },
  ),
  forbid(
    'no-circular-imports',
    'Files in a circle are one file in several pieces, and the order in which they load is luck.',
    {},
    { circular: true },
  ),
  forbid(
    'no-unresolved-imports',
    'An import that leads nowhere is judged by no other law.',
    { pathNot: '^tests/projects/' },
    { couldNotResolve: true },
  ),
]

module.exports = {
  forbidden: [...functions, ...emulator, ...everywhere],
  options: {
    // Its TypeScript parser needs an API that TypeScript 7 no longer has: without swc it reads no file and is content.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: ['^[a-z]+/(dist|miniprogram_npm)/', '^[a-z]+/.*/(dist|miniprogram_npm)/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
