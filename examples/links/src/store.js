// Links as small objects in S3. The AWS SDK comes with the Lambda runtime.
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";

const s3 = new S3Client({ forcePathStyle: true });
const Bucket = process.env.BUCKET;
const keyOf = (code) => `links/${code}.json`;

export async function save(link) {
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: keyOf(link.code),
      Body: JSON.stringify(link),
      ContentType: "application/json",
    }),
  );
}

export async function find(code) {
  try {
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: keyOf(code) }));
    return JSON.parse(await found.Body.transformToString());
  } catch (error) {
    if (error.name === "NoSuchKey") return undefined;
    throw error;
  }
}

export async function list(limit) {
  const page = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: "links/", MaxKeys: limit }),
  );
  const codes = (page.Contents ?? []).map(({ Key }) => Key.slice(6, -5));
  return Promise.all(codes.map(find));
}

export async function remove(code) {
  await s3.send(new DeleteObjectCommand({ Bucket, Key: keyOf(code) }));
}
