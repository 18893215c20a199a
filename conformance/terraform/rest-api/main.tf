# A REST API with a function behind a greedy resource and a MOCK that answers preflights.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

# The run applies this configuration, and again with changed = true.
variable "changed" {
  type    = bool
  default = false
}

variable "package" {
  type = string
}

resource "aws_iam_role" "functions" {
  name = "conformance-rest-api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_lambda_function" "orders" {
  function_name = "conformance-rest-api-orders"
  role          = aws_iam_role.functions.arn
  runtime       = "python3.12"
  handler       = "app.orders"
  filename      = var.package
}

resource "aws_lambda_permission" "orders" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.orders.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*"
}

resource "aws_api_gateway_rest_api" "shop" {
  name               = "shop"
  description        = var.changed ? "all orders" : "orders"
  binary_media_types = var.changed ? ["image/png", "application/*"] : ["image/png"]

  minimum_compression_size = var.changed ? "1024" : "0"
  endpoint_configuration {
    types = [var.changed ? "EDGE" : "REGIONAL"]
  }
  tags = { team = var.changed ? "zoo" : "park" }
}

resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = var.changed ? "purchases" : "orders"
}

resource "aws_api_gateway_resource" "proxy" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_resource.orders.id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_method" "proxy" {
  rest_api_id        = aws_api_gateway_rest_api.shop.id
  resource_id        = aws_api_gateway_resource.proxy.id
  http_method        = "ANY"
  authorization      = "NONE"
  request_parameters = { "method.request.path.proxy" = true }
}

resource "aws_api_gateway_integration" "proxy" {
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_resource.proxy.id
  http_method             = aws_api_gateway_method.proxy.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.orders.invoke_arn
  timeout_milliseconds    = var.changed ? 5000 : 29000
}

resource "aws_api_gateway_method" "preflight" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "preflight" {
  rest_api_id       = aws_api_gateway_rest_api.shop.id
  resource_id       = aws_api_gateway_resource.orders.id
  http_method       = aws_api_gateway_method.preflight.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

locals {
  preflight_headers = merge(
    { "method.response.header.Access-Control-Allow-Origin" = "'*'" },
    var.changed ? { "method.response.header.Access-Control-Max-Age" = "'60'" } : {},
  )
}

resource "aws_api_gateway_method_response" "preflight" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_resource.orders.id
  http_method         = aws_api_gateway_method.preflight.http_method
  status_code         = "200"
  response_models     = { "application/json" = "Empty" }
  response_parameters = { for name in keys(local.preflight_headers) : name => true }
}

resource "aws_api_gateway_integration_response" "preflight" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_resource.orders.id
  http_method         = aws_api_gateway_method.preflight.http_method
  status_code         = aws_api_gateway_method_response.preflight.status_code
  response_parameters = local.preflight_headers
  response_templates  = { "application/json" = "" }
  depends_on          = [aws_api_gateway_integration.preflight]
}

resource "aws_api_gateway_model" "order" {
  rest_api_id  = aws_api_gateway_rest_api.shop.id
  name         = "Order"
  description  = var.changed ? "an order" : "one order"
  content_type = "application/json"
  schema       = jsonencode({ type = "object", title = "Order" })
}

resource "aws_api_gateway_request_validator" "order" {
  rest_api_id                 = aws_api_gateway_rest_api.shop.id
  name                        = "order"
  validate_request_body       = true
  validate_request_parameters = var.changed
}

resource "aws_api_gateway_method" "keyed" {
  rest_api_id          = aws_api_gateway_rest_api.shop.id
  resource_id          = aws_api_gateway_resource.orders.id
  http_method          = "GET"
  authorization        = "NONE"
  api_key_required     = true
  request_validator_id = aws_api_gateway_request_validator.order.id
  request_models       = { "application/json" = aws_api_gateway_model.order.name }
  request_parameters   = { "method.request.querystring.page" = true }
}

