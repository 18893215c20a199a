# An HTTP API with two functions, a plain HTTP backend, and stages that follow the API or do not.
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
  name = "conformance-http-api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["lambda.amazonaws.com", "apigateway.amazonaws.com"] }
    }]
  })
}

resource "aws_iam_role_policy" "events" {
  name = "events"
  role = aws_iam_role.functions.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "events:PutEvents", Resource = "*" }]
  })
}

resource "aws_lambda_function" "each" {
  for_each      = toset(["pets", "orders"])
  function_name = "conformance-http-api-${each.key}"
  role          = aws_iam_role.functions.arn
  runtime       = "python3.12"
  handler       = "app.${each.key}"
  filename      = var.package
  memory_size   = var.changed ? 256 : 128
  dynamic "snap_start" {
    for_each = var.changed ? [] : [1]
    content {
      apply_on = "PublishedVersions"
    }
  }
}

# A function with a file system, for which the node has a folder.
resource "aws_lambda_function" "files" {
  function_name = "conformance-http-api-files"
  role          = aws_iam_role.functions.arn
  runtime       = "python3.12"
  handler       = "app.pets"
  filename      = var.package

  vpc_config {
    subnet_ids         = ["subnet-0123456789abcdef0"]
    security_group_ids = ["sg-0123456789abcdef0"]
  }

  file_system_config {
    arn              = "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0"
    local_mount_path = var.changed ? "/mnt/changed" : "/mnt/shared"
  }
}

