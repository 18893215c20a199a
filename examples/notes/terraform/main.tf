terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# Credentials, region and endpoint come from the environment: eval "$(gatehouse env)"
provider "aws" {
  s3_use_path_style = true
}

variable "package" {
  description = "The zip of ../src with its dependencies; README.md tells how to make it."
  type        = string
  default     = "notes.zip"
}

resource "aws_s3_bucket" "notes" {
  bucket_prefix = "notes-"
  force_destroy = true
}

resource "aws_iam_role" "notes" {
  name_prefix = "notes-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.notes.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "bucket" {
  role = aws_iam_role.notes.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"]
      Resource = [aws_s3_bucket.notes.arn, "${aws_s3_bucket.notes.arn}/*"]
    }]
  })
}

resource "aws_lambda_function" "notes" {
  function_name    = "notes-terraform"
  role             = aws_iam_role.notes.arn
  runtime          = "python3.11"
  handler          = "app.handler"
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  memory_size      = 256
  timeout          = 10

  environment {
    variables = {
      BUCKET = aws_s3_bucket.notes.bucket
    }
  }
}

resource "aws_apigatewayv2_api" "notes" {
  name          = "notes-terraform"
  protocol_type = "HTTP"

  cors_configuration {
    allow_origins = ["*"]
    allow_methods = ["GET", "POST", "PUT", "DELETE"]
    allow_headers = ["content-type"]
  }
}

resource "aws_apigatewayv2_integration" "notes" {
  api_id                 = aws_apigatewayv2_api.notes.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.notes.invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "notes" {
  for_each = toset([
    "GET /notes", "POST /notes", "GET /notes/{id}", "GET /notes/{id}/page", "PUT /notes/{id}", "DELETE /notes/{id}",
  ])

  api_id    = aws_apigatewayv2_api.notes.id
  route_key = each.value
  target    = "integrations/${aws_apigatewayv2_integration.notes.id}"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.notes.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.notes.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.notes.execution_arn}/*/*"
}

output "api_id" {
  value = aws_apigatewayv2_api.notes.id
}

output "notes_url" {
  value = "${aws_apigatewayv2_api.notes.api_endpoint}/notes"
}
