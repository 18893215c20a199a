/** The site as an Express app; serverless-http makes a handler of it. */
import express from "express";
import serverless from "serverless-http";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const app = express();
app.use(express.json());

app.get("/", (request, response) => {
  const visits = Number(/visits=(\d+)/.exec(request.headers.cookie ?? "")?.[1] ?? 0) + 1;
  response.cookie("visits", String(visits)).json({ site: "express", visits });
});

app.get("/greet/:name", (request, response) => {
  const mark = request.query.loud === "true" ? "!" : ".";
  response.json({ greeting: `Hello, ${request.params.name}${mark}` });
});

app.post("/sum", (request, response) => {
  response.json({ sum: request.body.numbers.reduce((sum, number) => sum + number, 0) });
});

app.get("/pixel.png", (_, response) => {
  response.type("png").send(PIXEL);
});

export const handler = serverless(app, { binary: ["image/*"] });
