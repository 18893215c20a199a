# What functions have beside them: a layer, a parameter, a repository; and an invocation of one.

resource "aws_lambda_layer_version" "words" {
  layer_name          = "conformance-words"
  filename            = var.package
  source_code_hash    = filebase64sha256(var.package)
  compatible_runtimes = ["python3.12"]
  description         = var.changed ? "more words" : "words"
}

resource "aws_lambda_layer_version_permission" "words" {
  layer_name     = aws_lambda_layer_version.words.layer_name
  version_number = aws_lambda_layer_version.words.version
  statement_id   = "everybody"
  action         = "lambda:GetLayerVersion"
  principal      = "*"
}

resource "aws_ssm_parameter" "greeting" {
  name        = "/conformance/terraform/greeting"
  type        = "String"
  value       = var.changed ? "good evening" : "good morning"
  description = "what to say"
  tags        = { suite = "conformance" }
}

resource "aws_ssm_parameter" "secret" {
  name  = "/conformance/terraform/secret"
  type  = "SecureString"
  value = var.changed ? "two" : "one"
}

resource "aws_ecr_repository" "images" {
  name                 = "conformance/images"
  image_tag_mutability = var.changed ? "IMMUTABLE" : "MUTABLE"
  force_delete         = true
  image_scanning_configuration {
    scan_on_push = var.changed
  }
  tags = { suite = "conformance" }
}

resource "aws_ecr_repository_policy" "images" {
  repository = aws_ecr_repository.images.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "functions"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}

resource "aws_ecr_lifecycle_policy" "images" {
  repository = aws_ecr_repository.images.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "few images"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.changed ? 5 : 10 }
      action       = { type = "expire" }
    }]
  })
}
