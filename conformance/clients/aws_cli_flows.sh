# What AWS CLI users type. Sourced by run; stops at the first command that fails.
set -euo pipefail
name=conformance-cli-$RANDOM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ok() { echo "  ok      aws: $1"; }

cat >"$work/index.mjs" <<'JS'
export const handler = async (event) => ({ greeting: `Hello, ${event.name}` });
JS
(cd "$work" && python3 -m zipfile -c f.zip index.mjs)
trust='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
role=$(aws iam create-role --role-name "$name" --assume-role-policy-document "$trust" --query Role.Arn --output text)
ok "iam create-role"
aws s3api create-bucket --bucket "$name" >/dev/null
aws s3 cp --quiet "$work/f.zip" "s3://$name/code/f.zip"
ok "s3 cp"
aws lambda create-function --function-name "$name" --runtime nodejs20.x --handler index.handler \
  --role "$role" --code "S3Bucket=$name,S3Key=code/f.zip" >/dev/null
aws lambda wait function-active-v2 --function-name "$name"
ok "lambda create-function from S3"
aws lambda invoke --function-name "$name" --cli-binary-format raw-in-base64-out --payload '{"name": "Ada"}' "$work/out" >/dev/null 2>&1 ||
  aws lambda invoke --function-name "$name" --payload '{"name": "Ada"}' "$work/out" >/dev/null
grep -q "Hello, Ada" "$work/out"
ok "lambda invoke"
aws lambda update-function-configuration --function-name "$name" --timeout 7 >/dev/null
aws lambda wait function-updated-v2 --function-name "$name"
[ "$(aws lambda get-function-configuration --function-name "$name" --query Timeout)" = 7 ]
version=$(aws lambda publish-version --function-name "$name" --query Version --output text)
aws lambda create-alias --function-name "$name" --name live --function-version "$version" >/dev/null
ok "lambda update, publish, alias"
api=$(aws apigateway create-rest-api --name "$name" --query id --output text)
root=$(aws apigateway get-resources --rest-api-id "$api" --query 'items[0].id' --output text)
aws apigateway put-method --rest-api-id "$api" --resource-id "$root" --http-method GET --authorization-type NONE >/dev/null
aws apigateway put-integration --rest-api-id "$api" --resource-id "$root" --http-method GET --type MOCK \
  --request-templates '{"application/json": "{\"statusCode\": 200}"}' >/dev/null
aws apigateway put-method-response --rest-api-id "$api" --resource-id "$root" --http-method GET --status-code 200 >/dev/null
aws apigateway put-integration-response --rest-api-id "$api" --resource-id "$root" --http-method GET --status-code 200 \
  --response-templates '{"application/json": "{\"mocked\": true}"}' >/dev/null
aws apigateway create-deployment --rest-api-id "$api" --stage-name live >/dev/null
curl -fs "$AWS_ENDPOINT_URL/restapis/$api/live/_user_request_/" | grep -q mocked
ok "apigateway, a MOCK method"
aws logs describe-log-groups --log-group-name-prefix "/aws/lambda/$name" --query 'logGroups[0].logGroupName' --output text | grep -q "$name"
ok "logs describe-log-groups"
mkdir "$work/app" && cp "$work/index.mjs" "$work/app"
cat >"$work/template.yaml" <<'YAML'
Transform: AWS::Serverless-2016-10-31
Resources:
  Greeter:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: app/
      Handler: index.handler
      Runtime: nodejs20.x
      Events:
        Hello: {Type: HttpApi, Properties: {Method: get, Path: /hello}}
Outputs:
  Api: {Value: !Ref ServerlessHttpApi}
YAML
aws cloudformation package --template-file "$work/template.yaml" --s3-bucket "$name" --output-template-file "$work/packaged.yaml" >/dev/null 2>&1
deploy() { aws cloudformation deploy --template-file "$work/packaged.yaml" --stack-name "$name" --capabilities CAPABILITY_IAM "$@"; }
deploy >/dev/null
deployed=$(aws cloudformation describe-stacks --stack-name "$name" --query 'Stacks[0].Outputs[0].OutputValue' --output text)
curl -fs "$AWS_ENDPOINT_URL/_aws/execute-api/$deployed/hello" | grep -q "Hello"
deploy --no-fail-on-empty-changeset 2>&1 | grep -q "No changes to deploy"
ok "cloudformation package, deploy, deploy again"
if aws lambda get-function --function-name no-such-function >"$work/out" 2>&1; then exit 1; fi
grep -q ResourceNotFoundException "$work/out"
if aws sqs list-queues --endpoint-url "$AWS_ENDPOINT_URL" >"$work/out" 2>&1; then exit 1; fi
ok "rejections"
aws cloudformation delete-stack --stack-name "$name"
aws cloudformation wait stack-delete-complete --stack-name "$name"
aws apigateway delete-rest-api --rest-api-id "$api"
aws lambda delete-function --function-name "$name" >/dev/null
aws iam delete-role --role-name "$name"
aws s3 rm --quiet --recursive "s3://$name" && aws s3api delete-bucket --bucket "$name"
ok "clean up"
