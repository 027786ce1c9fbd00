/* global document, fetch, MutationObserver, React, ReactDOM, GraphiQL */

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

ReactDOM.createRoot(root).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: 'graphql', enableIncrementalDelivery: false }),
    defaultTabs: examples.map(({ query }) => ({ query })),
    defaultEditorToolsVisibility: false,
    isHeadersEditorEnabled: true,
  }),
)
