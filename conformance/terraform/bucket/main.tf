# A bucket that keeps versions and then no more, with tagged objects, destroyed with all of them. It
# notifies a function, which a schedule and a pattern of events invoke too.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region            = "us-east-1"
  s3_use_path_style = true

  default_tags {
    tags = { team = "conformance" }
  }
}

# The run applies this configuration, and again with changed = true.
variable "changed" {
  type    = bool
  default = false
}

resource "aws_s3_bucket" "kept" {
  bucket_prefix = "kept-"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "kept" {
  bucket = aws_s3_bucket.kept.id

  versioning_configuration {
    status = var.changed ? "Suspended" : "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "kept" {
  bucket                  = aws_s3_bucket.kept.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = false
  restrict_public_buckets = var.changed
}

# Everybody may read a folder of it.
resource "aws_s3_bucket_policy" "kept" {
  bucket = aws_s3_bucket_public_access_block.kept.bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = var.changed ? ["s3:GetObject", "s3:GetObjectVersion"] : ["s3:GetObject"]
      Resource  = "${aws_s3_bucket.kept.arn}/folder/*"
    }]
  })
}

resource "aws_s3_object" "before" {
  bucket  = aws_s3_bucket.kept.id
  key     = "before.txt"
  content = "as it was"
}

resource "aws_s3_object" "versioned" {
  bucket  = aws_s3_bucket_versioning.kept.bucket
  key     = "folder/a name.txt"
  content = var.changed ? "second" : "first"
  tags    = { changed = var.changed }
}

resource "aws_s3_object_copy" "copy" {
  bucket = aws_s3_bucket.kept.id
  key    = "copy.txt"
  source = "${aws_s3_bucket.kept.id}/${aws_s3_object.before.key}"
}

variable "package" {
  type = string
}

resource "aws_iam_role" "told" {
  name_prefix = "told-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_lambda_function" "told" {
  function_name = "told"
  role          = aws_iam_role.told.arn
  runtime       = "python3.11"
  handler       = "app.handler"
  filename      = var.package
  kms_key_arn   = aws_kms_key.own.arn

  environment {
    variables = { STATE = var.changed ? "changed" : "made" }
  }
}

data "aws_lambda_functions" "all" {}

resource "aws_lambda_permission" "bucket" {
  function_name = aws_lambda_function.told.function_name
  action        = "lambda:InvokeFunction"
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.kept.arn
}

resource "aws_s3_bucket_notification" "kept" {
  bucket = aws_s3_bucket.kept.id

  lambda_function {
    lambda_function_arn = aws_lambda_function.told.arn
    events              = var.changed ? ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"] : ["s3:ObjectCreated:*"]
    filter_prefix       = "in/"
    filter_suffix       = var.changed ? ".txt" : ".jpg"
  }

  depends_on = [aws_lambda_permission.bucket]
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  description         = var.changed ? "later" : "early"
  schedule_expression = var.changed ? "cron(0 4 * * ? *)" : "rate(1 day)"
  state               = var.changed ? "DISABLED" : "ENABLED"
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule      = aws_cloudwatch_event_rule.nightly.name
  target_id = "told"
  arn       = aws_lambda_function.told.arn
  input     = jsonencode({ changed = var.changed })
}

resource "aws_cloudwatch_event_bus" "orders" {
  name = "orders"
}

resource "aws_cloudwatch_event_rule" "paid" {
  name           = "paid"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ source = ["shop"], detail = { state = [{ prefix = "paid" }] } })
}

resource "aws_cloudwatch_event_target" "paid" {
  rule           = aws_cloudwatch_event_rule.paid.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_lambda_function.told.arn

  input_transformer {
    input_paths    = { state = "$.detail.state" }
    input_template = "{\"state\": <state>}"
  }
}

# Nothing of this is called.
output "calls" {
  value = {}
}
