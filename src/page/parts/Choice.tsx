import { useId } from 'preact/hooks'

/** One of a few, side by side. */
export function Choice<T extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  label: string
  choices: readonly (readonly [value: T, title: string])[]
  value: T
  onChange: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{label}</legend>
      {choices.map(([own, title]) => (
        <label key={own} class={own === value ? 'is-chosen' : undefined}>
          <input
            type="radio"
            name={name}
            value={own}
            checked={own === value}
            onChange={() => onChange(own)}
          />
          {title}
        </label>
      ))}
    </fieldset>
  )
}
