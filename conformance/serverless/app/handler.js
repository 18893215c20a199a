const word = () => {
  try {
    return require("/opt/words.js").word;
  } catch {
    return "nothing";
  }
};

exports.hello = async (event) => {
  console.log("greeting");
  const name = event.pathParameters?.name ?? "you";
  return { statusCode: 200, body: `${process.env.GREETING} ${name}, ${word()} one` };
};

exports.gate = async (event) => ({
  principalId: "somebody",
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{
      Action: "execute-api:Invoke",
      Effect: event.authorizationToken === "let me in" ? "Allow" : "Deny",
      Resource: event.methodArn,
    }],
  },
});

exports.talk = async (event) => ({ statusCode: 200, body: event.requestContext.routeKey });

// A simple response: whether the caller may pass.
exports.check = async (event) => ({ isAuthorized: event.identitySource[0] === "let me in" });
