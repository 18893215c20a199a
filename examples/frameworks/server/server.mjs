/** The site as a web server that knows nothing of Lambda. */
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks));
}

function json(response, value, headers = {}) {
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const greeted = /^\/greet\/(.+)$/.exec(url.pathname);
  if (url.pathname === "/") {
    const visits = Number(/visits=(\d+)/.exec(request.headers.cookie ?? "")?.[1] ?? 0) + 1;
    json(response, { site: "server", visits }, { "set-cookie": `visits=${visits}` });
  } else if (greeted) {
    const mark = url.searchParams.get("loud") === "true" ? "!" : ".";
    json(response, { greeting: `Hello, ${decodeURIComponent(greeted[1])}${mark}` });
  } else if (url.pathname === "/sum" && request.method === "POST") {
    const { numbers } = await body(request);
    json(response, { sum: numbers.reduce((sum, number) => sum + number, 0) });
  } else if (url.pathname === "/pixel.png") {
    response.writeHead(200, { "content-type": "image/png" }).end(PIXEL);
  } else if (url.pathname === "/count") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (let i = 1; i <= 5; i++) {
      response.write(`data: ${i}\n\n`);
      await pause(100);
    }
    response.end();
  } else {
    response.writeHead(404).end();
  }
});
server.listen(Number(process.env.PORT));
