# A REST API whose function gets what a template makes of the request, and whose errors choose the response.
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
  name = "conformance-mappings"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_lambda_function" "told" {
  function_name = "conformance-mappings-told"
  role          = aws_iam_role.functions.arn
  runtime       = "python3.12"
  handler       = "app.told"
  filename      = var.package
}

resource "aws_lambda_permission" "told" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.told.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.mapped.execution_arn}/*"
}

resource "aws_api_gateway_rest_api" "mapped" {
  name = "mapped"
}

resource "aws_api_gateway_resource" "word" {
  rest_api_id = aws_api_gateway_rest_api.mapped.id
  parent_id   = aws_api_gateway_rest_api.mapped.root_resource_id
  path_part   = "{word}"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id        = aws_api_gateway_rest_api.mapped.id
  resource_id        = aws_api_gateway_resource.word.id
  http_method        = "GET"
  authorization      = "NONE"
  request_parameters = { "method.request.path.word" = true }
}

resource "aws_api_gateway_integration" "function" {
  rest_api_id             = aws_api_gateway_rest_api.mapped.id
  resource_id             = aws_api_gateway_resource.word.id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.told.invoke_arn
  passthrough_behavior    = "NEVER" # a change of it makes a new integration, without the responses of the old one
  timeout_milliseconds    = var.changed ? 5000 : 29000
  content_handling        = var.changed ? "CONVERT_TO_TEXT" : null
  request_parameters      = { "integration.request.header.X-Amz-Invocation-Type" = "'RequestResponse'" }
  request_templates = {
    "application/json" = <<-EOT
      #set($word = $input.params('word'))
      #if($word == "fail"){"error": "Not Found: $word"}#else{"word": "$word ${var.changed ? "again" : "once"}"}#end
    EOT
  }
}

resource "aws_api_gateway_method_response" "each" {
  for_each            = { "200" = {}, "404" = { "method.response.header.X-Why" = true } }
  rest_api_id         = aws_api_gateway_rest_api.mapped.id
  resource_id         = aws_api_gateway_resource.word.id
  http_method         = aws_api_gateway_method.get.http_method
  status_code         = each.key
  response_parameters = each.value
}

resource "aws_api_gateway_integration_response" "found" {
  rest_api_id        = aws_api_gateway_rest_api.mapped.id
  resource_id        = aws_api_gateway_resource.word.id
  http_method        = aws_api_gateway_method.get.http_method
  status_code        = aws_api_gateway_method_response.each["200"].status_code
  response_templates = { "application/json" = "said: $input.path('$.word')" }
  depends_on         = [aws_api_gateway_integration.function]
}

resource "aws_api_gateway_integration_response" "missing" {
  rest_api_id         = aws_api_gateway_rest_api.mapped.id
  resource_id         = aws_api_gateway_resource.word.id
  http_method         = aws_api_gateway_method.get.http_method
  status_code         = aws_api_gateway_method_response.each["404"].status_code
  selection_pattern   = var.changed ? "(Not Found|Gone).*" : "Not Found.*"
  content_handling    = var.changed ? "CONVERT_TO_TEXT" : null
  response_parameters = { "method.response.header.X-Why" = "integration.response.body.errorType" }
  response_templates  = { "application/json" = "missing: $input.path('$.errorMessage')" }
  depends_on          = [aws_api_gateway_integration.function]
}

resource "aws_api_gateway_deployment" "current" {
  rest_api_id = aws_api_gateway_rest_api.mapped.id
  triggers    = { changed = var.changed }
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [
    aws_api_gateway_integration_response.found,
    aws_api_gateway_integration_response.missing,
  ]
}

resource "aws_api_gateway_stage" "v1" {
  rest_api_id   = aws_api_gateway_rest_api.mapped.id
  deployment_id = aws_api_gateway_deployment.current.id
  stage_name    = "v1"
}

# What the run calls once it is applied, and what the response must contain.
output "calls" {
  value = {
    "${aws_api_gateway_rest_api.mapped.id}/v1/hello" = "said: hello ${var.changed ? "again" : "once"}"
    "${aws_api_gateway_rest_api.mapped.id}/v1/fail"  = "missing: Not Found: fail"
  }
}

# Invoked when it is made, and again when what it is told changes.
resource "aws_lambda_invocation" "told" {
  function_name = aws_lambda_function.told.function_name
  input         = jsonencode({ changed = var.changed })
}

output "invoked" {
  value = jsondecode(aws_lambda_invocation.told.result)
}