resource "aws_lambda_permission" "each" {
  for_each      = aws_lambda_function.each
  action        = "lambda:InvokeFunction"
  function_name = each.value.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.shop.execution_arn}/*"
}

# A function and its alias, each at a URL of its own.
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.each["pets"].function_name
  function_version = "$LATEST"
}

resource "aws_lambda_function_url" "pets" {
  function_name      = aws_lambda_function.each["pets"].function_name
  authorization_type = "NONE"
  invoke_mode        = var.changed ? "BUFFERED" : null
  dynamic "cors" {
    for_each = var.changed ? [] : [1]
    content {
      allow_origins  = ["https://example.com"]
      allow_methods  = ["GET"]
      expose_headers = ["date"]
      max_age        = 60
    }
  }
}

resource "aws_lambda_permission" "url" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.each["pets"].function_name
  principal     = "*"
}

resource "aws_lambda_function_url" "live" {
  function_name      = aws_lambda_function.each["pets"].function_name
  qualifier          = aws_lambda_alias.live.name
  authorization_type = var.changed ? "NONE" : "AWS_IAM"
  invoke_mode        = var.changed ? "RESPONSE_STREAM" : "BUFFERED"
}

# What comes of asynchronous events goes to another function.
resource "aws_iam_role_policy" "destinations" {
  role = aws_iam_role.functions.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = aws_lambda_function.each["orders"].arn
    }]
  })
}

resource "aws_lambda_function_event_invoke_config" "pets" {
  function_name                = aws_lambda_function.each["pets"].function_name
  qualifier                    = aws_lambda_alias.live.name
  maximum_retry_attempts       = var.changed ? 0 : 1
  maximum_event_age_in_seconds = var.changed ? null : 60
  dynamic "destination_config" {
    for_each = var.changed ? [] : [1]
    content {
      on_failure {
        destination = aws_lambda_function.each["orders"].arn
      }
    }
  }
  depends_on = [aws_iam_role_policy.destinations]
}

# A published version behind an alias with environments that are kept ready, and settings beside.
resource "aws_lambda_function" "kept" {
  function_name = "conformance-http-api-kept"
  role          = aws_iam_role.functions.arn
  runtime       = "python3.12"
  handler       = "app.pets"
  filename      = var.package
  publish       = true

  code_signing_config_arn = var.changed ? null : aws_lambda_code_signing_config.kept.arn
  environment {
    variables = { KIND = "kept" }
  }
  dynamic "vpc_config" {
    for_each = var.changed ? [] : [1]
    content {
      subnet_ids         = ["subnet-1"]
      security_group_ids = ["sg-1"]
    }
  }
}

resource "aws_lambda_code_signing_config" "kept" {
  description = var.changed ? "nobody's" : "the shop's"
  allowed_publishers {
    signing_profile_version_arns = ["arn:aws:signer:us-east-1:000000000000:/signing-profiles/shop"]
  }
  policies {
    untrusted_artifact_on_deployment = var.changed ? "Enforce" : "Warn"
  }
  tags = { team = var.changed ? "zoo" : "park" }
}

resource "aws_lambda_alias" "kept" {
  name             = "kept"
  function_name    = aws_lambda_function.kept.function_name
  function_version = aws_lambda_function.kept.version
}

resource "aws_lambda_provisioned_concurrency_config" "kept" {
  function_name                     = aws_lambda_alias.kept.function_name
  qualifier                         = aws_lambda_alias.kept.name
  provisioned_concurrent_executions = var.changed ? 2 : 1
}

resource "aws_appautoscaling_target" "kept" {
  service_namespace  = "lambda"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  resource_id        = "function:${aws_lambda_alias.kept.function_name}:${aws_lambda_alias.kept.name}"
  min_capacity       = 1
  max_capacity       = var.changed ? 4 : 3
  tags               = { team = var.changed ? "zoo" : "park" }
  depends_on         = [aws_lambda_provisioned_concurrency_config.kept]
}

resource "aws_appautoscaling_policy" "kept" {
  name               = "busy"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.kept.service_namespace
  scalable_dimension = aws_appautoscaling_target.kept.scalable_dimension
  resource_id        = aws_appautoscaling_target.kept.resource_id
  target_tracking_scaling_policy_configuration {
    target_value      = var.changed ? 0.8 : 0.7
    scale_in_cooldown = 120
    predefined_metric_specification {
      predefined_metric_type = "LambdaProvisionedConcurrencyUtilization"
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "kept" {
  name               = "morning"
  schedule           = var.changed ? "cron(30 7 * * ? *)" : "cron(0 8 * * ? *)"
  timezone           = "Europe/Berlin"
  service_namespace  = aws_appautoscaling_target.kept.service_namespace
  scalable_dimension = aws_appautoscaling_target.kept.scalable_dimension
  resource_id        = aws_appautoscaling_target.kept.resource_id
  scalable_target_action {
    min_capacity = 1
    max_capacity = 3
  }
}

resource "aws_lambda_function_recursion_config" "kept" {
  function_name  = aws_lambda_function.kept.function_name
  recursive_loop = var.changed ? "Terminate" : "Allow"
}

resource "aws_lambda_runtime_management_config" "kept" {
  function_name     = aws_lambda_function.kept.function_name
  update_runtime_on = var.changed ? "Auto" : "FunctionUpdate"
}

resource "aws_apigatewayv2_api" "shop" {
  name          = var.changed ? "shop-2" : "shop"
  protocol_type = "HTTP"
  description   = var.changed ? null : "pets and orders"
  version       = "1"
  cors_configuration {
    allow_origins = ["https://example.com"]
    allow_methods = var.changed ? ["GET"] : ["GET", "POST"]
    allow_headers = var.changed ? null : ["content-type"]
    max_age       = 60
  }
  tags = { team = var.changed ? "zoo" : "park" }
}

resource "aws_apigatewayv2_integration" "pets" {
  api_id                 = aws_apigatewayv2_api.shop.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.each["pets"].invoke_arn
  payload_format_version = "2.0"
  description            = "the pets"
}

resource "aws_apigatewayv2_integration" "orders" {
  api_id                 = aws_apigatewayv2_api.shop.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.each["orders"].arn
  payload_format_version = "1.0"
}

resource "aws_apigatewayv2_integration" "web" {
  api_id               = aws_apigatewayv2_api.shop.id
  integration_type     = "HTTP_PROXY"
  integration_method   = "ANY"
  integration_uri      = "https://example.com/{proxy}"
  timeout_milliseconds = var.changed ? 5000 : 30000
  request_parameters = var.changed ? {
    "overwrite:header.X-Stage" = "stage ${"$"}{context.stage}"
    } : {
    "overwrite:header.X-Stage" = "$context.stage"
    "remove:querystring.debug" = "''"
  }
  response_parameters {
    status_code = 200
    mappings    = { "append:header.X-From" = "$context.routeKey" }
  }
  # The provider clears a status whose mappings change in place, on AWS too.
  dynamic "response_parameters" {
    for_each = var.changed ? [403] : [404]
    content {
      status_code = response_parameters.value
      mappings    = { "overwrite:statuscode" = "410" }
    }
  }
}

resource "aws_apigatewayv2_integration" "event" {
  api_id              = aws_apigatewayv2_api.shop.id
  integration_type    = "AWS_PROXY"
  integration_subtype = "EventBridge-PutEvents"
  credentials_arn     = aws_iam_role.functions.arn
  request_parameters = merge(
    { Source = "shop", DetailType = "seen", Detail = jsonencode({ path = "${"$"}{request.path}" }) },
    var.changed ? { Resources = "$context.apiId" } : { TraceHeader = "Root=1-5759e988-bd862e3fe1be46a994272793" }
  )
  depends_on = [aws_iam_role_policy.events]
}

resource "aws_apigatewayv2_route" "event" {
  api_id    = aws_apigatewayv2_api.shop.id
  route_key = "GET /event"
  target    = "integrations/${aws_apigatewayv2_integration.event.id}"
}

resource "aws_apigatewayv2_route" "pets" {
  api_id    = aws_apigatewayv2_api.shop.id
  route_key = var.changed ? "GET /animals/{id}" : "GET /pets/{id}"
  target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
}

resource "aws_apigatewayv2_route" "orders" {
  api_id    = aws_apigatewayv2_api.shop.id
  route_key = "ANY /orders"
  target    = "integrations/${aws_apigatewayv2_integration.orders.id}"
}

resource "aws_apigatewayv2_route" "web" {
  api_id    = aws_apigatewayv2_api.shop.id
  route_key = "ANY /web/{proxy+}"
  target    = "integrations/${aws_apigatewayv2_integration.web.id}"
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.shop.id
  name             = var.changed ? "tokens" : "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    audience = var.changed ? ["shop", "app"] : ["shop"]
    issuer   = "https://issuer.example.com"
  }
}

resource "aws_apigatewayv2_authorizer" "function" {
  api_id                            = aws_apigatewayv2_api.shop.id
  name                              = "function"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = aws_lambda_function.each["pets"].invoke_arn
  authorizer_payload_format_version = "2.0"
  enable_simple_responses           = true
  identity_sources                  = var.changed ? ["$request.header.X-Token"] : ["$request.header.Authorization"]
  authorizer_result_ttl_in_seconds  = var.changed ? 0 : 300
}

locals {
  closed = {
    jwt      = { type = "JWT", authorizer = aws_apigatewayv2_authorizer.jwt.id, scopes = var.changed ? null : ["pets"] }
    function = { type = "CUSTOM", authorizer = aws_apigatewayv2_authorizer.function.id, scopes = null }
    signed   = { type = "AWS_IAM", authorizer = null, scopes = null }
  }
}

resource "aws_apigatewayv2_route" "closed" {
  for_each             = local.closed
  api_id               = aws_apigatewayv2_api.shop.id
  route_key            = "GET /closed/${each.key}"
  target               = "integrations/${aws_apigatewayv2_integration.pets.id}"
  authorization_type   = each.value.type
  authorizer_id        = each.value.authorizer
  authorization_scopes = each.value.scopes
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.shop.id
  name        = "$default"
  auto_deploy = true
  default_route_settings {
    throttling_rate_limit    = var.changed ? 1000 : 2000
    throttling_burst_limit   = var.changed ? 500 : 1000
    detailed_metrics_enabled = var.changed
  }
  stage_variables = var.changed ? { table = "two" } : { table = "one", old = "1" }
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = var.changed ? "$context.requestId $context.status" : "$context.requestId"
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name = "conformance-http-api-access"
}

resource "aws_apigatewayv2_deployment" "pinned" {
  api_id      = aws_apigatewayv2_api.shop.id
  description = var.changed ? "second" : "first"
  depends_on = [
    aws_apigatewayv2_route.pets,
    aws_apigatewayv2_route.orders,
    aws_apigatewayv2_route.web,
  ]
}

resource "aws_apigatewayv2_stage" "pinned" {
  api_id        = aws_apigatewayv2_api.shop.id
  name          = "pinned"
  deployment_id = aws_apigatewayv2_deployment.pinned.id
  tags          = { kind = "pinned" }
}

# An API that is a document of OpenAPI.
resource "aws_apigatewayv2_api" "written" {
  name          = "written"
  protocol_type = "HTTP"
  version       = var.changed ? "2.0" : "1.0"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "written", version = var.changed ? "2.0" : "1.0" }
    paths = {
      (var.changed ? "/closed" : "/shut") = {
        get = {
          x-amazon-apigateway-auth = { type = "AWS_IAM" }
          x-amazon-apigateway-integration = {
            type                 = "aws_proxy"
            uri                  = aws_lambda_function.each["pets"].invoke_arn
            payloadFormatVersion = "2.0"
          }
        }
      }
    }
  })
  fail_on_warnings = true
}

resource "aws_apigatewayv2_stage" "written" {
  api_id      = aws_apigatewayv2_api.written.id
  name        = "$default"
  auto_deploy = true
}


# What the run calls once it is applied, and what the response must contain.
output "calls" {
  value = {
    "${aws_apigatewayv2_api.written.id}/$default/${var.changed ? "closed" : "shut"}" = "Forbidden"
    "${aws_apigatewayv2_api.shop.id}/$default/event"                                 = "\"FailedEntryCount\":0"
    "${aws_apigatewayv2_api.shop.id}/$default/closed/jwt"                            = "Unauthorized"
    "${aws_apigatewayv2_api.shop.id}/$default/closed/function"                       = "Unauthorized"
    "${aws_apigatewayv2_api.shop.id}/$default/closed/signed"                         = "Forbidden"
    "${aws_apigatewayv2_api.shop.id}/$default/${var.changed ? "animals" : "pets"}/7" = var.changed ? "GET /animals/{id}" : "GET /pets/{id}"
    "${aws_apigatewayv2_api.shop.id}/$default/orders"                                = "/orders"
  }
}

# The same of URLs with a host of their own.
output "urls" {
  value = { (aws_lambda_function_url.pets.function_url) = "$default" }
}

resource "aws_apigatewayv2_vpc_link" "inner" {
  name               = var.changed ? "inside" : "inner"
  security_group_ids = []
  subnet_ids         = ["subnet-1", "subnet-2"]
  tags               = { team = var.changed ? "zoo" : "park" }
}

resource "aws_apigatewayv2_integration" "inner" {
  api_id             = aws_apigatewayv2_api.shop.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/shop/50dc6c495c0c9188/0467ef3c8400ae65"
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.inner.id
  tls_config {
    server_name_to_verify = var.changed ? "inner.example" : "shop.example"
  }
}