resource "aws_api_gateway_integration" "keyed" {
  rest_api_id       = aws_api_gateway_rest_api.shop.id
  resource_id       = aws_api_gateway_resource.orders.id
  http_method       = aws_api_gateway_method.keyed.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

resource "aws_api_gateway_api_key" "partner" {
  name        = var.changed ? "partner" : "friend"
  description = "calls often"
  enabled     = var.changed
  tags        = { team = var.changed ? "zoo" : "park" }
}

resource "aws_api_gateway_usage_plan" "partners" {
  name        = "conformance-partners"
  description = var.changed ? "all partners" : "partners"
  api_stages {
    api_id = aws_api_gateway_rest_api.shop.id
    stage  = aws_api_gateway_stage.v1.stage_name
    throttle {
      path        = "/${aws_api_gateway_resource.orders.path_part}/GET"
      rate_limit  = var.changed ? 5 : 10
      burst_limit = 20
    }
  }
  quota_settings {
    limit  = var.changed ? 500 : 1000
    offset = 2
    period = "WEEK"
  }
  throttle_settings {
    rate_limit  = var.changed ? 50.5 : 100
    burst_limit = 200
  }
}

resource "aws_api_gateway_usage_plan_key" "partner" {
  key_id        = aws_api_gateway_api_key.partner.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.partners.id
}

resource "aws_api_gateway_gateway_response" "missing" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  response_type       = "MISSING_AUTHENTICATION_TOKEN"
  status_code         = var.changed ? "404" : "403"
  response_templates  = { "application/json" = "{\"message\":$context.error.messageString}" }
  response_parameters = { "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'" }
}

resource "aws_api_gateway_authorizer" "token" {
  rest_api_id                      = aws_api_gateway_rest_api.shop.id
  name                             = var.changed ? "caller" : "token"
  type                             = "TOKEN"
  authorizer_uri                   = aws_lambda_function.orders.invoke_arn
  identity_source                  = "method.request.header.${var.changed ? "X-Token" : "Authorization"}"
  identity_validation_expression   = var.changed ? null : "^x-[a-z]+$"
  authorizer_result_ttl_in_seconds = var.changed ? 0 : 300
}

resource "aws_api_gateway_authorizer" "pool" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  name          = "pool"
  type          = "COGNITO_USER_POOLS"
  provider_arns = [for id in(var.changed ? ["us-east-1_two", "us-east-1_three"] : ["us-east-1_one", "us-east-1_two"]) : "arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}"]
}

resource "aws_api_gateway_resource" "closed" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = "closed"
}

locals {
  closed = {
    GET    = { authorization = "CUSTOM", authorizer = aws_api_gateway_authorizer.token.id }
    PUT    = { authorization = "AWS_IAM", authorizer = null }
    DELETE = { authorization = "COGNITO_USER_POOLS", authorizer = aws_api_gateway_authorizer.pool.id }
  }
}

resource "aws_api_gateway_method" "closed" {
  for_each             = local.closed
  rest_api_id          = aws_api_gateway_rest_api.shop.id
  resource_id          = aws_api_gateway_resource.closed.id
  http_method          = each.key
  authorization        = each.value.authorization
  authorizer_id        = each.value.authorizer
  authorization_scopes = each.key == "DELETE" && var.changed ? ["orders/delete"] : null
}

resource "aws_api_gateway_integration" "closed" {
  for_each          = local.closed
  rest_api_id       = aws_api_gateway_rest_api.shop.id
  resource_id       = aws_api_gateway_resource.closed.id
  http_method       = aws_api_gateway_method.closed[each.key].http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

resource "aws_api_gateway_rest_api_policy" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.shop.execution_arn}/*"
      Condition = { IpAddress = { "aws:SourceIp" = var.changed ? ["0.0.0.0/0"] : ["0.0.0.0/0", "192.0.2.0/24"] } }
    }]
  })
}

resource "aws_cloudwatch_log_group" "access" {
  name = "conformance-rest-api-access"
}

resource "aws_api_gateway_account" "settings" {
  cloudwatch_role_arn = aws_iam_role.functions.arn
}

resource "aws_api_gateway_deployment" "current" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  triggers    = { changed = var.changed }
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [
    aws_api_gateway_integration.proxy,
    aws_api_gateway_integration.closed,
    aws_api_gateway_rest_api_policy.shop,
    aws_api_gateway_integration_response.preflight,
    aws_api_gateway_gateway_response.missing,
    aws_api_gateway_integration.keyed,
    aws_api_gateway_integration.inner,
  ]
}

resource "aws_api_gateway_stage" "v1" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  deployment_id = aws_api_gateway_deployment.current.id
  stage_name    = "v1"
  description   = "the first"
  variables     = var.changed ? { table = "two" } : { table = "one", old = "1" }
  tags          = { kind = "first" }

  client_certificate_id = aws_api_gateway_client_certificate.shop.id
  xray_tracing_enabled  = !var.changed
  cache_cluster_enabled = true
  cache_cluster_size    = var.changed ? "1.6" : "0.5"
  canary_settings {
    deployment_id            = aws_api_gateway_deployment.current.id
    percent_traffic          = var.changed ? 10 : 20.5
    stage_variable_overrides = { table = "canary" }
  }
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = var.changed ? "$context.requestId $context.status" : "$context.requestId"
  }
  depends_on = [aws_api_gateway_account.settings]
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.v1.stage_name
  method_path = "*/*"
  settings {
    logging_level          = var.changed ? "INFO" : "OFF"
    data_trace_enabled     = var.changed
    metrics_enabled        = var.changed
    cache_ttl_in_seconds   = var.changed ? 60 : 300
    throttling_rate_limit  = var.changed ? 1000 : 2000
    throttling_burst_limit = var.changed ? 500 : 1000
  }
}

