/** Server-sent events that stream as they are written. */
import { setTimeout } from "node:timers/promises";

export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const ticks = Math.min(Number(event.queryStringParameters?.ticks ?? 10), 100);
  const events = awslambda.HttpResponseStream.from(stream, {
    statusCode: 200,
    headers: { "content-type": "text/event-stream", "cache-control": "no-cache" },
  });
  for (let tick = 1; tick <= ticks; tick++) {
    events.write(`data: ${tick} ${new Date().toISOString()}\n\n`);
    await setTimeout(100);
  }
  events.end();
});
