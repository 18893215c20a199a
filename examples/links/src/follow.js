// Sends a visitor on to where a link points.
import { refuse } from "./answer.js";
import { find } from "./store.js";

export const handler = async ({ pathParameters: { code } }) => {
  const link = await find(code);
  if (!link) return refuse(404, `no link ${code}`);
  return { statusCode: 302, headers: { location: link.url }, body: "" };
};
