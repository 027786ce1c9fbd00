import { describe, expect, test } from 'vitest'
import { Bell, pause } from '../../src/lib/pause.ts'

const never = new AbortController().signal
const LONG_MS = 60_000

describe('a bell', () => {
  test('that is rung between two waits ends the next one, also after one that nobody rang for', async () => {
    const bell = new Bell()
    await bell.wait(1, never)
    bell.ring()
    await bell.wait(LONG_MS, never)
    const waiting = bell.wait(LONG_MS, never)
    bell.ring()
    await waiting
    // Once for each ring: the next wait waits.
    const began = performance.now()
    await bell.wait(20, never)
    expect(performance.now() - began).toBeGreaterThan(15)
  })

  test('is not waited for once the signal is aborted', async () => {
    const controller = new AbortController()
    const waiting = new Bell().wait(LONG_MS, controller.signal)
    controller.abort()
    await waiting
    expect(await new Bell().wait(LONG_MS, controller.signal)).toBeUndefined()
  })
})

test('a pause ends with its signal, which is no error', async () => {
  const controller = new AbortController()
  const pausing = pause(LONG_MS, controller.signal)
  controller.abort()
  expect(await pausing).toBeUndefined()
  expect(await pause(LONG_MS, controller.signal)).toBeUndefined()
})
