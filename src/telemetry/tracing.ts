import {
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api'
import { summaryOf } from './statements.ts'

export interface TracingOptions {
  /** Base of an OTLP receiver over HTTP, e.g. http://localhost:4318; spans go to /v1/traces below it. */
  readonly endpoint: string
  /** Sent with each batch, e.g. a vendor's key. */
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  readonly version: string
  /** Part of the traces that is kept, 0 to 1, where whoever asks has not decided. */
  readonly ratio: number
}

/** A span that is open. */
export interface OpenSpan {
  readonly context: Context
  set(attributes: Readonly<Record<string, string | number>>): void
  end(rows?: number | null): void
  /** Ends it as failed; of the error its code alone is told. */
  fail(error: unknown): void
}

/** Spans of requests, operations and statements. What a caller sent as a value is never in them. */
export interface Tracing {
  startRequest(method: string, route: string, headers: NodeJS.Dict<string | string[]>): OpenSpan
  startOperation(type: string, name: string | undefined, parent: Context | undefined): OpenSpan
  startStatement(text: string, parent: Context | undefined): OpenSpan
  /** Sends what is left. */
  close(): Promise<void>
}

/** Loads the SDK: a server without an endpoint never does. */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  const [
    { BasicTracerProvider, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler },
    exporter,
    resources,
    core,
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/core'),
  ])
  const provider = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': options.version,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.ratio) }),
    spanProcessors: [
      new BatchSpanProcessor(
        new exporter.OTLPTraceExporter({
          url: `${options.endpoint.replace(/\/+$/, '')}/v1/traces`,
          headers: { ...options.headers },
        }),
      ),
    ],
  })
  const propagator = new core.W3CTraceContextPropagator()
  const tracer = provider.getTracer('unwind', options.version)
  return {
    startRequest: (method, route, headers) =>
      open(
        tracer,
        `${method} ${route}`,
        SpanKind.SERVER,
        { 'http.request.method': method, 'http.route': route },
        propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter),
      ),
    startOperation: (type, name, parent) =>
      open(
        tracer,
        name === undefined ? type : `${type} ${name}`,
        SpanKind.INTERNAL,
        { 'graphql.operation.type': type, ...(name === undefined ? {} : { 'graphql.operation.name': name }) },
        parent,
      ),
    startStatement: (text, parent) => {
      const summary = summaryOf(text)
      return open(
        tracer,
        summary,
        SpanKind.CLIENT,
        { 'db.system.name': 'postgresql', 'db.query.summary': summary },
        parent,
      )
    },
    close: () => provider.shutdown(),
  }
}

function open(
  tracer: Tracer,
  name: string,
  kind: SpanKind,
  attributes: Record<string, string | number>,
  parent: Context = context.active(),
): OpenSpan {
  const span: Span = tracer.startSpan(name, { kind, attributes }, parent)
  return {
    context: trace.setSpan(parent, span),
    set: (more) => void span.setAttributes(more),
    end(rows) {
      if (rows != null) span.setAttribute('db.response.returned_rows', rows)
      span.end()
    },
    fail(error) {
      const code = (error as { code?: unknown } | null)?.code
      span.setAttribute('error.type', typeof code === 'string' ? code : 'UNKNOWN')
      span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
}
