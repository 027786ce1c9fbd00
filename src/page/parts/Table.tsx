import type { ComponentChildren } from 'preact'

export interface Column {
  readonly title: string
  /** Numbers stand right, in figures of equal width. */
  readonly isNumber?: boolean
}

export interface TableContent {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly ComponentChildren[])[]
}

/** A table that scrolls sideways by itself on a narrow screen; its first column names the row. */
export function Table({
  caption,
  content,
  isTall = false,
  isCards = false,
}: {
  caption: string
  content: TableContent
  isTall?: boolean
  /** On a narrow screen each row is a card: for rows of sentences, which columns would make very tall. */
  isCards?: boolean
}) {
  const { columns, rows } = content
  return (
    <div
      class={`table-scroll${isTall ? ' table-tall' : ''}${isCards ? ' table-cards' : ''}`}
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th scope="col" class={isNumber ? 'number' : undefined} key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, place) =>
                place === 0 ? (
                  <th scope="row" key={place}>
                    {cell}
                  </th>
                ) : (
                  <td
                    class={columns[place]?.isNumber ? 'number' : undefined}
                    data-title={isCards ? columns[place]?.title : undefined}
                    key={place}
                  >
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