# An API that is a document of OpenAPI; what is configured beside it counts before it.
resource "aws_api_gateway_rest_api" "spoken" {
  name               = "spoken"
  description        = var.changed ? "says more" : "says hello"
  binary_media_types = ["image/png"]
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "the document's", version = "1.0" }
    paths = {
      (var.changed ? "/bye" : "/hello") = {
        get = {
          responses = { "200" = { description = "said" } }
          x-amazon-apigateway-integration = {
            type             = "mock"
            requestTemplates = { "application/json" = "{\"statusCode\": 200}" }
            responses = {
              default = { statusCode = "200", responseTemplates = { "application/json" = var.changed ? "bye" : "hello" } }
            }
          }
        }
      }
    }
  })
  endpoint_configuration {
    types            = var.changed ? ["PRIVATE"] : ["REGIONAL"]
    ip_address_type  = var.changed ? "dualstack" : "ipv4"
    vpc_endpoint_ids = var.changed ? ["vpce-1a2b3c4d"] : null
  }
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "*" }]
  })
}

resource "aws_api_gateway_deployment" "spoken" {
  rest_api_id = aws_api_gateway_rest_api.spoken.id
  triggers    = { body = sha1(aws_api_gateway_rest_api.spoken.body) }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "spoken" {
  rest_api_id   = aws_api_gateway_rest_api.spoken.id
  deployment_id = aws_api_gateway_deployment.spoken.id
  stage_name    = "v1"
}

resource "aws_api_gateway_documentation_part" "orders" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  location {
    type   = "METHOD"
    method = "GET"
    path   = "/orders"
  }
  properties = jsonencode({ description = var.changed ? "All orders." : "Orders." })
}

resource "aws_api_gateway_documentation_version" "first" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  version     = "1.0"
  description = var.changed ? "the first" : "first"
  depends_on  = [aws_api_gateway_documentation_part.orders]
}

resource "aws_cloudwatch_metric_alarm" "failures" {
  alarm_name          = "conformance-rest-api"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  dimensions          = { ApiName = aws_api_gateway_rest_api.shop.name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = var.changed ? 3 : 1
  threshold           = var.changed ? 5 : 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  tags                = { team = var.changed ? "zoo" : "park" }
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name        = "conformance-rest-api-any"
  alarm_description = var.changed ? "any failure" : "any"
  alarm_rule        = "ALARM(\"${aws_cloudwatch_metric_alarm.failures.alarm_name}\")${var.changed ? " AND TRUE" : ""}"
  tags              = { team = var.changed ? "zoo" : "park" }
}

resource "aws_cloudwatch_dashboard" "shop" {
  dashboard_name = "conformance-rest-api"
  dashboard_body = jsonencode({ widgets = [{
    type       = "text", x = 0, y = 0, width = 6, height = 3
    properties = { markdown = var.changed ? "changed" : "shop" }
  }] })
}

# What the run calls once it is applied, and what the response must contain.
output "calls" {
  value = {
    "${aws_api_gateway_rest_api.shop.id}/v1/closed"                                    = "Unauthorized"
    "${aws_api_gateway_rest_api.shop.id}/v1/${var.changed ? "purchases" : "orders"}/7" = var.changed ? "/purchases/7" : "/orders/7"
    "${aws_api_gateway_rest_api.shop.id}/v1/${var.changed ? "purchases" : "orders"}"   = "Forbidden"
    "${aws_api_gateway_rest_api.spoken.id}/v1/${var.changed ? "bye" : "hello"}"        = var.changed ? "bye" : "hello"
  }
}

resource "aws_api_gateway_vpc_link" "inner" {
  name        = "inner"
  description = var.changed ? "inside" : "in"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/inner/50dc6c495c0c9188"]
  tags        = { team = var.changed ? "zoo" : "park" }
}

resource "aws_api_gateway_method" "inner" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "PUT"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "inner" {
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_resource.orders.id
  http_method             = aws_api_gateway_method.inner.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "PUT"
  uri                     = "https://inner.example/orders"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.inner.id
  tls_config {
    insecure_skip_verification = var.changed
  }
}

resource "aws_api_gateway_client_certificate" "shop" {
  description = var.changed ? "the shop's" : "shop"
  tags        = { team = var.changed ? "zoo" : "park" }
}
