# A WebSocket API with functions, mocks and an authorizer, and stages that follow the API or do not.
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

locals {
  key = "conformance-websocket-key"
}

resource "aws_iam_role" "function" {
  name = "conformance-websocket"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_lambda_function" "pets" {
  function_name = "conformance-websocket"
  role          = aws_iam_role.function.arn
  runtime       = "python3.12"
  handler       = "app.pets"
  filename      = var.package
}

resource "aws_lambda_permission" "pets" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.pets.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.chat.execution_arn}/*"
}

resource "aws_apigatewayv2_api" "chat" {
  name                       = "conformance-websocket"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
  description                = var.changed ? "Changed" : null
  tags                       = { stage = var.changed ? "changed" : "first" }
}

resource "aws_apigatewayv2_integration" "function" {
  api_id             = aws_apigatewayv2_api.chat.id
  integration_type   = "AWS_PROXY"
  integration_method = "POST"
  integration_uri    = aws_lambda_function.pets.invoke_arn
}

resource "aws_apigatewayv2_integration" "mock" {
  api_id                        = aws_apigatewayv2_api.chat.id
  integration_type              = "MOCK"
  passthrough_behavior          = "WHEN_NO_TEMPLATES"
  template_selection_expression = "\\$default"
  timeout_milliseconds          = var.changed ? 5000 : 29000
  request_templates             = { "$default" = "{\"statusCode\":200}" }
}

resource "aws_api_gateway_vpc_link" "inner" {
  name        = "conformance-websocket"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/inner/50dc6c495c0c9188"]
}

resource "aws_apigatewayv2_integration" "inner" {
  api_id             = aws_apigatewayv2_api.chat.id
  integration_type   = "HTTP_PROXY"
  integration_method = var.changed ? "PUT" : "POST"
  integration_uri    = "http://inner.example/"
  connection_type    = "VPC_LINK"
  connection_id      = aws_api_gateway_vpc_link.inner.id
  request_parameters = { "integration.request.header.ConnectionId" = "context.connectionId" }
}

resource "aws_apigatewayv2_integration_response" "mock" {
  api_id                        = aws_apigatewayv2_api.chat.id
  integration_id                = aws_apigatewayv2_integration.mock.id
  integration_response_key      = "/2\\d\\d/"
  template_selection_expression = "\\$default"
  response_templates = {
    "$default" = var.changed ? "changed $context.connectionId" : "first $context.connectionId"
  }
}

resource "aws_apigatewayv2_model" "greeting" {
  api_id       = aws_apigatewayv2_api.chat.id
  name         = "Greeting"
  content_type = "application/json"
  description  = var.changed ? "Changed" : null
  schema       = jsonencode({ type = "object", required = ["action"] })
}

resource "aws_apigatewayv2_route" "connect" {
  api_id           = aws_apigatewayv2_api.chat.id
  route_key        = "$connect"
  target           = "integrations/${aws_apigatewayv2_integration.mock.id}"
  api_key_required = true
  request_parameter {
    request_parameter_key = "route.request.header.x-api-key"
    required              = var.changed
  }
}

resource "aws_api_gateway_api_key" "client" {
  name  = "conformance-websocket"
  value = local.key
}

resource "aws_api_gateway_usage_plan" "clients" {
  name = "conformance-websocket"
  api_stages {
    api_id = aws_apigatewayv2_api.chat.id
    stage  = aws_apigatewayv2_stage.live.name
  }
  dynamic "api_stages" {
    for_each = var.changed ? [aws_apigatewayv2_stage.pinned.name] : []
    content {
      api_id = aws_apigatewayv2_api.chat.id
      stage  = api_stages.value
    }
  }
  quota_settings {
    limit  = var.changed ? 2000 : 1000
    period = "DAY"
  }
}

resource "aws_api_gateway_usage_plan_key" "client" {
  key_id        = aws_api_gateway_api_key.client.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.clients.id
}

resource "aws_apigatewayv2_route" "pets" {
  api_id    = aws_apigatewayv2_api.chat.id
  route_key = "pets"
  target    = "integrations/${aws_apigatewayv2_integration.function.id}"
}

resource "aws_apigatewayv2_route" "greet" {
  api_id                              = aws_apigatewayv2_api.chat.id
  route_key                           = "greet"
  operation_name                      = var.changed ? "Greet" : null
  target                              = "integrations/${aws_apigatewayv2_integration.mock.id}"
  model_selection_expression          = "\\$default"
  request_models                      = { "$default" = aws_apigatewayv2_model.greeting.name }
  route_response_selection_expression = "$default"
}

resource "aws_apigatewayv2_route_response" "greet" {
  response_models            = var.changed ? { "$default" = aws_apigatewayv2_model.greeting.name } : null
  model_selection_expression = var.changed ? "$default" : null
  api_id             = aws_apigatewayv2_api.chat.id
  route_id           = aws_apigatewayv2_route.greet.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_authorizer" "who" {
  api_id           = aws_apigatewayv2_api.chat.id
  name             = var.changed ? "who-else" : "who"
  authorizer_type  = "REQUEST"
  authorizer_uri   = aws_lambda_function.pets.invoke_arn
  identity_sources = ["route.request.header.Auth"]
}

resource "aws_apigatewayv2_deployment" "first" {
  api_id      = aws_apigatewayv2_api.chat.id
  description = var.changed ? "Changed" : "First"
  depends_on  = [aws_apigatewayv2_route.connect, aws_apigatewayv2_route_response.greet]
}

resource "aws_apigatewayv2_stage" "pinned" {
  api_id        = aws_apigatewayv2_api.chat.id
  name          = "pinned"
  deployment_id = aws_apigatewayv2_deployment.first.id
}

resource "aws_apigatewayv2_stage" "live" {
  api_id          = aws_apigatewayv2_api.chat.id
  name            = "live"
  auto_deploy     = true
  stage_variables = { colour = var.changed ? "blue" : "red" }
  default_route_settings {
    throttling_burst_limit   = var.changed ? 200 : 100
    throttling_rate_limit    = 1000
    detailed_metrics_enabled = var.changed
  }
  route_settings {
    route_key              = aws_apigatewayv2_route.greet.route_key
    throttling_burst_limit = 50
    throttling_rate_limit  = var.changed ? 50 : 100
  }
  depends_on = [aws_apigatewayv2_route_response.greet]
}

output "calls" {
  value = { "${aws_apigatewayv2_api.chat.id}/live" = "Forbidden" }
}

output "sockets" {
  value = {
    "${aws_apigatewayv2_api.chat.id}/live" = {
      send = jsonencode({ action = "greet" })
      text = var.changed ? "changed " : "first "
      key  = local.key
    }
    # At first no plan has this stage: the handshake is rejected.
    "${aws_apigatewayv2_api.chat.id}/pinned" = {
      send = jsonencode({ action = "other" })
      text = "Forbidden"
      key  = local.key
    }
  }
}
