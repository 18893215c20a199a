module.exports = class {
  constructor(serverless) {
    serverless.getProvider("aws").sdk.config.update({ endpoint: process.env.AWS_ENDPOINT_URL, s3ForcePathStyle: true });
  }
};
