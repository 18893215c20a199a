// Makes, lists and deletes links.
import { nanoid } from "nanoid";
import { answer, refuse } from "./answer.js";
import { find, list, remove, save } from "./store.js";

const routes = {
  "POST /links": create,
  "GET /links": all,
  "DELETE /links/{code}": forget,
};

export const handler = (event) => {
  const route = routes[`${event.httpMethod} ${event.resource}`];
  return route ? route(event) : refuse(404, "Not Found");
};

async function create(event) {
  const { url, code = nanoid(7) } = parse(event.body) ?? {};
  if (!isWebAddress(url)) return refuse(400, "url must be an http or https address");
  if (!/^[\w-]{3,40}$/.test(code)) return refuse(400, "code has 3 to 40 letters, digits, - or _");
  if (await find(code)) return refuse(409, `code ${code} is taken`);
  const link = { code, url, created: new Date().toISOString() };
  await save(link);
  return answer(201, { ...link, shortUrl: `${origin(event)}/${event.requestContext.stage}/${code}` });
}

async function all(event) {
  const limit = Number(event.queryStringParameters?.limit ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return refuse(400, "limit is a number from 1 to 100");
  return answer(200, { links: await list(limit) });
}

async function forget(event) {
  const { code } = event.pathParameters;
  if (!(await find(code))) return refuse(404, `no link ${code}`);
  await remove(code);
  return { statusCode: 204, body: "" };
}

// Where the caller reached the API: its host name may have a port.
function origin({ headers }) {
  return `${headers["X-Forwarded-Proto"]}://${headers.Host}`;
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isWebAddress(text) {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
