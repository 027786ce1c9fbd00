import { vi } from 'vitest'

/** What a command of ours says when it is run within the test's own process, and the code that its process would end with. */
export async function heardOf(work: () => Promise<void>): Promise<{ said: string; status: number }> {
  let said = ''
  const take = (text: string | Uint8Array) => ((said += String(text)), true)
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(take),
  )
  const before = process.exitCode
  try {
    process.exitCode = undefined
    await work()
    return { said, status: Number(process.exitCode ?? 0) }
  } finally {
    process.exitCode = before
    for (const spy of spies) spy.mockRestore()
  }
}
