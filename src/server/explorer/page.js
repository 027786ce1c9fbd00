/* global document, fetch, MutationObserver, React, ReactDOM, GraphiQL, URL */

const examples = await (await fetch('explorer/examples.json')).json()
const root = document.getElementById('explorer')

/** GraphiQL names a tab after its operation; readers look for the question. */
const questions = new Map(
  examples.map(({ title, query }) => [
    /^\s*(?:query|subscription|mutation)\s+(\w+)/m.exec(query)?.[1],
    title,
  ]),
)
function showQuestions() {
  for (const tab of root.querySelectorAll('.graphiql-tab-button')) {
    const question = questions.get(tab.textContent)
    if (question === undefined) continue
    tab.textContent = question
    tab.title = question
  }
}
new MutationObserver(showQuestions).observe(root, { subtree: true, childList: true, characterData: true })

const fetchAnswer = GraphiQL.createFetcher({ url: 'graphql', enableIncrementalDelivery: false })

/** What was asked last: the button saves its table. */
let asked
const save = document.getElementById('save')
const said = document.getElementById('said')

function fetchAndRemember(question, options) {
  // GraphiQL itself asks for the schema.
  if (question.operationName !== 'IntrospectionQuery') {
    asked = { question, headers: options?.headers }
    save.disabled = false
    said.textContent = ''
  }
  return fetchAnswer(question, options)
}

save.addEventListener('click', async () => {
  const { question, headers } = asked
  const response = await fetch('export', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ ...question, format: 'CSV' }),
  })
  if (!response.ok) {
    said.textContent = (await response.json()).errors[0].message
    return
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = `${question.operationName ?? 'unwind'}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
})

ReactDOM.createRoot(root).render(
  React.createElement(GraphiQL, {
    fetcher: fetchAndRemember,
    defaultTabs: examples.map(({ query }) => ({ query })),
    defaultEditorToolsVisibility: false,
    isHeadersEditorEnabled: true,
  }),
)
