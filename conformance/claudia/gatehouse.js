// The SDK for JavaScript 2, which Claudia brings, does not know AWS_ENDPOINT_URL. Claudia starts npm too, which has none.
const { realpathSync } = require("fs");
try {
  const sdk = require.resolve("aws-sdk", { paths: [realpathSync(process.argv[1])] });
  require(sdk).config.update({ endpoint: process.env.AWS_ENDPOINT_URL, s3ForcePathStyle: true });
} catch (missing) {
  if (missing.code !== "MODULE_NOT_FOUND") throw missing;
}
