/** An Express app as a Lambda function: routes, cookies, JSON and forms. */
import express from "express";
import serverless from "serverless-http";

const app = express();
app.use(express.json());
app.use(express.urlencoded({ extended: false }));

app.get("/", (request, response) => {
  const visits = Number(/visits=(\d+)/.exec(request.headers.cookie ?? "")?.[1] ?? 0) + 1;
  response.cookie("visits", String(visits), { httpOnly: true });
  response.type("html").send(`<h1>Visit ${visits}</h1><p>The clock: ${process.env.CLOCK_URL}</p>`);
});

app.get("/greet/:name", (request, response) => {
  response.json({ greeting: `Hello, ${request.params.name}`, query: request.query });
});

app.post("/sum", (request, response) => {
  const numbers = request.body?.numbers;
  if (!Array.isArray(numbers) || !numbers.every(Number.isFinite)) {
    response.status(400).json({ error: "numbers: a list of numbers" });
    return;
  }
  response.json({ sum: numbers.reduce((sum, number) => sum + number, 0) });
});

export const handler = serverless(app);
