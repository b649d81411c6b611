import type { CloudAnswering, CloudAnswers } from './cloudbase/cloudCalls.ts'
import { permissionsOf } from './cloudbase/functions/config.ts'
import type { OpenApiOptions } from './cloudbase/openapi/index.ts'
import { createOpenApi } from './cloudbase/openapi/index.ts'
import type { OpenData } from './cloudbase/opendata/index.ts'
import { createOpenData } from './cloudbase/opendata/index.ts'
import { createPay } from './cloudbase/pay/index.ts'
import type { Service } from './cloudbase/service.ts'

/** What whoever started the local cloud may hear of cloud calls. */
export interface CloudCallEvents {
  /** Nothing answers this cloud call. `svrkit` are calls of the SDK itself, which no project can answer. */
  readonly onUnanswered?: CloudAnswering['onUnanswered']
  /** The config.json of a function does not list a cloud call that it made. */
  readonly onNotPermitted?: (functionName: string, api: string) => void
}

export interface CloudCallOptions extends CloudCallEvents {
  readonly answers: readonly CloudAnswers[]
  readonly functionsRoot: string
  readonly refusesSource: OpenApiOptions['refusesSource']
  readonly onFault: (error: unknown) => void
}

/** Cloud calls, cloud payment and open data: three services, one list of those who answer for WeChat. */
export const createCloudCallServices = (
  options: CloudCallOptions,
): { readonly services: readonly Service[]; readonly openData: OpenData } => {
  const {
    functionsRoot,
    refusesSource,
    onFault,
    onUnanswered = () => {},
    onNotPermitted = () => {},
  } = options
  const openData = createOpenData({ answers: options.answers, onFault })
  const answering: CloudAnswering = { answers: [...options.answers, openData.answers], onUnanswered, onFault }
  return {
    services: [
      createOpenApi({
        ...answering,
        permissionsOf: (functionName) => {
          try {
            return permissionsOf(functionsRoot, functionName)
          } catch (error) {
            // A config.json that cannot be read permits nothing.
            onFault(error)
            return []
          }
        },
        onNotPermitted,
        refusesSource,
        openDatum: openData.ask,
      }),
      createPay(answering),
    ],
    openData,
  }
}
