import type { ComponentChildren } from 'preact'
import { hrefOf, usePlace } from '../router.ts'

/** What the address names and can't be shown. */
export interface AddressFault {
  /** Of the parameter. */
  readonly name: string
  /** What it names, and what is shown in its place. */
  readonly text: ComponentChildren
  /** What of the parameter can stay; left out: nothing. */
  readonly rest?: string
}

/** Told once, at the head of what it is of, with a link to the same without it. */
export function AddressFaults({ faults }: { faults: readonly (AddressFault | undefined)[] }) {
  const { path, params } = usePlace()
  const without = ({ name, rest }: AddressFault) =>
    hrefOf(path, { ...Object.fromEntries(params), [name]: rest })
  const known = faults.filter((fault) => fault !== undefined)
  if (known.length === 0) return null
  return (
    <div class="data-line" role="alert">
      {known.map((fault) => (
        <p key={fault.name}>
          {fault.text} <a href={without(fault)}>Take it out of the address</a>
        </p>
      ))}
    </div>
  )
}

/** A choice that there is none of: the first is shown in its place. */
export function choiceFault(
  params: URLSearchParams,
  name: string,
  what: string,
  choices: readonly string[],
): AddressFault | undefined {
  const named = params.get(name)
  if (!named || choices.includes(named)) return undefined
  return {
    name,
    text: (
      <>
        The address names {what} that there is not: <code>{named}</code>. Shown is {choices[0]}; there are{' '}
        {choices.join(', ')}.
      </>
    ),
  }
}
