/**
 * Spans of exchanges with a model, as OpenTelemetry's conventions for generative AI name them, sent to a collector by OTLP.
 * Numbers and names only, never what was asked or said. Nothing is loaded where no collector is configured.
 */

import { setTimeout as wait } from 'node:timers/promises';

type Attributes = Record<string, string | number | boolean | string[]>;

export interface TraceSpan {
  /** A program that the model asked for. */
  tool(name: string): { end(attributes?: Attributes): void };
  end(attributes: Attributes): void;
}
export interface Trace {
  chat(model: string, attributes: Attributes): TraceSpan;
  close(): Promise<void>;
}

export const noTrace: Trace = {
  chat: () => ({ tool: () => ({ end: () => undefined }), end: () => undefined }),
  close: () => Promise.resolve(),
};

/** A collector that is away does not hold up a server that stops. */
const closeMs = 1_000;
/** Tool names come from the model. */
const nameChars = 64;

/**
 * @param endpoint  base URL of the collector; spans go to `/v1/traces` under it
 * @param version   of the product
 */
export async function openTrace(endpoint: string, version: string): Promise<Trace> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'learnflow', 'service.version': version }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('learnflow.model', version);
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;
  return {
    chat: (model, attributes) => {
      const span = tracer.startSpan(
        `chat ${model}`,
        {
          kind: SpanKind.CLIENT,
          attributes: {
            'gen_ai.operation.name': 'chat',
            'gen_ai.provider.name': 'openai',
            'gen_ai.request.model': model,
            ...attributes,
          },
        },
        ROOT_CONTEXT,
      );
      const inside = trace.setSpan(ROOT_CONTEXT, span);
      const close = (of: typeof span, more: Attributes): void => {
        of.setAttributes(more);
        if ('error.type' in more) of.setStatus({ code: SpanStatusCode.ERROR });
        of.end();
      };
      return {
        tool: (called) => {
          const name = called.slice(0, nameChars);
          const one = tracer.startSpan(
            `execute_tool ${name}`,
            { attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name } },
            inside,
          );
          return { end: (more = {}) => close(one, more) };
        },
        end: (more) => close(span, more),
      };
    },
    close: () =>
      Promise.race([
        provider.shutdown().catch(() => undefined),
        wait(closeMs, undefined, { ref: false }),
      ]),
  };
}
