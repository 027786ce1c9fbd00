import type { ComponentChildren } from 'preact'
import { hrefOf, usePlace, type WrongChoice } from '../router.ts'

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

/** A choice that there is none of: another is shown in its place. */
export const choiceFault = ({ name, value, choices, fallback }: WrongChoice): AddressFault => ({
  name,
  text: (
    <>
      The address names a choice of “{name}” that there is not: <code>{value}</code>. Shown is {fallback};
      there are {choices.join(', ')}.
    </>
  ),
})
