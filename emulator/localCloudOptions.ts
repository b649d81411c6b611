import type { CallLog } from './cloudbase/callLog.ts'
import type { CloudAnswers } from './cloudbase/cloudCalls.ts'
import type { Database, DatabaseOptions } from './cloudbase/database/index.ts'
import type { FunctionSettings, Functions } from './cloudbase/functions/index.ts'
import type { LogLevel } from './cloudbase/functions/instance.ts'
import type { FunctionRules } from './cloudbase/functions/rules.ts'
import type { Timers } from './cloudbase/functions/timers/index.ts'
import type { CloudCallEvents } from './cloudCallServices.ts'
import type { Faults } from './faults.ts'
import type { Agenda } from './wechat/agenda.ts'
import type { WorldClock } from './wechat/clock.ts'
import type { SimulatedWeChat } from './wechat/index.ts'
import type { World } from './wechat/world.ts'

/** What the local cloud tells whoever started it; the terminal decides how it looks. */
export interface LocalCloudEvents extends CloudCallEvents {
  readonly onFunctionLog?: (functionName: string, level: LogLevel, text: string) => void
  readonly onMissingCollection?: (collection: string) => void
  /** A mini-program is refused because nobody wrote down what it may do with the collection. */
  readonly onClosedCollection?: (collection: string) => void
  /** A fault of the local cloud itself. */
  readonly onFault?: (error: unknown) => void
  /** The mini-program does not build: one line with file, line and column. */
  readonly onMiniProgramProblem?: (line: string) => void
}

export interface LocalCloudOptions extends LocalCloudEvents {
  /** Apps and people, as in a world file. */
  readonly world: unknown
  /** Folder with one sub-folder per built function. */
  readonly functionsRoot: string
  readonly functionSettings?: Readonly<Record<string, FunctionSettings>>
  /** Which functions mini-programs may call; all if absent. */
  readonly functionRules?: FunctionRules
  /** Folder with app.json; without one there is no simulator. */
  readonly miniprogramRoot?: string
  readonly storage: DatabaseOptions['storage']
  /** Folder of uploaded files; in memory without one. */
  readonly storageDir?: string
  /** What answers cloud and pay calls before the simulated WeChat does: the first that knows one. */
  readonly answers?: readonly CloudAnswers[]
  /** 0 for any free port. */
  readonly port: number
  /** Timers of functions: by themselves (the default), when somebody moves the clock or fires them, or only when fired. */
  readonly timers?: 'by-themselves' | 'with-the-clock' | 'when-fired'
  /** Keeps one warm instance more than calls need, once a function was called. */
  readonly spareInstances?: boolean
  /** Opens the inspector on this port, 0 for any free one; functions have no time-outs. */
  readonly inspectPort?: number
  readonly createCollections?: boolean
  /** What happens to requests of functions to hosts that are not simulated, and to pictures and fonts of the mini-program. */
  readonly otherHosts?: 'pass' | 'refuse'
}

/** A running local cloud. */
export interface LocalCloud {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** The HTTP access service: `<httpUrl>/http/<function>/<path>`. */
  readonly httpUrl: string
  readonly world: World
  readonly clock: WorldClock
  readonly weChat: SimulatedWeChat
  /** What WeChat still does later: payment callbacks, pushed events. */
  readonly agenda: Agenda
  readonly faults: Faults
  readonly functions: Functions
  readonly timers: Timers
  readonly database: Database
  readonly calls: CallLog
  /** Environment of a program that uses the real SDK on this local cloud, with a credential of its own. */
  readonly environment: (program: string) => Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}
