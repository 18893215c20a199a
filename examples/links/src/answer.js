// Answers in the shape API Gateway expects from a proxy integration.
export const answer = (statusCode, body, headers = {}) => ({
  statusCode,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

export const refuse = (statusCode, message) => answer(statusCode, { message });
