import { describe, expect, it } from 'vitest'
import { deleteCommand, deployCommand, invokeCommand, readInvocation, requireSuccess } from './tcb.ts'

/** Recorded: @cloudbase/cli 2.12.10 against a control plane on this machine, both of its streams. All ended with 0. */
const DEPLOYED = `CloudBase CLI 2.12.10
Try the tcb ai command to start your AI full-stack development experience
- Loading data...
- Cloud function deploying...
[oneid-conformance] 部署方式: ZIP base64 上传
✔ [oneid-conformance] Cloud function deployed successfully!

ℹ View function details in console or create HTTP access service link: https://tcb.cloud.tencent.com/dev?envId=test-1#/scf
`
const NOT_ALLOWED = `CloudBase CLI 2.12.10
[oneid-conformance] 部署方式: ZIP base64 上传
✖ [oneid-conformance] 函数部署失败
✖   错误信息: [oneid-conformance] Deploy failed, [oneid-conformance] 部署失败：
[CreateFunction] you are not authorized to perform operation (scf:CreateFunction)
✖   错误码: UnauthorizedOperation
✖   RequestId: r
`
const NOT_LOGGED_IN = `CloudBase CLI 2.12.10
No valid identity information, will automatically open authorization page for you.
✖ [oneid-conformance] 函数部署失败
✖   错误信息: No valid identity information, please use cloudbase login to login
- Authorize on the authorization page open in the browser.
✔ Authorization login successful!
- Loading data...
- Cloud function deploying...
`
const INVOKED = `CloudBase CLI 2.12.10
- Loading data...
✔ [oneid-conformance] call succeeded

Runtime：812.10ms
Memory usage：61.20MB
Billing time：813ms
Request Id ：5f0c2c9e-0000-4000-8000-000000000000
Return result：{"conformance":"W10="}
Invocation log：
START RequestId: 5f0c2c9e
END RequestId: 5f0c2c9e
`
const THREW = `CloudBase CLI 2.12.10
✖ [oneid-conformance] call failed

Runtime：812.10ms
Return result：
Error message：{"errorCode":1,"errorMessage":"user code exception caught","stackTrace":"Cannot find module"}
Invocation log：
START RequestId: 5f0c2c9e
`
const DELETED = `CloudBase CLI 2.12.10
- Deleting function [oneid-conformance]...
✔ Function [oneid-conformance] deleted successfully!
`

/** In Chinese and in colours, as its source orders and words them (dist/standalone/cli.js). */
const INVOKED_IN_CHINESE = `✔ [oneid-conformance] 调用成功

\u001b[1m\u001b[36m运行时间\u001b[39m\u001b[22m：812.10ms
\u001b[1m\u001b[36m返回结果\u001b[39m\u001b[22m：{"conformance":"W10="}
\u001b[1m\u001b[36m调用日志\u001b[39m\u001b[22m：
`
const DEPLOYED_IN_CHINESE = '- 云函数部署中...\n✔ [oneid-conformance] 云函数部署成功！\n'

describe('the commands', () => {
  it('deploy the code inline, without asking: --force would go by way of object storage', () => {
    expect(deployCommand('test-1')).toEqual([
      'fn',
      'deploy',
      'oneid-conformance',
      '-e',
      'test-1',
      '--yes',
      '--deployMode',
      'zip',
    ])
  })

  it('invoke with the event as one argument, which no shell takes apart', () => {
    expect(invokeCommand('test-1', { run: ['database.add.own-id'], prefix: "it's" })).toEqual([
      'fn',
      'invoke',
      'oneid-conformance',
      '-e',
      'test-1',
      '--params',
      '{"run":["database.add.own-id"],"prefix":"it\'s"}',
    ])
  })

  it('delete the probe and nothing else', () => {
    expect(deleteCommand('test-1')).toEqual(['fn', 'delete', 'oneid-conformance', '-e', 'test-1'])
  })
})

describe('what the CLI prints', () => {
  it.each([INVOKED, INVOKED_IN_CHINESE])('holds what the function returned', (output) => {
    expect(readInvocation(output)).toEqual({ conformance: 'W10=' })
  })

  it('is shown when the function failed', () => {
    expect(() => readInvocation(THREW)).toThrow('"stackTrace":"Cannot find module"')
  })

  it.each([DEPLOYED, DEPLOYED_IN_CHINESE, DELETED])(
    'is a success if it says so and nothing failed',
    (output) => {
      expect(() => requireSuccess(['fn'], output)).not.toThrow()
    },
  )

  it.each([
    [NOT_ALLOWED, 'UnauthorizedOperation'],
    // It claims a successful login after saying that there is none.
    [NOT_LOGGED_IN, 'No valid identity information'],
    ['', 'printed nothing'],
  ])('is a failure otherwise, whatever the exit code', (output, words) => {
    expect(() => requireSuccess(['fn', 'deploy'], output)).toThrow(words)
  })
})
