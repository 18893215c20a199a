// A small OpenID Connect issuer. Its private key is in the room's bucket, made by whoever needs it first.
const crypto = require("node:crypto");
const { GetObjectCommand, PutObjectCommand, S3Client } = require("@aws-sdk/client-s3");

const HOUR = 3600;
const KEY = { Bucket: process.env.BUCKET, Key: "issuer/key.pem" };
const s3 = new S3Client({});
let known;

// The issuer's function URL: what verifiers of its tokens ask.
exports.configuration = async (event) => {
  const issuer = `https://${event.requestContext.domainName}/`;
  switch (event.rawPath) {
    case "/.well-known/openid-configuration":
      return json(200, { issuer, jwks_uri: `${issuer}keys`, id_token_signing_alg_values_supported: ["RS256"] });
    case "/keys": {
      const key = await privateKey();
      return json(200, { keys: [{ ...publicJwk(key), kid: keyId(key), alg: "RS256", use: "sig" }] });
    }
    default:
      return json(404, { message: "Not Found" });
  }
};

// POST /sign-in with a name and the password: a token for an hour.
exports.signIn = async (event) => {
  const { name, password } = JSON.parse(event.body);
  if (!name || !same(String(password), process.env.PASSWORD)) {
    return json(403, { message: "Wrong password" });
  }
  const key = await privateKey();
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: process.env.ISSUER, aud: "chat", sub: name, iat: now, exp: now + HOUR };
  const signed = [{ alg: "RS256", typ: "JWT", kid: keyId(key) }, claims].map(encoded).join(".");
  const signature = crypto.sign("sha256", Buffer.from(signed), key).toString("base64url");
  return json(200, { token: `${signed}.${signature}` });
};

function same(given, wanted) {
  const [one, other] = [given, wanted].map((text) => crypto.createHash("sha256").update(text).digest());
  return crypto.timingSafeEqual(one, other);
}

function encoded(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function publicJwk(key) {
  return crypto.createPublicKey(key).export({ format: "jwk" });
}

function keyId(key) {
  return crypto.createHash("sha256").update(publicJwk(key).n).digest("base64url").slice(0, 16);
}

async function privateKey() {
  known ??= crypto.createPrivateKey((await kept()) ?? (await made()));
  return known;
}

async function kept() {
  try {
    return await (await s3.send(new GetObjectCommand(KEY))).Body.transformToString();
  } catch (missing) {
    if (missing.name === "NoSuchKey") return null;
    throw missing;
  }
}

// Another instance may have been faster: then its key counts.
async function made() {
  const { privateKey: key } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  try {
    const Body = key.export({ type: "pkcs8", format: "pem" });
    await s3.send(new PutObjectCommand({ ...KEY, Body, IfNoneMatch: "*" }));
  } catch (taken) {
    if (taken.name !== "PreconditionFailed") throw taken;
  }
  return kept();
}

function json(statusCode, body) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
