const ApiBuilder = require("claudia-api-builder");

const api = new ApiBuilder();
module.exports = api;

api.get("/hello/{name}", (request) => ({ greeting: `hello one, ${request.pathParams.name}` }));
api.post("/echo", (request) => request.body, { success: 201 });
