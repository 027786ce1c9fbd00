import fc from 'fast-check'

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    '',
    'NaN',
    'Infinity',
    '-1',
    '0',
    '1e999',
    '1e-400',
    '0x10',
    ' 1',
    '1,5',
    '９',
    NaN,
    -0,
    Infinity,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    -8.64e15,
    true,
    [],
    {},
    [[]],
    'BTCUSDT ',
    '__proto__',
    'constructor',
    '\u0000',
    // JSON may hold what can't be made a number or a text.
    [{ toString: false, valueOf: false }],
    'long',
    'SELL',
    'sell',
  ),
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
  fc.jsonValue(),
)

/** Every place in a message, as paths. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path]
  const below = Object.entries(value).flatMap(([key, child]) =>
    pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return [path, ...below]
}

function put(value: unknown, path: readonly (string | number)[], what: unknown, remove: boolean): unknown {
  const [key, ...rest] = path
  if (key === undefined) return what
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >
  if (rest.length === 0 && remove) Reflect.deleteProperty(copy, key)
  else copy[key] = put(copy[key], rest, what, remove)
  return copy
}

/** The message with anything put in, or taken out, at one to three of its places. */
export const mutationsOf = (message: unknown) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pathsOf(message)), anything, fc.boolean()), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) =>
      changes.reduce<unknown>((changed, [path, what, remove]) => {
        try {
          return put(changed, path, what, remove)
        } catch {
          // An earlier change took the place away.
          return changed
        }
      }, message),
    )
