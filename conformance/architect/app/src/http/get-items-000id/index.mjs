export async function handler(request) {
  return { statusCode: 200, body: JSON.stringify({ id: request.pathParameters.id }) };
}
