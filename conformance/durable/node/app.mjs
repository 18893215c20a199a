// Functions as AWS's SDK for JavaScript has durable functions written.
import { withDurableExecution, createRetryStrategy } from "@aws/durable-execution-sdk-js";
import { appendFileSync, readFileSync } from "node:fs";

const TRIES = "/tmp/tries";

export const order = withDurableExecution(async (event, context) => {
  const first = await context.step("first", async () => 2 * event.number);
  await context.wait("a while", { seconds: 1 });
  return { number: await context.step("second", async () => 2 * first) };
});

export const retry = withDurableExecution(async (event, context) =>
  context.step(
    "flaky",
    async () => {
      appendFileSync(TRIES, "x");
      if (readFileSync(TRIES, "utf8").length % 2) {
        throw new Error("not yet");
      }
      return "at last";
    },
    { retryStrategy: createRetryStrategy({ maxAttempts: 5, initialDelay: { seconds: 1 } }) },
  ),
);

export const approval = withDurableExecution(async (event, context) => {
  const [result] = await context.createCallback("approval", { timeout: { seconds: event.seconds } });
  return { approved: await result };
});

export const parallel = withDurableExecution(async (event, context) => {
  const results = await context.map("numbers", event.numbers, async (child, number) => {
    await child.wait({ seconds: 1 });
    return child.step("double", async () => 2 * number);
  });
  return results.getResults();
});

export const chain = withDurableExecution(async (event, context) =>
  context.invoke("other", event.function, event.payload),
);

export const fail = withDurableExecution(async () => {
  throw new Error("this one is broken");
});

export const plain = async (event) => ({ plain: event });
