# Custom domain names of both services, whose mappings move from one base path to another; an API out of a document.
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

locals {
  key = var.changed ? "v2" : "v1"
}

resource "aws_api_gateway_rest_api" "r" { name = "r" }

resource "aws_api_gateway_method" "m" {
  rest_api_id   = aws_api_gateway_rest_api.r.id
  resource_id   = aws_api_gateway_rest_api.r.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "i" {
  rest_api_id       = aws_api_gateway_rest_api.r.id
  resource_id       = aws_api_gateway_rest_api.r.root_resource_id
  http_method       = aws_api_gateway_method.m.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

resource "aws_api_gateway_deployment" "d" {
  rest_api_id = aws_api_gateway_rest_api.r.id
  depends_on  = [aws_api_gateway_integration.i]
}

resource "aws_api_gateway_stage" "s" {
  rest_api_id   = aws_api_gateway_rest_api.r.id
  deployment_id = aws_api_gateway_deployment.d.id
  stage_name    = "prod"
}

resource "aws_api_gateway_domain_name" "d" {
  domain_name              = "rest.example.com"
  regional_certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/1"
  security_policy          = "TLS_1_2"
  endpoint_configuration { types = ["REGIONAL"] }
  tags = { team = "zoo" }
}

resource "aws_api_gateway_base_path_mapping" "b" {
  api_id      = aws_api_gateway_rest_api.r.id
  stage_name  = aws_api_gateway_stage.s.stage_name
  domain_name = aws_api_gateway_domain_name.d.domain_name
  base_path   = local.key
}

resource "aws_apigatewayv2_api" "h" {
  name          = "h"
  protocol_type = "HTTP"
  target        = "http://example.com/"
}

resource "aws_apigatewayv2_domain_name" "d" {
  domain_name = "http.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/2"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
  tags = { team = "zoo" }
}

resource "aws_apigatewayv2_api_mapping" "m" {
  api_id          = aws_apigatewayv2_api.h.id
  domain_name     = aws_apigatewayv2_domain_name.d.id
  stage           = "$default"
  api_mapping_key = "${local.key}/orders"
}

output "calls" {
  value = {
    "${aws_api_gateway_rest_api.r.id}/prod/"             = ""
    "${aws_api_gateway_rest_api.document.id}/prod/hello" = "hello ${local.key}"
  }
}
