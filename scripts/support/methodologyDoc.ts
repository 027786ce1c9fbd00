import { METHODOLOGIES } from '../../src/measures/registry.ts'

/** `docs/methodology.md`: every rule that makes numbers, from the same list that the API answers from. */
export function writeMethodologyDoc(): string {
  return [
    '# Methodology',
    '',
    '<!-- Written by `npm run docs`; a test holds it against the code and asks each example. -->',
    '',
    'How each number is made. The same stands in the API: `methodologies`, and in `meta` of every answer. A version goes up whenever the',
    'same data would give another number. Money and quantities are exact decimals; fractions have 12 digits. Windows are half-open, in',
    'UTC. USDT and USDC count as one US dollar. The examples are questions to the reconstructed sample.',
    '',
    ...METHODOLOGIES.flatMap(({ id, version, name, unit, formula, limits, source, example }) => [
      `## ${name}`,
      '',
      `\`${id}\`, version ${version}. Unit: ${unit}.`,
      '',
      `> ${formula}`,
      '',
      ...limits.map((limit) => `- ${limit}`),
      ...(source === undefined ? [] : [`- Source: ${source}`]),
      '',
      '```graphql',
      example.query,
      '```',
      '',
      `\`${example.path}\` is \`${JSON.stringify(example.answer)}\`.`,
      '',
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}
